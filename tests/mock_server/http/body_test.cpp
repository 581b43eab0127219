// Bodies and requests that are not what they should be (V6, N8).
#include <catch2/catch_test_macros.hpp>

#include "support/world.h"

using namespace hufu::mock::test;

namespace {

struct Call {
  std::string method;
  std::string path;
};

const std::vector<Call> kJsonCalls = {
    {"POST", "/api/wechat/login"},    {"POST", "/api/auth/refresh"},
    {"PUT", "/api/user/profile"},     {"POST", "/api/user/phone"},
    {"POST", "/api/bind-codes"},      {"POST", "/api/bind-account"},
    {"POST", "/api/users/merge"},     {"POST", "/api/bindings/x/confirm"},
    {"POST", "/api/device/x/approve"}};

}  // namespace

TEST_CASE("malformed bodies are 400 on every route", "[body][V6]") {
  World world;
  const Client client = world.mini_program();
  const std::vector<std::string> bodies = {
      "",
      " ",
      "{",
      "[]",
      "null",
      "\"text\"",
      "7",
      "{\"code\":}",
      "{\"code\":\"a\",\"code\":\"b\"}",
      "{\"code\":\"\xff\xfe\"}",
      "{\"code\":\"\xed\xa0\x80\"}",
      "{'code':'a'}",
      "{\"code\":\"a\"} x",
      std::string(100, '[') + std::string(100, ']'),
      "{\"x\":" + std::string(50'000, '[') + std::string(50'00, ']') + "}",
      "{\"code\":\"a\",}",
      "{\"code\":NaN}",
      std::string("{\"a\0b\":1}", 9)};
  HttpCaller caller(world.port());
  for (const Call& call : kJsonCalls) {
    for (const std::string& body : bodies) {
      Fields headers = headers_of(client);
      headers.emplace_back("Content-Type", "application/json");
      const Answer answer = caller.call(call.method, call.path, headers, body);
      INFO(call.path << " " << body.substr(0, 40) << " " << answer.text);
      CHECK(answer.status == 400);
      CHECK(answer.error() == "invalid_request");
      CHECK(answer.json().contains("requestId"));
    }
  }
}

TEST_CASE("fields of the wrong type or size are 400, unknown ones are ignored", "[body][V6]") {
  World world;
  const Client client = world.mini_program();
  const auto error = [&](const char* method, const char* path, const Json& body) {
    return world.call_as(client, method, path, body).error();
  };
  for (const Json& wrong : {Json(7), Json(true), Json(Json::array()), Json(Json::object()),
                            Json(nullptr), Json(""), Json(std::string(60'000, 'x'))}) {
    INFO(wrong.dump().substr(0, 40));
    CHECK(error("POST", "/api/wechat/login", {{"code", wrong}}) == "invalid_request");
    CHECK(error("POST", "/api/auth/refresh", {{"refreshToken", wrong}}) == "invalid_request");
    CHECK(error("POST", "/api/bind-codes", {{"target", wrong}}) == "invalid_request");
    CHECK(error("POST", "/api/bind-account", {{"bindCode", wrong}, {"platform", "web"}}) ==
          "invalid_request");
    CHECK(error("POST", "/api/bindings/x/confirm", {{"number", wrong}}) == "invalid_request");
  }
  CHECK(error("POST", "/api/wechat/login", {{"code", "x"}, {"userInfo", "text"}}) ==
        "invalid_request");
  CHECK(world
            .sign_in(world.login_code(world.add_wechat_person()), "miniprogram",
                     {{"surprise", {1, 2, 3}}})
            .status == 200);
}

TEST_CASE("huge bodies are 413, other content types 400", "[body]") {
  World world;
  HttpCaller caller(world.port());
  const Fields json = {{"X-Platform", "miniprogram"}, {"Content-Type", "application/json"}};
  CHECK(caller.call("POST", "/api/wechat/login", json, std::string(70'000, ' ')).status == 413);
  CHECK(caller.call("POST", "/api/wechat/login", json, std::string(20'000'000, ' ')).status == 413);
  CHECK(caller
            .call("POST", "/api/wechat/login",
                  {{"X-Platform", "web"}, {"Content-Type", "text/plain"}}, "{\"code\":\"x\"}")
            .error() == "invalid_request");
}

TEST_CASE("unknown paths and methods", "[body]") {
  World world;
  CHECK(world.call("GET", "/", {}).error() == "not_found");
  CHECK(world.call("GET", "/api/%zz", {}).status == 404);
  CHECK(world.call("GET", "/api/device/%ff", {}).status == 404);
  const Answer wrong = world.call("PATCH", "/api/user/profile", {});
  CHECK(wrong.status == 405);
  CHECK(wrong.header("allow") == "GET, PUT");
}

TEST_CASE("messages with two readings are refused", "[body][N8]") {
  World world;
  HttpCaller caller(world.port());
  const auto status_of = [&](const std::string& head, const std::string& body) {
    const std::string answer = caller.send_raw(
        "POST /api/auth/refresh HTTP/1.1\r\nHost: x\r\nX-Platform: web\r\n" + head + "\r\n" + body);
    INFO(answer);
    CHECK(answer.find("HTTP/1.1 200") == std::string::npos);
    CHECK(answer.find("HTTP/1.1 ", 1) == std::string::npos);  // one answer, then the end
    return answer.substr(0, 12);
  };
  CHECK(status_of("Content-Length: 4\r\nContent-Length: 5\r\n", "{}  x") == "HTTP/1.1 400");
  CHECK(status_of("Content-Length: 2\r\nContent-Length: 2\r\n", "{}") == "HTTP/1.1 400");
  CHECK(status_of("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n") ==
        "HTTP/1.1 400");
  CHECK(status_of("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n") ==
        "HTTP/1.1 400");
  CHECK(status_of("Transfer-Encoding: chunked, identity\r\nTransfer-Encoding: chunked\r\n",
                  "0\r\n\r\n") == "HTTP/1.1 400");
  CHECK(status_of("Content-Length: +2\r\n", "{}") == "HTTP/1.1 400");
  CHECK(status_of("Content-Length: 2,2\r\n", "{}") == "HTTP/1.1 400");
  CHECK(status_of("Host: y\r\nContent-Length: 2\r\n", "{}") == "HTTP/1.1 400");
  CHECK(status_of("X-Bad\r\n : folded\r\nContent-Length: 2\r\n", "{}") == "HTTP/1.1 400");
}

TEST_CASE("a lost answer is lost after the work is done", "[body]") {
  World world;
  Client client = world.mini_program();
  world.add_fault({{"route", "POST /api/auth/refresh"}, {"lostAnswer", true}});
  CHECK(world.refresh(client).status == 0);
  CHECK(world.count_audit("refreshed") == 1);
  world.renew(client);
  CHECK(world.count_audit("refreshed") == 1);
  CHECK(world.count_audit("refresh_repeated") == 1);
}

TEST_CASE("an answer cut anywhere leads to the same child", "[body][N3]") {
  World world;
  Client client = world.mini_program();
  const std::size_t whole = 1200;
  for (std::size_t bytes = 0; bytes < whole; bytes += 97) {
    world.add_fault({{"route", "POST /api/auth/refresh"}, {"cutAfterBytes", bytes}});
    world.refresh(client);
  }
  world.renew(client);
  CHECK(world.count_audit("refreshed") == 1);
}
