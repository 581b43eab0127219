// A client of the GoTrue surface.
#include "gotrue/clients.h"

#include <catch2/catch_test_macros.hpp>

#include "http/message.h"

namespace hufu::mock::test {
namespace {

std::string path_of(const World& world, const std::string& url) {
  REQUIRE(url.starts_with(world.url()));
  return url.substr(world.url().size(), url.find('#') - world.url().size());
}

std::string location_of(const Answer& answer) {
  INFO(answer.text);
  REQUIRE(answer.status == 302);
  return answer.header("location");
}

}  // namespace

Answer gotrue_call(World& world, const GotrueClient& client, const std::string& method,
                   const std::string& path, const Json& body) {
  Fields headers = {{"X-Supabase-Api-Version", "2024-01-01"}};
  if (!client.token.empty()) headers.emplace_back("Authorization", "Bearer " + client.token);
  return world.call(method, "/auth/v1" + path, headers, body);
}

std::string code_of(const Answer& answer) {
  const Json body = Json::parse(answer.text, nullptr, false);
  return body.is_object() && body.contains("code") && body["code"].is_string()
             ? body["code"].get<std::string>()
             : "";
}

GotrueClient session_in(const Answer& answer) {
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  const Json body = answer.json();
  return {body["access_token"], body["refresh_token"], body["user"]["id"]};
}

GotrueClient sign_up(World& world, const std::string& email) {
  return session_in(
      gotrue_call(world, {}, "POST", "/signup", {{"email", email}, {"password", kPassword}}));
}

GotrueClient sign_up_anonymously(World& world) {
  return session_in(gotrue_call(world, {}, "POST", "/signup", {{"data", Json::object()}}));
}

Answer sign_in(World& world, const std::string& email, const std::string& password) {
  return gotrue_call(world, {}, "POST", "/token?grant_type=password",
                     {{"email", email}, {"password", password}});
}

Answer refresh(World& world, const GotrueClient& client) {
  return gotrue_call(world, {}, "POST", "/token?grant_type=refresh_token",
                     {{"refresh_token", client.refresh}});
}

void renew(World& world, GotrueClient& client) { client = session_in(refresh(world, client)); }

Json user_of(World& world, const GotrueClient& client) {
  const Answer answer = gotrue_call(world, client, "GET", "/user");
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  return answer.json();
}

GotrueClient wechat_login(World& world, const std::string& person_id) {
  return session_in(
      gotrue_call(world, {}, "GET", "/wechat_mini/login?code=" + world.login_code(person_id)));
}

std::string press(World& world, const std::string& page_url, const std::string& person_id) {
  const Answer page = world.call("GET", path_of(world, page_url), {});
  REQUIRE(page.status == 200);
  const std::size_t person = page.text.find("person=" + person_id);
  REQUIRE(person != std::string::npos);
  const std::size_t begin = page.text.rfind("href=\"", person) + 6;
  std::string link = page.text.substr(begin, page.text.find('"', begin) - begin);
  for (std::size_t at = link.find("&amp;"); at != std::string::npos; at = link.find("&amp;"))
    link.replace(at, 5, "&");
  return location_of(world.call("GET", link, {}));
}

std::string scan(World& world, const std::string& person_id, const std::string& authorize_query) {
  const std::string query = authorize_query.empty()
                                ? std::string("provider=wechat_qr&code_challenge=") + kChallenge +
                                      "&code_challenge_method=s256&redirect_to=" +
                                      encode_percent("http://localhost:3000/private")
                                : authorize_query;
  const Answer begun = gotrue_call(world, {}, "GET", "/authorize?" + query);
  return press(world, location_of(begun), person_id);
}

std::string land(World& world, const std::string& callback_url) {
  return location_of(world.call("GET", path_of(world, callback_url), {}));
}

std::string parameter_of(const std::string& url, const std::string& name) {
  const std::size_t question = std::min(url.find('?'), url.size());
  const std::string query = url.substr(question, url.find('#') - question);
  const auto fields = parse_form(query.empty() ? query : query.substr(1)).value();
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second;
}

Answer redeem(World& world, const std::string& code, const std::string& verifier) {
  return gotrue_call(world, {}, "POST", "/token?grant_type=pkce",
                     {{"auth_code", code}, {"code_verifier", verifier}});
}

GotrueClient scan_in(World& world, const std::string& person_id) {
  const std::string landed = land(world, scan(world, person_id));
  return session_in(redeem(world, parameter_of(landed, "code")));
}

std::string begin_link(World& world, const GotrueClient& client) {
  const Answer answer = gotrue_call(
      world, client, "GET",
      std::string("/user/identities/authorize?provider=wechat_qr&skip_http_redirect=true&"
                  "code_challenge_method=S256&code_challenge=") +
          kChallenge);
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  return answer.json()["url"];
}

}  // namespace hufu::mock::test
