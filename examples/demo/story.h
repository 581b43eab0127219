// How a story is told: a step is done, then checked against what the server saw.
#pragma once

#include <hufu/native/client.h>

#include <cstdint>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "control.h"
#include "timeline.h"
#include "words.h"

namespace demo {

/// A step that did not do what it says; `what_to_do` is for the person who watches.
class StepFailed : public std::runtime_error {
 public:
  StepFailed(std::string failed_step, const std::string& why, std::string advice)
      : std::runtime_error(why), step(std::move(failed_step)), what_to_do(std::move(advice)) {}

  std::string step;
  std::string what_to_do;
};

/// What the server must have seen by the end of a step: requests as `POST /api/bind-codes 201` with
/// how often, and audit events.
struct Expected {
  std::map<std::string, int> requests = {};
  std::vector<std::string> audit = {};
};
/// Instead of a number: at least once, as often as threads happen to overlap.
inline constexpr int kAtLeastOnce = -1;
/// Or this: as often as something that waits happens to be answered meanwhile.
inline constexpr int kPerhaps = -2;

/// Longer than an access token lives: where there are refresh tokens, and where there are none.
inline constexpr std::int64_t kSixteenMinutes = std::int64_t{16} * 60 * 1000;
inline constexpr std::int64_t kAWeekAndAMinute = (std::int64_t{7} * 24 * 60 + 1) * 60 * 1000;
/// So many want something at the same moment, when the token has ended.
inline constexpr int kWaitingCallers = 20;

/// Where a story may leave files.
struct Folders {
  std::string own;       ///< For files of the people in it; gone with the server.
  std::string pictures;  ///< For what screens show; empty if nobody wants to see it.
};

class Story {
 public:
  /// Does the step and returns what came of it, a line each.
  using Act = std::function<std::vector<std::string>()>;

  Story(std::string server, Folders folders, Control& control, Timeline& timeline)
      : server_(std::move(server)),
        folders_(std::move(folders)),
        control_(control),
        timeline_(timeline) {}

  void chapter(const std::string& heading) { timeline_.story(heading); }
  /// Throws StepFailed if the step is not as it should be.
  void step(const std::string& who, const std::string& what, const Expected& expected,
            const Act& act);

  const std::string& server() const { return server_; }
  const std::string& folder() const { return folders_.own; }
  const std::string& pictures() const { return folders_.pictures; }
  Control& control() { return control_; }
  /// The backend's name for whoever the last audit entry is about.
  const std::string& last_user() const { return last_user_; }

 private:
  void check(const std::string& what, const Expected& expected,
             const std::vector<SeenRequest>& seen);

  std::string server_;
  Folders folders_;
  Control& control_;
  Timeline& timeline_;
  std::int64_t last_request_ = 0;
  std::int64_t last_audit_ = 0;
  std::string last_user_;
};

/// Ends the step, with that reason, unless it `holds`.
void must_be(bool holds, const std::string& what, const std::string& otherwise);

[[noreturn]] void fail_with(const std::string& what, const hufu::Error& error);

/// The value of a result, or the end of the step.
template <class T>
T must(hufu::Result<T> result, const std::string& what) {
  if (!result) fail_with(what, result.error());
  return std::move(result).value();
}

/// Ends the step unless the result is this very error. Returns a line that says so.
template <class T>
std::string must_refuse(const hufu::Result<T>& result, hufu::Errc code, const std::string& what) {
  const std::string wanted(hufu::describe(code).name);
  must_be(!result, what, "it was not refused, although it had to be: " + wanted);
  const std::string got(hufu::describe(result.error().code).name);
  must_be(got == wanted, what, "it was refused as " + got + ", not as " + wanted);
  const std::string& detail = result.error().detail;
  return say("refused: ", "被拒绝：") + wanted + (detail.empty() ? "" : " (" + detail + ")");
}

/// Lets so many callers, each on a thread of its own, do this at once; ends the step unless all are
/// served. Returns a line that says so.
std::string must_serve_all(int callers, const std::function<bool()>& call);

/// A token's life in words: `7 days`, `15 minutes`.
std::string duration(hufu::Millis ms);

}  // namespace demo
