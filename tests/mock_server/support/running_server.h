// A server on a thread of its own, stopped when it goes out of scope.
#pragma once

#include <thread>

#include "server.h"

namespace hufu::mock::test {

class RunningServer {
 public:
  explicit RunningServer(Config config)
      : server_(std::move(config)), thread_([this] { server_.run(); }) {}
  ~RunningServer() {
    server_.stop();
    thread_.join();
  }

  Server& server() { return server_; }

 private:
  Server server_;
  std::thread thread_;
};

}  // namespace hufu::mock::test
