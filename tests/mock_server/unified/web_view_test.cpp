// A page that a mini-program opens in its web-view: signed in by a ticket, which is good once, for
// this page, for a minute.
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "http/message.h"
#include "support/in_parallel.h"
#include "support/world.h"

using namespace hufu::mock::test;

namespace {

const std::string kShop = "https://shop.example";

hufu::mock::MockConfig with_shop() {
  hufu::mock::MockConfig config;
  config.web_origins = {kShop, "https://other.example"};
  return config;
}

struct Opened {
  std::string ticket;
  std::string path;
};

Answer open(World& world, const Client& mini, const Json& wish) {
  return world.call_as(mini, "POST", "/api/web-view-tickets", wish);
}

Opened open_page(World& world, const Client& mini, bool outlives = false) {
  const Answer answer =
      open(world, mini, {{"url", kShop + "/orders?of=May#last"}, {"outlives", outlives}});
  INFO(answer.text);
  REQUIRE(answer.status == 201);
  CHECK(answer.json()["expiresIn"] == 60);
  const std::string url = answer.json()["url"];
  const std::string start = kShop + "/auth/arrive#ticket=";
  REQUIRE(url.starts_with(start));
  REQUIRE(url.substr(start.size() + 22, 4) == "&to=");
  const auto path = hufu::mock::decode_percent(url.substr(start.size() + 26), true);
  CHECK(path == "/orders?of=May#last");
  return {url.substr(start.size(), 22), path.value_or("")};
}

Json arrival_of(const Opened& opened) {
  return {{"ticket", opened.ticket}, {"origin", kShop}, {"path", opened.path}};
}

Answer arrive(World& world, const std::string& how, const Json& arrival, Fields more = {}) {
  more.emplace_back("X-Platform", "web");
  return world.call("POST", "/api/web-view-tickets/" + how, more, arrival);
}

Client page_of(World& world, const Opened& opened) {
  const Answer answer = arrive(world, "redeem", arrival_of(opened));
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  return {"web", answer.json()["token"], answer.json()["refreshToken"],
          answer.json()["user"]["id"]};
}

int status_of(World& world, const Client& client) {
  return world.call_as(client, "GET", "/api/user/profile").status;
}

/// What `approver` signs in elsewhere, as a device of that platform.
Client let_in(World& world, const Client& approver, const std::string& platform) {
  HttpCaller caller(world.port());
  const Fields form = {{"X-Platform", platform},
                       {"Content-Type", "application/x-www-form-urlencoded"}};
  const Json grant =
      caller.call("POST", "/oauth/device_authorization", form, "client_id=hufu-cli").json();
  const std::string approval = "/api/device/" + grant["user_code"].get<std::string>() + "/approve";
  REQUIRE(world.call_as(approver, "POST", approval, {{"number", grant["number"]}}).status == 200);
  const std::string code = grant["device_code"];
  const std::string type = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code";
  const Answer token =
      caller.call("POST", "/oauth/token", form,
                  "grant_type=" + type + "&client_id=hufu-cli&device_code=" + code);
  return {platform, token.json()["access_token"], token.json()["refresh_token"], ""};
}

}  // namespace

TEST_CASE("a page in a web-view is signed in, once", "[web-view]") {
  World world(with_shop());
  const Client mini = world.mini_program();
  const Opened opened = open_page(world, mini);
  for (int times = 0; times < 2; ++times) {
    const Answer seen = arrive(world, "look", arrival_of(opened));
    INFO(seen.text);
    REQUIRE(seen.status == 200);
    CHECK(seen.json()["userId"] == mini.user_id);
    CHECK(seen.json()["nickname"] == world.profile(mini)["nickname"]);
  }
  Client page = page_of(world, opened);
  CHECK(world.profile(page)["id"] == mini.user_id);
  world.renew(page);
  CHECK(arrive(world, "redeem", arrival_of(opened)).error() == "ticket_invalid");
  CHECK(arrive(world, "look", arrival_of(opened)).error() == "ticket_invalid");
  CHECK(world.count_audit("web_view_opened") == 1);
}

TEST_CASE("of a hundred who bring one ticket one comes in", "[web-view][V2]") {
  auto config = with_shop();
  config.limits = false;
  World world(config);
  const Client mini = world.mini_program();
  const std::string body = arrival_of(open_page(world, mini)).dump();
  std::atomic<int> let_in = 0;
  std::atomic<int> refused = 0;
  in_parallel(100, [&](int) {
    const Answer answer =
        HttpCaller(world.port())
            .call("POST", "/api/web-view-tickets/redeem",
                  {{"X-Platform", "web"}, {"Content-Type", "application/json"}}, body);
    if (answer.status == 200) ++let_in;
    if (answer.error() == "ticket_invalid") ++refused;
  });
  CHECK(let_in == 1);
  CHECK(refused == 99);
}

