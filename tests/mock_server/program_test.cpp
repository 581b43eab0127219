// The program itself: its first line, its end, and what it refuses to do.
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <csignal>
#include <string>

#include "support/http_call.h"
#include "support/program.h"

using namespace hufu::mock::test;

TEST_CASE("says where it listens, and ends cleanly", "[program]") {
  Program program({"--port", "0", "--control"});
  const std::string line = program.read_line();
  REQUIRE(line.starts_with("listening http://127.0.0.1:"));
  HttpCaller caller(port_in(line));
  CHECK(caller.call("GET", "/_control/clock", {}, "").status == 200);
  CHECK(caller.call("GET", "/api/user/profile", {{"X-Platform", "web"}}, "").status == 401);
  CHECK(program.end_with(SIGTERM) == 0);
}

TEST_CASE("is ready in 200 ms", "[program]") {
  auto best = std::chrono::milliseconds(1'000'000);
  for (int round = 0; round < 5; ++round) {
    const auto start = std::chrono::steady_clock::now();
    Program program({"--port", "0"});
    program.read_line();
    best = std::min(best, std::chrono::duration_cast<std::chrono::milliseconds>(
                              std::chrono::steady_clock::now() - start));
  }
#if defined(__SANITIZE_ADDRESS__)
  CHECK(best.count() < 2000);  // instrumented and not optimised
#else
  CHECK(best.count() < 200);
#endif
}

TEST_CASE("without --control there is no control", "[program]") {
  Program program({"--port", "0"});
  HttpCaller caller(port_in(program.read_line()));
  CHECK(caller.call("GET", "/_control/clock", {}, "").status == 404);
}

TEST_CASE("what it refuses", "[program]") {
  CHECK(Program({"--port", "0", "--control", "--host", "0.0.0.0"}).wait() == 2);
  CHECK(Program({"--port", "0", "--refresh-reuse", "sometimes"}).wait() == 2);
  CHECK(Program({"--port", "0", "--refresh-reuse", "interval:soon"}).wait() == 2);
  CHECK(Program({"--port", "0", "--limits", "perhaps"}).wait() != 0);
  CHECK(Program({"--port", "0", "--access-token-life", "0"}).wait() != 0);
  CHECK(Program({"--port", "0"}, {"JWT_SECRET=too-short"}).wait() == 2);
  CHECK(Program({"--port", "0", "--database", "mysql://x"}).wait() == 3);
  CHECK(Program({"--unknown"}).wait() != 0);
}

TEST_CASE("sessions outlive a restart on a database file", "[program]") {
  const std::string file = "/tmp/hufu-mock-restart-" + std::to_string(::getpid()) + ".db";
  const Fields json = {{"X-Platform", "miniprogram"}, {"Content-Type", "application/json"}};
  std::string refresh;
  {
    Program program({"--port", "0", "--control", "--database", "sqlite://" + file});
    HttpCaller caller(port_in(program.read_line()));
    const std::string person =
        caller.call("POST", "/_control/wechat/people", json, "{}").json()["personId"];
    const std::string code =
        caller
            .call("POST", "/_control/wechat/login-codes", json, Json({{"personId", person}}).dump())
            .json()["code"];
    refresh = caller.call("POST", "/api/wechat/login", json, Json({{"code", code}}).dump())
                  .json()["refreshToken"];
    program.end_with(SIGKILL);
  }
  Program program({"--port", "0", "--database", "sqlite://" + file});
  HttpCaller caller(port_in(program.read_line()));
  CHECK(caller.call("POST", "/api/auth/refresh", json, Json({{"refreshToken", refresh}}).dump())
            .status == 200);
  for (const char* suffix : {"", "-wal", "-shm", ".keys"})
    ::unlink((file + suffix).c_str());
}
