// The guard: what no vector can say.
#include <hufu/server/guarded.h>

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <type_traits>

#include "replay.h"

using namespace hufu::server;
using namespace hufu::server::test;

// A person comes from a guard, and from nowhere else.
static_assert(!std::is_default_constructible_v<Person>);
static_assert(
    !std::is_constructible_v<Person, std::vector<std::string>, std::optional<Platform>,
                             std::shared_ptr<const Verdict>, std::shared_ptr<const ClockS>>);
static_assert(!std::is_constructible_v<Person, Identity> &&
              !std::is_constructible_v<Person, Refusal>);
static_assert(!std::is_convertible_v<Asked, Person>);

namespace {

const std::string kSecret(32, 's');

Row row_called(std::string_view name) {
  for (const Row& row : all_rows())
    if (row.row["name"] == name) return row;
  throw std::logic_error("no such row: " + std::string(name));
}

/// The row's guard, with a `resolve`.
Guard guard_of(const Row& row, Resolve resolve, const std::function<double()>& uptime_s) {
  GuardOptions options{.issuers = {clerk({.issuer = "https://clerk.example.com"})},
                       .resolve = std::move(resolve)};
  const Json answer = row.answers["https://clerk.example.com/.well-known/jwks.json"];
  options.fetch = [text = answer["body"].dump()](const std::string&) { return Fetched{200, text}; };
  options.now_s = [now = row.row["now"].get<double>()] { return now; };
  options.uptime_s = uptime_s;
  return Guard(std::move(options));
}

struct Answer {
  int status = 200;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers = {};
};

Answer answer_of(const Json& /*request*/, const Refusal& refusal) {
  return {refusal.status(), refusal.body(), refusal.headers()};
}

}  // namespace

TEST_CASE("G5: a route is called with a person, or not at all") {
  const Row row = row_called("clerk: a good token");
  const Guard guard = guard_of(row);
  const Guarded guarded(guard, request_of, answer_of);
  int calls = 0;
  const auto route = guarded([&](const Json&, const Person& person, const std::string& tea) {
    ++calls;
    return Answer{200, person.id() + " drinks " + tea};
  });
  CHECK(route(row.row["request"], std::string("oolong")).body == "user_1 drinks oolong");
  const Answer refused =
      route(Json{{"method", "GET"}, {"headers", Json::array()}}, std::string("oolong"));
  CHECK(calls == 1);
  CHECK(refused.status == 401);
  CHECK(refused.body == R"({"error":"no_token","message":"Nobody is signed in."})");
  CHECK(refused.headers.back() ==
        std::pair<std::string, std::string>("WWW-Authenticate", "Bearer"));
}

TEST_CASE("G5, G4: a guard that would let in the wrong people does not start") {
  const Issuer api = unified({.base_url = "https://api.example.com"});
  const Issuer pages = clerk({.issuer = "https://clerk.example.com"});
  const Issuer mini = mini_login({.secret = kSecret});
  const Resolve resolve = [](const Identity&) { return std::nullopt; };
  CHECK_THROWS_AS(Guard({.issuers = {}}), std::invalid_argument);
  CHECK_THROWS_AS(Guard({.issuers = {api, api}, .resolve = resolve}), std::invalid_argument);
  CHECK_THROWS_AS(Guard({.issuers = {api, mini}}), std::invalid_argument);
  CHECK_THROWS_AS(Guard({.issuers = {mini, wx_login({.secret = kSecret})}, .resolve = resolve}),
                  std::invalid_argument);
  CHECK_THROWS_AS(Guard({.issuers = {pages}, .cookies = Cookies{}}), std::invalid_argument);
  for (const double stale_for_s : {-1.0, std::nan(""), HUGE_VAL})
    CHECK_THROWS_AS(Guard({.issuers = {api}, .stale_for_s = stale_for_s}), std::invalid_argument);
  CHECK_NOTHROW(Guard({.issuers = {pages, api}}));
  CHECK_NOTHROW(Guard({.issuers = {api, mini}, .resolve = resolve}));
}

