// A signed-in process in front of a server whose binding answers are scripted.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "world.h"

namespace hufu::test {

struct Halves {
  Halves() {
    world.store_session(0, 15 * kMinute);
    world.http = [this](const HttpEffect& request) {
      sent.push_back(request);
      if (request.flow == "refresh") return world.server(request);
      return reply(request);
    };
  }
  const HttpEffect& last() const { return sent.back(); }

  World world;
  std::vector<HttpEffect> sent;
  std::function<Answer(const HttpEffect&)> reply;
};

inline Answer binding(const std::string& state, const std::string& role = "redeemer") {
  return json_answer(200, R"({"bindingId":"b1","state":")" + state + R"(","role":")" + role +
                              R"(","expiresIn":120})");
}

inline WaitForBinding wait_for(const std::string& since = "") {
  WaitForBinding wait;
  wait.binding_id = "b1";
  wait.since = since;
  return wait;
}

}  // namespace hufu::test
