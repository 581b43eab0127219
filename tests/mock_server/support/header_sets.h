// Random header fields of requests that nobody may be let in with.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "support/world.h"

namespace hufu::mock::test {

class HeaderSets {
 public:
  /// `genuine` is signed in on the mini-program. Its own token appears, too, but never as the one
  /// bearer token beside the one platform it is for.
  HeaderSets(Client genuine, std::vector<std::string> bad_tokens, std::uint32_t seed);

  Fields next();

 private:
  std::size_t pick(std::size_t below);
  const std::string& pick(const std::vector<std::string>& from);
  std::string random_word();
  void add_platform(Fields& fields);
  void add_authorization(Fields& fields);
  void add_noise(Fields& fields);
  bool lets_in(const Fields& fields) const;

  Client genuine_;
  std::vector<std::string> bad_tokens_;
  std::mt19937 random_;
};

}  // namespace hufu::mock::test