TEST_CASE("a ticket leads nowhere elsewhere, later, or without its mini-program",
          "[web-view][B8]") {
  World world(with_shop());
  const Client mini = world.mini_program();
  const Opened opened = open_page(world, mini);
  Json arrival = arrival_of(opened);
  Fields fields;
  SECTION("at another origin") { arrival["origin"] = "https://other.example"; }
  SECTION("for another path") { arrival["path"] = "/orders?of=June"; }
  SECTION("after a minute") { world.advance_ms(60'000); }
  SECTION("guessed") { arrival["ticket"] = std::string(22, 'A'); }
  SECTION("no ticket at all") { arrival["ticket"] = "'; DROP TABLE"; }
  SECTION("after the mini-program's sign-out") {
    CHECK(world.call_as(mini, "POST", "/api/auth/logout").status == 204);
  }
  SECTION("after the account is gone") {
    CHECK(world.call_as(mini, "DELETE", "/api/user").status == 204);
  }
  SECTION("blocked, and let in again") {
    world.control("POST", "users/" + mini.user_id + "/ban");
    CHECK(arrive(world, "redeem", arrival).error() == "ticket_invalid");
    world.control("POST", "users/" + mini.user_id + "/ban", {{"banned", false}});
  }
  const Answer refused = arrive(world, "redeem", arrival, fields);
  CHECK(refused.status == 400);
  CHECK(refused.error() == "ticket_invalid");
  CHECK(refused.text.find(opened.ticket) == std::string::npos);
}

TEST_CASE("a page says itself where it is from", "[web-view][B16]") {
  World world(with_shop());
  const Opened opened = open_page(world, world.mini_program());
  const Json arrival = arrival_of(opened);
  CHECK(arrive(world, "redeem", arrival, {{"Origin", "https://other.example"}}).error() ==
        "invalid_request");
  CHECK(arrive(world, "redeem", arrival, {{"Origin", "https://evil.example"}}).error() ==
        "origin_not_allowed");
  CHECK(world.call("POST", "/api/web-view-tickets/redeem", {{"X-Platform", "desktop"}}, arrival)
            .error() == "invalid_request");
  CHECK(arrive(world, "redeem", {{"ticket", opened.ticket}, {"origin", kShop}}).error() ==
        "invalid_request");
  CHECK(arrive(world, "redeem", arrival, {{"Origin", kShop}}).status == 200);
}

TEST_CASE("the page's session ends with the mini-program's", "[web-view]") {
  World world(with_shop());
  Client mini = world.mini_program();
  Client page = page_of(world, open_page(world, mini));
  Client staying = page_of(world, open_page(world, mini, true));
  SECTION("at its sign-out") {
    CHECK(world.call_as(mini, "POST", "/api/auth/logout").status == 204);
    CHECK(status_of(world, page) == 401);
    CHECK(world.refresh(page).error() == "session_not_found");
    CHECK(status_of(world, staying) == 200);
    world.renew(staying);
  }
  SECTION("at a thief's refresh") {
    const std::string first = mini.refresh;
    for (int times = 0; times < 3; ++times)
      world.renew(mini);
    CHECK(world.refresh_with(first, "miniprogram").error() == "refresh_token_already_used");
    CHECK(status_of(world, page) == 401);
  }
  SECTION("when nobody has used the mini-program for a month") {
    for (int days = 0; days < 30; days += 10) {
      world.advance_ms(std::int64_t{10} * 24 * 3600 * 1000 + 1);
      if (days < 20) world.renew(page);
    }
    CHECK(world.refresh(page).error() == "session_expired");
  }
  SECTION("and so does what it has let in") {
    const Client desktop = let_in(world, page, "desktop");
    CHECK(status_of(world, desktop) == 200);
    CHECK(world.call_as(mini, "POST", "/api/auth/logout").status == 204);
    CHECK(status_of(world, desktop) == 401);
  }
  SECTION("and so does a page that it opens as a mini-program of its own") {
    const Client posing = let_in(world, page, "miniprogram");
    const Client next = page_of(world, open_page(world, posing, /*outlives=*/true));
    CHECK(status_of(world, next) == 200);
    CHECK(world.call_as(mini, "POST", "/api/auth/logout").status == 204);
    CHECK(status_of(world, next) == 401);
  }
  SECTION("its own sign-out ends nobody else's") {
    CHECK(world.call_as(page, "POST", "/api/auth/logout").status == 204);
    CHECK(status_of(world, mini) == 200);
    CHECK(status_of(world, staying) == 200);
  }
  SECTION("with the account's others") {
    CHECK(world.call_as(staying, "POST", "/api/auth/logout?scope=global").status == 204);
    CHECK(status_of(world, page) == 401);
  }
}

TEST_CASE("who signs in again in the mini-program, and out, means the page in it, too",
          "[web-view]") {
  World world(with_shop());
  const std::string person = world.add_wechat_person();
  const Client before = world.mini_program_of(person);
  const Client page = page_of(world, open_page(world, before));
  const Client staying = page_of(world, open_page(world, before, true));
  const Client of_somebody_else = page_of(world, open_page(world, world.mini_program()));
  const Client again = world.mini_program_of(person);
  CHECK(status_of(world, page) == 200);
  CHECK(world.call_as(again, "POST", "/api/auth/logout").status == 204);
  CHECK(status_of(world, page) == 401);
  CHECK(status_of(world, staying) == 200);
  CHECK(status_of(world, of_somebody_else) == 200);
}

TEST_CASE("what wants a fresh sign-in a page in a web-view may not", "[web-view][B6]") {
  World world(with_shop());
  const Client mini = world.mini_program();
  const Client attacker = world.web();
  const Answer issued = world.call_as(attacker, "POST", "/api/bind-codes", {{"target", "wechat"}});
  REQUIRE(issued.status == 201);
  const Json joining = {
      {"bindCode", issued.json()["bindCode"]}, {"platform", "web"}, {"survivor", "redeemer"}};
  for (const bool outlives : {false, true}) {
    const Client page = page_of(world, open_page(world, mini, outlives));
    CHECK(world.call_as(page, "POST", "/api/bind-codes", {{"target", "web"}}).error() ==
          "reauth_required");
    CHECK(world.call_as(page, "DELETE", "/api/user").error() == "reauth_required");
    CHECK(world.call_as(page, "GET", "/api/user/export").error() == "reauth_required");
    // Nor join an account to somebody's, who would come in by theirs.
    for (const char* route : {"/api/bind-account", "/api/users/merge"}) {
      const Answer joined = world.call_as(page, "POST", route, joining);
      INFO(route << joined.text);
      CHECK(joined.error() == "reauth_required");
    }
    // Nor open the next one.
    CHECK(open(world, page, {{"url", kShop + "/"}}).error() == "invalid_request");
  }
  // The same code is good for the mini-program itself.
  CHECK(world.call_as(mini, "POST", "/api/bind-account", joining).status == 202);
}

TEST_CASE("only whole URLs of named origins are opened", "[web-view]") {
  World world(with_shop());
  const Client mini = world.mini_program();
  for (const char* url :
       {"/orders", "javascript:alert(1)", "https://shop.example@evil.example/", "https://",
        "https://shop.example//evil.example/", "https://shop.example/\\evil",
        "https://shop.example/ ", "ftp://shop.example/"}) {
    INFO(url);
    CHECK(open(world, mini, {{"url", url}}).error() == "invalid_request");
  }
  for (const char* url :
       {"https://evil.example/", "http://shop.example/", "https://shop.example:444/",
        "https://shop.example.evil.example/", "https://a.shop.example/"}) {
    INFO(url);
    CHECK(open(world, mini, {{"url", url}}).error() == "origin_not_allowed");
  }
  for (const char* url :
       {"https://shop.example", "https://shop.example:443?a=b", "https://shop.example#x"}) {
    INFO(url);
    CHECK(open(world, mini, {{"url", url}}).status == 201);
  }
  CHECK(open(world, world.web(), {{"url", kShop + "/"}}).error() == "invalid_request");
}

TEST_CASE("tickets are limited, and a good one is good all the same", "[web-view][B5]") {
  World world(with_shop());
  const Client mini = world.mini_program();
  const Opened opened = open_page(world, mini);
  Json wrong = arrival_of(opened);
  wrong["ticket"] = std::string(22, 'A');
  for (int times = 0; times < 60; ++times)
    CHECK(arrive(world, "redeem", wrong).error() == "ticket_invalid");
  CHECK(arrive(world, "redeem", wrong).status == 429);
  CHECK(arrive(world, "redeem", arrival_of(opened)).status == 200);
  for (int times = 1; times < 60; ++times)
    CHECK(open(world, mini, {{"url", kShop + "/"}}).status == 201);
  CHECK(open(world, mini, {{"url", kShop + "/"}}).status == 429);
}
