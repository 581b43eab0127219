// What the client wants of Python, picked up by Python: C++ never calls it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include <hufu/effects.h>
#include <hufu/native/client.h>
#include <hufu/session.h>

#include "values.h"

namespace hufu::python {

/// What was asked for, or why there is none.
template <class T>
Result<T> given(Answer answer) {
  if (T* one = std::get_if<T>(&answer)) return std::move(*one);
  const FailedAnswer& failed = std::get<FailedAnswer>(answer);
  return Error{failed.code, failed.detail, 0, 0};
}

/// Nothing, where something was to be done; or why it was not.
inline Result<Nothing> done(const Answer& answer) {
  const FailedAnswer* failed = std::get_if<FailedAnswer>(&answer);
  if (failed == nullptr) return Nothing{};
  return Error{failed->code, failed->detail, 0, 0};
}

/// A queue of questions, events and ends of operations, with a descriptor for event loops.
///
/// A thread of the client that needs Python (a store, a credential) puts its question in and waits;
/// whoever drives the Python side takes it, and answers. Thread-safe.
class Mailbox {
 public:
  using Question = std::variant<LoadEffect, SaveEffect, EraseEffect, CredentialEffect,
                                PresentEffect, HttpEffect, UploadEffect>;
  using Ticket = std::uint64_t;
  struct Ended {
    Ticket ticket = 0;
    std::variant<Result<Outcome>, Result<native::FetchResponse>, Result<native::Exchange::Step>>
        result;
  };

  Mailbox();
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;
  ~Mailbox();

  // -- The client's side; never with the GIL. --

  /// Waits for Python's answer; `FailedAnswer` once nobody answers any more. Asking `stop` ends it,
  /// and tells Python to give it up.
  Answer ask(Question question, const std::stop_token& stop = {});
  void tell(Event event);
  void tell(Ended ended);

  // -- Python's side. --

  /// A new ticket, for what is begun and ends here.
  Ticket next_ticket();

  /// All that has come, as tuples whose first item says what each is; waits for something unless
  /// `at_once`. None after `close`, once nothing is left. With the GIL, which waiting releases.
  py::object take(bool at_once);
  /// `TypeError` for a value that does not fit the question.
  void answer(Ticket question, py::handle value);
  void refuse(Ticket question, py::handle code, py::handle detail);
  /// Readable while there is something to take.
  int descriptor() const { return read_end_; }

  /// From now on what takes a person's time ends here.
  void stop_prompts();
  /// Ends all waiting on both sides. What has come, or comes yet, can still be taken.
  void close();
  bool is_closed() const { return is_closed_; }
  /// In a child after fork(), whose copy nobody uses: gives the descriptors back.
  void close_descriptors();

 private:
  struct Waiting {
    Question question;
    std::optional<Answer> answer;
  };
  /// Nobody waits for the answer to that question any more.
  struct GivenUp {
    Ticket question = 0;
  };
  using Item = std::variant<Ticket, Event, Ended, GivenUp>;

  void put(Item item);
  void give_up(Ticket question);
  void settle(Ticket question, Answer answer);
  py::object to_python(Item& item);

  std::mutex mutex_;
  std::condition_variable came_;
  std::condition_variable answered_;
  std::deque<Item> items_;
  std::map<Ticket, Waiting> waiting_;
  Ticket last_ticket_ = 0;
  bool has_stopped_prompts_ = false;
  std::atomic<bool> is_closed_ = false;
  int read_end_ = -1;
  int write_end_ = -1;
};

}  // namespace hufu::python
