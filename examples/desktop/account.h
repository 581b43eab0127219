// The person's session as a window uses it: nothing waits, and every answer comes on its thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include <hufu/native/client.h>

#include "window_thread.h"

namespace desktop {

/// Thread: that of the windows. Requests, files and the keyring are others' work.
class Account {
 public:
  template <class Value>
  using Done = std::function<void(hufu::Result<Value>)>;

  explicit Account(hufu::Config config) : config_(std::move(config)) {}
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;
  /// Waits for what is running; the session stays in its store.
  ~Account();

  /// Opens the store and the client; then the rest may be called. Tells who is signed in.
  void open(Done<hufu::SessionInfo> done);
  /// Starts an operation of the client.
  template <class Operation>
  hufu::OperationId ask(Operation operation, Done<typename Operation::Outcome> done);
  /// Ends it with `cancelled`.
  void cancel(hufu::OperationId operation) { client_->cancel(operation); }

  /// The code with which another device lets this one in.
  std::function<void(const hufu::PresentEffect&)> on_code;
  /// The session has ended, here or at the server.
  std::function<void()> on_ended;
  /// A sentence about the store that the person should know.
  std::function<void(const std::string&)> on_warning;

 private:
  using Opened = hufu::Result<std::unique_ptr<hufu::native::Client>>;
  Opened open_client();
  void tell_of_end();

  const hufu::Config config_;
  std::jthread opening_;
  std::unique_ptr<hufu::native::Client> client_;
};

template <class Operation>
hufu::OperationId Account::ask(Operation operation, Done<typename Operation::Outcome> done) {
  return client_->begin(hufu::Operation(std::move(operation)),
                        [done = std::move(done)](hufu::Result<hufu::Outcome> outcome) {
                          on_window_thread([done, outcome = std::move(outcome)]() mutable {
                            if (!outcome) return done(outcome.error());
                            done(std::get<typename Operation::Outcome>(std::move(*outcome)));
                          });
                        });
}

}  // namespace desktop
