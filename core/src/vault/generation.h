// Who is here: what began for one person is not done for the next.
#pragma once

#include <cstdint>

namespace hufu::vault {

/// Which of the persons who were here, one after another: a number of this process.
using Person = std::uint32_t;

class Generation {
 public:
  /// When something began: of one word, for nearly every flow carries one. Of sign-outs and
  /// sign-ins it has the last 16 bits of their count: nothing waits while as many pass.
  class Mark {
   public:
    Mark(std::uint16_t sign_outs, std::uint16_t sign_ins, Person person)
        : bits_(std::uint64_t{person} << 32 | std::uint32_t{sign_outs} << 16 | sign_ins) {}

    Person person() const { return static_cast<Person>(bits_ >> 32); }
    std::uint16_t sign_outs() const { return static_cast<std::uint16_t>(bits_ >> 16); }
    std::uint16_t sign_ins() const { return static_cast<std::uint16_t>(bits_); }

   private:
    std::uint64_t bits_;
  };

  Mark mark() const { return {sign_outs_, sign_ins_, person_}; }
  bool nobody_left_since(Mark began) const { return began.sign_outs() == sign_outs_; }
  bool same_person_since(Mark began) const { return began.person() == person_; }

  /// Nor has the same person signed in again: what was asked of the session before may be stale.
  bool nobody_came_since(Mark began) const {
    return began.sign_ins() == sign_ins_ && same_person_since(began);
  }

  Person new_person() { return ++last_person_; }
  void is_here(Person person) { person_ = person; }
  void came() { ++sign_ins_; }
  /// A sign-out: what began before it is void, whoever it was for.
  void left() {
    ++sign_outs_;
    is_here(new_person());
  }

 private:
  std::uint16_t sign_outs_ = 0;
  std::uint16_t sign_ins_ = 0;
  Person person_ = 1;  ///< Until the store has been read: whoever it has.
  Person last_person_ = 1;
};

}  // namespace hufu::vault
