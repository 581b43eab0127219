// A client of the GoTrue surface, as the tests of it need one.
#pragma once

#include <string>

#include "support/world.h"

namespace hufu::mock::test {

inline constexpr const char* kPassword = "correct horse battery";
inline constexpr const char* kVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// S256 of it: RFC 7636, appendix B.
inline constexpr const char* kChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

struct GotrueClient {
  std::string token;
  std::string refresh;
  std::string user_id;
};

/// A call below /auth/v1 with the newer error shape; `client` may be nobody.
Answer gotrue_call(World& world, const GotrueClient& client, const std::string& method,
                   const std::string& path, const Json& body = nullptr);
/// The code of a refusal in the newer shape; empty for a good answer.
std::string code_of(const Answer& answer);

/// Fails the test unless the answer is a session.
GotrueClient session_in(const Answer& answer);
GotrueClient sign_up(World& world, const std::string& email);
GotrueClient sign_up_anonymously(World& world);
Answer sign_in(World& world, const std::string& email, const std::string& password = kPassword);
Answer refresh(World& world, const GotrueClient& client);
void renew(World& world, GotrueClient& client);
Json user_of(World& world, const GotrueClient& client);
GotrueClient wechat_login(World& world, const std::string& person_id);

/// Begins at /authorize and presses the person's link on WeChat's page: the address of our
/// callback, with WeChat's code in it.
std::string scan(World& world, const std::string& person_id,
                 const std::string& authorize_query = "");
/// Presses it on the page at `page_url`.
std::string press(World& world, const std::string& page_url, const std::string& person_id);
/// Follows the callback: the address at the application.
std::string land(World& world, const std::string& callback_url);
/// A parameter of an address; empty if it has none.
std::string parameter_of(const std::string& url, const std::string& name);
Answer redeem(World& world, const std::string& code, const std::string& verifier = kVerifier);
/// All of it.
GotrueClient scan_in(World& world, const std::string& person_id);
/// Begins to link at /user/identities/authorize; the address of WeChat's page.
std::string begin_link(World& world, const GotrueClient& client);

}  // namespace hufu::mock::test
