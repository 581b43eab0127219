// The facade of the core: begin, next, resolve, cancel.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hufu/config.h"
#include "hufu/messages.h"
#include "hufu/operations.h"
#include "hufu/result.h"
#include "hufu/session.h"
#include "hufu/signer.h"
#include "hufu/time.h"

namespace hufu {

/// One session of one person, as a machine without sockets, files, clocks or threads.
///
/// The contract of a driver: *after every `begin`, `resolve` or `cancel`, call `next` until it is
/// empty*, and answer every effect exactly once, with `FailedAnswer` if it could not be done.
///
/// Thread: none of its own; one caller at a time. Ownership: owns every operation; destroying it
/// abandons them without a message.
class Core {
 public:
  /// Errors: `invalid_argument` for a base URL, origin or key that cannot be used.
  static Result<std::unique_ptr<Core>> open(Config config);

  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;
  ~Core();

  /// Start an operation. It ends with exactly one `DoneMessage`, unless it is cancelled.
  OperationId begin(const Operation& operation, Now now);
  /// The next thing for the driver, in order; empty when there is none.
  std::optional<Message> next();
  /// Answer an effect. Unknown, cancelled and already answered ids are ignored.
  void resolve(EffectId effect, const Answer& answer, Now now);
  /// Give an operation up. No `DoneMessage` follows; what others wait for (a refresh) goes on.
  void cancel(OperationId operation);
  /// The network is back, or the program is being looked at: a refresh that reached no server may
  /// be tried again at once. What a server asked to wait for stays. Needs no `next` after it.
  void wake(Now now);

  /// Headers for a request to `url`; valid until the next `begin`, `resolve` or `cancel`.
  Authorization authorize(std::string_view url, Now now) const noexcept;
  /// The signer of this moment, to be shared with other threads.
  std::shared_ptr<const Signer> signer() const;
  /// Grows whenever `signer()` has become another; starts at 1.
  std::uint32_t signer_version() const noexcept;

  SessionState state() const noexcept;
  std::optional<User> user() const;

 private:
  class Inside;
  explicit Core(std::unique_ptr<Inside> inside);

  std::unique_ptr<Inside> inside_;
};

/// The version of the library, `MAJOR.MINOR.PATCH`; the same everywhere.
std::string_view version() noexcept;

/// The whole surface as JSON text: version, operations with their fields, effects, events, states,
/// error table. Parity tests compare every face with it.
std::string describe();

}  // namespace hufu
