// Keys: asked for seldom, kept while their issuer is away, and never the reason for a false 401.

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <thread>

#include "replay.h"

using namespace hufu::server;
using namespace hufu::server::test;

namespace {

/// A row that is let in by a key of Clerk's, with its server.
struct Clerk {
  Clerk() {
    for (const Row& row : all_rows())
      if (row.row["name"] == "clerk: a good token") given = row;
    REQUIRE_FALSE(given.row.is_null());
    keys = given.answers["https://clerk.example.com/.well-known/jwks.json"]["body"]["keys"]
               .get<std::vector<Json>>();
  }

  Guard guard() {
    GuardOptions options{.issuers = {clerk({.issuer = "https://clerk.example.com"})}};
    options.fetch = [this](const std::string&) -> Fetched {
      // Read before it counts: who has waited for that may change it.
      const Fetched sent = answer.status != 0 ? answer : keys_answer(keys);
      const bool was_away = is_away;
      ++asked;
      if (was_away) throw std::runtime_error("nobody there");
      return sent;
    };
    options.now_s = [now = given.row["now"].get<double>()] { return now; };
    options.uptime_s = [this] { return uptime_s.load(); };
    return Guard(std::move(options));
  }

  std::string token() const {
    const std::string line = given.row["request"]["headers"][0][1];
    return line.substr(line.find(' ') + 1);
  }

  Row given;
  std::vector<Json> keys;
  std::atomic<int> asked = 0;
  std::atomic<bool> is_away = false;
  Fetched answer;
  std::atomic<double> uptime_s = 1000;
};

std::string verdict(const Guard& guard, const std::string& token) {
  const Asked asked = guard.verify(token);
  const auto* refusal = std::get_if<Refusal>(&asked);
  return refusal == nullptr ? "person" : std::string(name_of(refusal->reason()));
}

/// Asks until the keys have been asked for so often: who has one to go on with does not wait.
void ask_until(const std::atomic<int>& asked, int count, const Guard& guard,
               const std::string& token) {
  do
    REQUIRE(verdict(guard, token) == "person");
  while (asked < count);
}

}  // namespace

TEST_CASE("G3: keys are asked for once, and again after five minutes while they serve on") {
  Clerk clerk;
  const Guard guard = clerk.guard();
  for (int at = 0; at < 3; ++at)
    CHECK(verdict(guard, clerk.token()) == "person");
  CHECK(clerk.asked == 1);
  clerk.uptime_s = 1000 + 299;
  CHECK(verdict(guard, clerk.token()) == "person");
  CHECK(clerk.asked == 1);
  clerk.uptime_s = 1000 + 301;
  ask_until(clerk.asked, 2, guard, clerk.token());
}

TEST_CASE("G3: threads that come at once ask once") {
  Clerk clerk;
  const Guard guard = clerk.guard();
  std::vector<std::thread> threads;
  std::atomic<int> persons = 0;
  for (int at = 0; at < 8; ++at) {
    threads.emplace_back([&] {
      for (int time = 0; time < 20; ++time)
        if (verdict(guard, clerk.token()) == "person") ++persons;
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  CHECK(persons == 160);
  CHECK(clerk.asked == 1);
}

TEST_CASE("G3: an issuer that is away has its keys for an hour, then nobody can tell") {
  Clerk clerk;
  const Guard guard = clerk.guard();
  REQUIRE(verdict(guard, clerk.token()) == "person");
  clerk.is_away = true;
  clerk.uptime_s = 1000 + 3599;
  CHECK(verdict(guard, clerk.token()) == "person");
  clerk.uptime_s = 1000 + 3601;
  CHECK(verdict(guard, clerk.token()) == "keys_unavailable");
  clerk.is_away = false;
  CHECK(verdict(guard, clerk.token()) == "keys_unavailable");
  clerk.uptime_s = 1000 + 3612;
  CHECK(verdict(guard, clerk.token()) == "person");
}

TEST_CASE("G9: an unknown key within ten seconds of a question is 503 and asks nothing") {
  Clerk clerk;
  const std::vector<Json> here = clerk.keys;
  for (Json& key : clerk.keys)
    key["kid"] = "another";
  const Guard guard = clerk.guard();
  CHECK(verdict(guard, clerk.token()) == "unknown_key");
  clerk.keys = here;
  clerk.uptime_s = 1009;
  const Asked asked = guard.verify(clerk.token());
  const Refusal& refusal = std::get<Refusal>(asked);
  CHECK(refusal.reason() == Reason::keys_unavailable);
  CHECK(refusal.status() == 503);
  CHECK(refusal.headers().back() == std::pair<std::string, std::string>("Retry-After", "1"));
  CHECK(clerk.asked == 1);
  clerk.uptime_s = 1011;
  CHECK(verdict(guard, clerk.token()) == "person");
  CHECK(clerk.asked == 2);
}

TEST_CASE("G9: a key that was withdrawn is no good any more, also of a kept verdict") {
  Clerk clerk;
  const Guard guard = clerk.guard();
  REQUIRE(verdict(guard, clerk.token()) == "person");
  for (Json& key : clerk.keys)
    key["kid"] = "another";
  clerk.uptime_s = 1000 + 601;
  CHECK(verdict(guard, clerk.token()) == "unknown_key");
  CHECK(verdict(guard, clerk.token()) == "unknown_key");
  CHECK(clerk.asked == 2);
}

TEST_CASE("G3: what is no key set leaves the keys that are here") {
  Clerk clerk;
  const Guard guard = clerk.guard();
  REQUIRE(verdict(guard, clerk.token()) == "person");
  const std::string deep = R"({"keys":[{"kid":)" + std::string(100'000, '[') + "]}";
  double now_s = 1000;
  int count = 1;
  for (const Fetched& answer : {Fetched{302, ""}, Fetched{500, "{}"}, Fetched{200, "<html>"},
                                Fetched{200, R"({"keys":[]})"}, Fetched{200, deep},
                                Fetched{200, std::string(300'000, ' ')}}) {
    clerk.answer = answer;
    clerk.uptime_s = now_s += 400;
    ask_until(clerk.asked, ++count, guard, clerk.token());
  }
}

TEST_CASE("G3: keys come over https, and from this machine") {
  const auto guard_at = [](const std::string& url) {
    return Guard({.issuers = {unified({.base_url = url})}});
  };
  for (const char* url : {"https://api.example.com", "http://127.0.0.1:8787", "http://localhost",
                          "http://[::1]:80", "HTTPS://api.example.com"})
    CHECK_NOTHROW(guard_at(url));
  for (const char* url :
       {"http://api.example.com", "http://127.0.0.1.example.com", "", "//x",
        "http://localhost@api.example.com", "file:///etc", "http://localhost\\@x.example"})
    CHECK_THROWS_AS(guard_at(url), std::invalid_argument);
}
