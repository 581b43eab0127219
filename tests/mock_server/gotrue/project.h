// A project with people, and a server of its application's that has the service key.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "gotrue/clients.h"

namespace hufu::mock::test {

struct Project {
  World world;
  GotrueClient server{world.control("GET", "gotrue/keys")["serviceRoleKey"], "", ""};

  Answer call(const std::string& method, const std::string& path, const Json& body = nullptr) {
    return gotrue_call(world, server, method, path, body);
  }
  /// Fails the test unless it is.
  Json done(const std::string& method, const std::string& path, const Json& body = nullptr) {
    const Answer answer = call(method, path, body);
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    return answer.json();
  }
  /// The id of somebody new, whose address is confirmed.
  std::string created(const std::string& email) {
    return done("POST", "/admin/users",
                {{"email", email}, {"password", kPassword}, {"email_confirm", true}})["id"];
  }
};

}  // namespace hufu::mock::test