TEST_CASE("G4: what makes no issuer is none") {
  const std::string url = "https://id.example.com";
  CHECK_THROWS_AS(mini_login({.secret = std::string(31, 's')}), std::invalid_argument);
  CHECK_THROWS_AS(unified({.base_url = url, .issuer = ""}), std::invalid_argument);
  CHECK_THROWS_AS(gotrue({.base_url = url, .issuer = "x", .is_nameless = true}),
                  std::invalid_argument);
  CHECK_THROWS_AS(oidc({.issuer = url, .audience = {}}), std::invalid_argument);
  CHECK_THROWS_AS(oidc({.issuer = url, .audience = {"api"}, .algorithms = {Algorithm::hs256}}),
                  std::invalid_argument);
  for (const char* origin :
       {"", "null", "*", "https://www.example.com/", "https://WWW.example.com"})
    CHECK_THROWS_AS(clerk({.issuer = url, .authorized_parties = {origin}}), std::invalid_argument);
}

TEST_CASE("G7: of a page that is shown to everybody: who is in its cookies, or nobody") {
  const Row good = row_called("clerk: a cookie");
  const Row expired = row_called("clerk: an expired cookie");
  const auto shown_to = [](const Row& row) {
    return std::get<std::optional<Person>>(
        guard_of(row).verified_user(request_of(row.row["request"])));
  };
  CHECK(shown_to(good)->id() == "user_1");
  CHECK_FALSE(shown_to(expired));
  Row away = good;
  away.row["answers"] = {{"https://clerk.example.com/.well-known/jwks.json", nullptr}};
  const auto told = guard_of(away).verified_user(request_of(away.row["request"]));
  CHECK(std::get<Refusal>(told).status() == 503);
}

TEST_CASE("G12: what resolve tells is kept for a minute, and forgotten when it is said") {
  const Row row = row_called("clerk: a good token");
  double now_s = 0;
  int asked = 0;
  const Guard guard = guard_of(
      row,
      [&](const Identity& identity) {
        ++asked;
        return std::optional(Resolved{"p-" + identity.subject(), {"old"}});
      },
      [&] { return now_s; });
  const auto ids = [&] {
    return std::get<Person>(guard.authenticate(request_of(row.row["request"]))).ids();
  };
  CHECK(ids() == std::vector<std::string>{"p-user_1", "old"});
  now_s = 59;
  ids();
  CHECK(asked == 1);
  now_s = 61;
  ids();
  CHECK(asked == 2);
  guard.forget("https://clerk.example.com", "user_1");
  ids();
  CHECK(asked == 3);
  guard.forget("old");
  ids();
  CHECK(asked == 4);
  guard.forget("somebody else");
  ids();
  CHECK(asked == 4);
}

TEST_CASE("G12: nobody and an outage are told, and not kept") {
  const Row row = row_called("clerk: a good token");
  int asked = 0;
  const Guard guard = guard_of(
      row,
      [&](const Identity&) -> std::optional<Resolved> {
        if (++asked == 1) throw std::runtime_error("the table with the password hunter2 is away");
        return asked == 2 ? std::nullopt : std::optional(Resolved{"p1"});
      },
      [] { return 0.0; });
  const auto reason = [&] {
    const Asked told = guard.authenticate(request_of(row.row["request"]));
    const auto* refusal = std::get_if<Refusal>(&told);
    return refusal == nullptr ? "person" : refusal->text();
  };
  CHECK(reason() == "Nobody can tell who this is. Try again. (backend_unavailable: resolve threw)");
  CHECK(reason() == "Whoever signed in is not known here. (unknown_person)");
  CHECK(reason() == "person");
}

TEST_CASE("G6: neither token nor secret is in a refusal") {
  for (const Row& row : all_rows()) {
    const RequestView request = request_of(row.row["request"]);
    const Guard guard = guard_of(row);
    const Asked asked = guard.authenticate(request);
    const auto* refusal = std::get_if<Refusal>(&asked);
    if (refusal == nullptr) continue;
    INFO(row.row["name"] << ": " << refusal->text());
    CHECK(refusal->text().size() < 150);
    CHECK(refusal->text().find("eyJ") == std::string::npos);
    for (const Json& issuer : row.row["issuers"])
      if (issuer.contains("secret"))
        CHECK(refusal->text().find(issuer["secret"].get<std::string>()) == std::string::npos);
  }
}
