// What is off in a project of Supabase is refused in GoTrue's words.
#include <catch2/catch_test_macros.hpp>

#include "gotrue/clients.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

constexpr const char* kId = "00000000-0000-4000-8000-000000000000";

Json told(const Answer& answer) {
  INFO(answer.text);
  const Json body = answer.json();
  return {{"status", answer.status}, {"code", body["code"]}, {"message", body["message"]}};
}

}  // namespace

TEST_CASE("SAML, passkeys and the OAuth server are off", "[gotrue][off]") {
  World world;
  const GotrueClient nobody;
  struct Call {
    const char* method;
    std::string path;
  };
  const auto all = [&](const std::vector<Call>& calls, const Json& refusal) {
    for (const auto& [method, path] : calls) {
      INFO(method << " " << path);
      CHECK(told(gotrue_call(world, nobody, method, path)) == refusal);
    }
  };
  all({{"POST", "/sso"}, {"GET", "/sso/saml/metadata"}, {"POST", "/sso/saml/acs"}},
      {{"status", 404}, {"code", "saml_provider_disabled"}, {"message", "SAML 2.0 is disabled"}});
  all({{"POST", "/passkeys/authentication/options"},
       {"POST", "/passkeys/authentication/verify"},
       {"POST", "/passkeys/registration/options"},
       {"POST", "/passkeys/registration/verify"},
       {"GET", "/passkeys"},
       {"PATCH", std::string("/passkeys/") + kId},
       {"DELETE", std::string("/passkeys/") + kId}},
      {{"status", 404}, {"code", "passkey_disabled"}, {"message", "Passkeys are disabled"}});
  const Json no_server = {
      {"status", 404}, {"code", "feature_disabled"}, {"message", "OAuth server is disabled"}};
  all({{"GET", "/oauth/authorize"},
       {"POST", "/oauth/token"},
       {"GET", "/oauth/userinfo"},
       {"POST", "/oauth/clients/register"},
       {"GET", std::string("/oauth/authorizations/") + kId},
       {"POST", std::string("/oauth/authorizations/") + kId + "/consent"},
       {"GET", "/.well-known/oauth-authorization-server"}},
      no_server);
  // Who they are is asked first.
  CHECK(code_of(gotrue_call(world, nobody, "GET", "/user/oauth/grants")) == "no_authorization");
  CHECK(told(gotrue_call(world, sign_up_anonymously(world), "GET", "/user/oauth/grants")) ==
        no_server);
  CHECK(code_of(gotrue_call(world, nobody, "GET", "/admin/oauth/clients")) == "no_authorization");
  CHECK(code_of(gotrue_call(world, sign_up_anonymously(world), "GET", "/admin/oauth/clients")) ==
        "not_admin");
}

TEST_CASE("providers that are off, and some that there are none of", "[gotrue][off]") {
  World world;
  const auto begun = [&](const std::string& query) {
    return told(gotrue_call(world, {}, "GET", "/authorize?provider=" + query));
  };
  const Json off = {{"status", 400},
                    {"code", "validation_failed"},
                    {"message", "Unsupported provider: provider is not enabled"}};
  CHECK(begun("google") == off);
  CHECK(begun("github&scopes=repo&redirect_to=http://localhost:3000&prompt=consent") == off);
  CHECK(begun("smoke")["message"] == "Unsupported provider: provider could not be found");
  CHECK(told(gotrue_call(world, {}, "POST", "/token?grant_type=web3",
                         {{"chain", "solana"}, {"message", "x"}, {"signature", "y"}})) ==
        Json({{"status", 422},
              {"code", "web3_provider_disabled"},
              {"message", "Web3 provider is disabled"}}));
}

TEST_CASE("where people may not link by hand", "[gotrue][off]") {
  World world;
  world.control("PUT", "oddities", {{"manualLinking", false}});
  const GotrueClient client = sign_up(world, "ada@example.com");
  const Json off = {{"status", 404},
                    {"code", "manual_linking_disabled"},
                    {"message", "Manual linking is disabled"}};
  CHECK(told(gotrue_call(world, client, "GET", "/user/identities/authorize?provider=google")) ==
        off);
  CHECK(told(gotrue_call(world, client, "DELETE", std::string("/user/identities/") + kId)) == off);
  CHECK(code_of(gotrue_call(world, {}, "DELETE", std::string("/user/identities/") + kId)) ==
        "no_authorization");
}
