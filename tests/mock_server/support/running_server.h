// A server on a thread of its own, stopped when it goes out of scope.
#pragma once

#include <thread>

#include "mock_server/mock_server.h"

namespace hufu::mock::test {

class RunningServer {
 public:
  explicit RunningServer(MockConfig config)
      : server_(std::move(config)), thread_([this] { server_.run(); }) {}
  ~RunningServer() {
    server_.stop();
    thread_.join();
  }

  MockServer& server() { return server_; }

 private:
  MockServer server_;
  std::thread thread_;
};

}  // namespace hufu::mock::test
