// Ctrl-C and its like, where something has to be taken back first: at the server, or on the disk.
#pragma once

#include <hufu/native/client.h>

#include <array>
#include <csignal>
#include <future>
#include <memory>
#include <utility>
#include <variant>

#include "failure.h"

namespace hufu::cli {

/// While one of these lives, Ctrl-C, SIGTERM and the end of the terminal end what the person is
/// waited for, and not the program: what waits throws a `Failure`, and all is put away as ever. The
/// second signal of a kind ends the program at once. One that whoever started us ignores is
/// ignored.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  /// Waits for the operation. Throws when it is interrupted; then the operation still runs.
  template <class Op>
  Result<typename Op::Outcome> call(native::Client& client, Op operation) const;

  /// Waits until standard input can be read, whether one of these lives or not. Throws the same.
  static void wait_for_input();
  /// The signal that has come; 0 if none has.
  static int signal();

 private:
  static void wake();
  static void wait();

  std::array<struct sigaction, 3> before_{};
};

template <class Op>
Result<typename Op::Outcome> Interrupts::call(native::Client& client, Op operation) const {
  const auto told = std::make_shared<std::promise<Result<Outcome>>>();
  client.begin(
      Operation(std::move(operation)),
      [told](Result<Outcome> outcome) {
        told->set_value(std::move(outcome));
        wake();
      },
      native::Deliver::at_once);
  wait();
  Result<Outcome> outcome = told->get_future().get();
  if (!outcome) return outcome.error();
  return std::move(std::get<typename Op::Outcome>(*outcome));
}

}  // namespace hufu::cli
