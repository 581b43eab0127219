// A running server with people to play: what most tests start from.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "mock_settings/mock_config.h"
#include "support/http_call.h"

namespace hufu::mock::test {

/// One side of a person as its client sees it: a platform, an access token, perhaps a refresh
/// token.
struct Client {
  std::string platform;
  std::string token;
  std::string refresh;
  std::string user_id;
};

struct PendingBinding {
  std::string id;
  std::string number;
};

class World {
 public:
  World() : World(MockConfig()) {}
  /// Control on, port 0, a `TestDatabase` unless the settings name a file.
  explicit World(MockConfig config);
  ~World();

  std::uint16_t port() const;
  std::string url() const;

  /// On this world's own connection. The JSON goes as the body unless it is null.
  Answer call(const std::string& method, const std::string& target, const Fields& headers,
              const Json& body = nullptr);
  Answer call_as(const Client& client, const std::string& method, const std::string& target,
                 const Json& body = nullptr);
  Json control(const std::string& method, const std::string& target,
               const Json& body = Json::object());

  /// People, made at the fakes through the control surface.
  std::string add_wechat_person(const Json& wish = Json::object());
  std::string login_code(const std::string& person_id);
  std::string add_clerk_user(const Json& wish = Json::object());
  std::string clerk_token(const std::string& user_id, const Json& wish = Json::object());

  Answer sign_in(const std::string& code, const std::string& platform = "miniprogram",
                 Json more = Json::object());
  /// A new WeChat person, signed in.
  Client mini_program();
  Client mini_program_of(const std::string& person_id);
  /// A new Clerk user, signed in and known to the server.
  Client web();
  Client web_of(const std::string& clerk_user_id);

  Answer refresh(const Client& client);
  Answer refresh_with(const std::string& refresh_token, const std::string& platform);
  /// Refreshes and keeps the new tokens; fails the test otherwise.
  void renew(Client& client);
  Json profile(const Client& client);

  Answer issue(const Client& issuer);
  Answer redeem(const Client& redeemer, const std::string& code);
  /// Issued, redeemed and accepted.
  PendingBinding bring_to_accepted(const Client& issuer, const Client& redeemer);
  Answer confirm(const Client& issuer, const PendingBinding& binding);
  Answer show_binding(const Client& client, const std::string& id, const std::string& query = "");
  /// The whole ceremony; both clients hold working tokens afterwards.
  void link(Client& issuer, Client& redeemer);

  void advance_ms(std::int64_t by);
  void add_fault(const Json& fault);
  int count_audit(const std::string& event);
  /// How often a route has been asked, "GET /api/…".
  int asked(const std::string& route);

 private:
  struct Running;
  std::unique_ptr<Running> running_;
  HttpCaller caller_;
};

/// The defaults, but for what a refresh token's second use does.
MockConfig with_rule(RefreshReuse::Rule rule);
Fields headers_of(const Client& client);

/// Two new people, one on each side.
struct Pair {
  Client issuer;
  Client redeemer;
};
Pair pair_of(World& world, bool web_issues);

}  // namespace hufu::mock::test
