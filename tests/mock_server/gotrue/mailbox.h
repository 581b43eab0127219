// Whoever reads the mails that the GoTrue surface sends.
#pragma once

#include <string>

#include "gotrue/clients.h"

namespace hufu::mock::test {

inline constexpr const char* kAda = "ada@example.com";

/// How many came to this address.
std::size_t mails_to(World& world, const std::string& address);
/// The newest one, of this kind if one is named. Fails the test where there is none.
Json last_mail(World& world, const std::string& address, const std::string& kind = "");

/// Follows the link: where the browser goes on to.
std::string follow(World& world, const std::string& link);
/// A field of an address' fragment; empty if it has none.
std::string fragment_of(const std::string& url, const std::string& name);

Answer ask_for_code(World& world, const std::string& email, const Json& more = Json::object());
Answer verify_code(World& world, const std::string& email, const std::string& code,
                   const std::string& type = "email");
Answer verify_token(World& world, const std::string& token_hash, const std::string& type);
/// Another one of as many digits.
std::string wrong_code(const std::string& code);

}  // namespace hufu::mock::test
