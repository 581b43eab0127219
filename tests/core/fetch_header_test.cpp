// C15: the caller's headers neither override ours nor split the request.
#include <catch2/catch_test_macros.hpp>
#include <random>
#include <set>

#include "text/ascii.h"
#include "world.h"

namespace hufu::test {
namespace {

Fetch orders() {
  Fetch request;
  request.url = "https://api.example.com/orders";
  return request;
}

TEST_CASE("C15: none of 10,000 fuzzed headers overrides ours or splits the request") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  std::mt19937 dice(15);
  const std::vector<std::string> reserved = {"authorization", "x-platform", "host", "dpop"};
  const std::string spice = std::string("\r\n\0 \t:_-aZ\x7f\x80\x1f", 13);
  int refused = 0;
  for (int i = 0; i < 10'000; ++i) {
    Header fuzzed{reserved[dice() % reserved.size()], "evil"};
    for (char& c : fuzzed.name) {
      if (dice() % 2 == 0 && c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
      if (c == '-' && dice() % 3 == 0) c = '_';
    }
    for (auto n = dice() % 3; n > 0; --n) {
      std::string& where = dice() % 2 == 0 ? fuzzed.name : fuzzed.value;
      where.insert(dice() % (where.size() + 1), 1, spice[dice() % spice.size()]);
    }
    Fetch request = orders();
    request.headers = {{"X-Mine", "1"}, fuzzed};
    process.forwarded.clear();
    const Result<FetchReply> reply = process.call(request);
    if (!reply) {
      CHECK(reply.is(Errc::invalid_argument));
      CHECK(process.forwarded.empty());
      CHECK(reply.error().detail.find("evil") == std::string::npos);
      ++refused;
      continue;
    }
    REQUIRE(process.forwarded.size() == 1);
    std::multiset<std::string> names;
    for (const Header& each : process.forwarded[0].headers) {
      std::string plain = text::to_lower(each.name).to_std();
      for (char& c : plain)
        c = c == '_' ? '-' : c;
      names.insert(plain);
      for (const char c : each.name + each.value) {
        REQUIRE(c != '\r');
        REQUIRE(c != '\n');
        REQUIRE(c != '\0');
      }
    }
    CHECK(names.count("authorization") == 1);
    CHECK(names.count("x-platform") == 1);
    CHECK(names.count("host") == 0);
    CHECK(names.count("dpop") == 0);
    CHECK(names.count("x-mine") == 1);
    CHECK(header(process.forwarded[0].headers, "authorization") == "Bearer A1");
    CHECK(header(process.forwarded[0].headers, "x-platform") == "miniprogram");
  }
  CHECK(refused > 1000);
  CHECK(refused < 9000);
}

TEST_CASE("What frames a request or belongs to one connection is not the caller's to say") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  const std::vector<std::string> forbidden = {
      "Content-Length", "content_length", "Transfer-Encoding",  "TE",      "Trailer",
      "Connection",     "Keep-Alive",     "Proxy-Connection",   "Upgrade", "EXPECT",
      "HTTP2-Settings", "Host",           "Proxy-Authorization"};
  Fetch request = orders();
  for (const std::string& name : forbidden)
    request.headers.push_back({name, "5"});
  const std::vector<std::string> allowed = {"Content-Type", "Cookie", "Content-Length-Hint",
                                            "Proxy",        "Date",   "Accept-Encoding"};
  for (const std::string& name : allowed)
    request.headers.push_back({name, "5"});
  REQUIRE(process.call(request));
  REQUIRE(process.forwarded.size() == 1);
  const auto& sent = process.forwarded[0].headers;
  REQUIRE(sent.size() == 2 + allowed.size());  // behind ours
  for (std::size_t i = 0; i < allowed.size(); ++i)
    CHECK(sent[2 + i].name == allowed[i]);
}

TEST_CASE("A method that would split the request is refused") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  for (const std::string method : {"", "GET /evil HTTP/1.1\r\nX: y", "G T", "GET\n"}) {
    Fetch request = orders();
    request.method = method;
    CHECK(process.call(request).is(Errc::invalid_argument));
  }
  CHECK(process.forwarded.empty());
}

}  // namespace
}  // namespace hufu::test
