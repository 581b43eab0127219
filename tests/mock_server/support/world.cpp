// A running server with people to play.
#include "support/world.h"

#include <catch2/catch_test_macros.hpp>

#include "support/running_server.h"
#include "support/test_database.h"

namespace hufu::mock::test {
namespace {

// What servers of one PostgreSQL need; a database in memory makes its keys itself.
constexpr const char* kSharedSecret = "a secret of the tests that all servers share";

MockConfig for_tests(MockConfig config, const std::string& database_url) {
  if (config.database_url == MockConfig().database_url) config.database_url = database_url;
  const bool shared = !config.database_url.starts_with("sqlite:");
  if (shared && config.jwt_secret.empty()) config.jwt_secret = kSharedSecret;
  config.port = 0;
  config.control = true;
  return config;
}

Fields with_json(Fields headers) {
  headers.emplace_back("Content-Type", "application/json");
  return headers;
}

std::string half_of(const Client& client) {
  return client.platform == "miniprogram" ? "wechat" : "web";
}
std::string other_half(const Client& client) {
  return client.platform == "miniprogram" ? "web" : "wechat";
}

}  // namespace

struct World::Running {
  explicit Running(MockConfig config) : server(for_tests(std::move(config), database.url())) {}
  TestDatabase database;
  RunningServer server;
};

World::World(MockConfig config)
    : running_(std::make_unique<Running>(std::move(config))), caller_(port()) {}
World::~World() = default;

std::uint16_t World::port() const { return running_->server.server().config().port; }
std::string World::url() const { return running_->server.server().config().own_url; }

MockConfig with_rule(RefreshReuse::Rule rule) {
  MockConfig config;
  config.refresh_reuse.rule = rule;
  return config;
}

Fields headers_of(const Client& client) {
  Fields headers = {{"X-Platform", client.platform}};
  if (!client.token.empty()) headers.emplace_back("Authorization", "Bearer " + client.token);
  return headers;
}

Answer World::call(const std::string& method, const std::string& target, const Fields& headers,
                   const Json& body) {
  if (body.is_null()) return caller_.call(method, target, headers, "");
  return caller_.call(method, target, with_json(headers), body.dump());
}

Answer World::call_as(const Client& client, const std::string& method, const std::string& target,
                      const Json& body) {
  return call(method, target, headers_of(client), body);
}

Json World::control(const std::string& method, const std::string& target, const Json& body) {
  const Answer answer = call(method, "/_control/" + target, {},
                             method == "GET" || method == "DELETE" ? Json() : body);
  INFO(target << " " << answer.text);
  REQUIRE(answer.status / 100 == 2);
  return answer.text.empty() ? Json() : answer.json();
}

std::string World::add_wechat_person(const Json& wish) {
  return control("POST", "wechat/people", wish)["personId"];
}

std::string World::login_code(const std::string& person_id) {
  return control("POST", "wechat/login-codes", {{"personId", person_id}})["code"];
}

std::string World::add_clerk_user(const Json& wish) {
  return control("POST", "clerk/users", wish)["userId"];
}

std::string World::clerk_token(const std::string& user_id, const Json& wish) {
  Json body = wish;
  body["userId"] = user_id;
  return control("POST", "clerk/session-tokens", body)["token"];
}

Answer World::sign_in(const std::string& code, const std::string& platform, Json more) {
  more["code"] = code;
  return call("POST", "/api/wechat/login", {{"X-Platform", platform}}, more);
}

Client World::mini_program() { return mini_program_of(add_wechat_person()); }

Client World::mini_program_of(const std::string& person_id) {
  const Answer answer = sign_in(login_code(person_id));
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  const Json body = answer.json();
  return {"miniprogram", body["token"], body["refreshToken"], body["user"]["id"]};
}

Client World::web() {
  return web_of(add_clerk_user({{"firstName", "Ada"}, {"email", "ada@example.com"}}));
}

Client World::web_of(const std::string& clerk_user_id) {
  Client client{"web", clerk_token(clerk_user_id), "", ""};
  client.user_id = profile(client)["id"];
  return client;
}

Answer World::refresh(const Client& client) {
  return refresh_with(client.refresh, client.platform);
}

Answer World::refresh_with(const std::string& refresh_token, const std::string& platform) {
  return call("POST", "/api/auth/refresh", {{"X-Platform", platform}},
              {{"refreshToken", refresh_token}});
}

void World::renew(Client& client) {
  const Answer answer = refresh(client);
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  const Json body = answer.json();
  client.token = body["token"];
  client.refresh = body["refreshToken"];
  client.user_id = body["user"]["id"];
}

Json World::profile(const Client& client) {
  const Answer answer = call_as(client, "GET", "/api/user/profile");
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  return answer.json();
}

Answer World::issue(const Client& issuer) {
  return call_as(issuer, "POST", "/api/bind-codes", {{"target", other_half(issuer)}});
}

Answer World::redeem(const Client& redeemer, const std::string& code) {
  return call_as(redeemer, "POST", "/api/bind-account",
                 {{"bindCode", code}, {"platform", other_half(redeemer)}});
}

PendingBinding World::bring_to_accepted(const Client& issuer, const Client& redeemer) {
  const Answer issued = issue(issuer);
  INFO(half_of(issuer) << " issues: " << issued.text);
  REQUIRE(issued.status == 201);
  const Answer redeemed = redeem(redeemer, issued.json()["bindCode"]);
  INFO(half_of(redeemer) << " redeems: " << redeemed.text);
  REQUIRE(redeemed.status == 202);
  PendingBinding binding{redeemed.json()["bindingId"], ""};
  REQUIRE(binding.id == issued.json()["bindingId"]);
  const Answer accepted =
      call_as(redeemer, "POST", "/api/bindings/" + binding.id + "/accept", Json::object());
  INFO(accepted.text);
  REQUIRE(accepted.status == 200);
  binding.number = accepted.json()["number"];
  return binding;
}

Answer World::show_binding(const Client& client, const std::string& id, const std::string& query) {
  return call_as(client, "GET", "/api/bindings/" + id + query);
}

Answer World::confirm(const Client& issuer, const PendingBinding& binding) {
  return call_as(issuer, "POST", "/api/bindings/" + binding.id + "/confirm",
                 {{"number", binding.number}});
}

void World::link(Client& issuer, Client& redeemer) {
  const PendingBinding binding = bring_to_accepted(issuer, redeemer);
  const Answer confirmed = confirm(issuer, binding);
  INFO(confirmed.text);
  REQUIRE(confirmed.status == 200);
  const Json body = confirmed.json();
  REQUIRE(body["success"] == true);
  if (body.contains("session")) {
    issuer.token = body["session"]["token"];
    issuer.refresh = body["session"]["refreshToken"];
    issuer.user_id = body["session"]["user"]["id"];
  }
  if (!redeemer.refresh.empty()) renew(redeemer);
  redeemer.user_id = profile(redeemer)["id"];
}

void World::advance_ms(std::int64_t by) { control("POST", "clock/advance", {{"ms", by}}); }

void World::add_fault(const Json& fault) { control("POST", "faults", fault); }

int World::asked(const std::string& route) {
  const Json routes = control("GET", "counters")["routes"];
  return routes.contains(route) ? routes[route]["requests"].get<int>() : 0;
}

int World::count_audit(const std::string& event) {
  int count = 0;
  const Json audit = control("GET", "audit");
  for (const Json& entry : audit["entries"])
    count += entry["event"] == event ? 1 : 0;
  return count;
}

Pair pair_of(World& world, bool web_issues) {
  const Client web = world.web();
  const Client mini = world.mini_program();
  return web_issues ? Pair{web, mini} : Pair{mini, web};
}

}  // namespace hufu::mock::test
