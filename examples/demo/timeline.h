// What the demo shows: one entry a step, for people or for machines.
#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace demo {

/// Who sent the requests that the backend makes to WeChat and Clerk. How many there are depends on
/// its caches.
inline constexpr const char* kUpstreamCall = "server → upstream";

/// A request as the server's own record tells it.
struct SeenRequest {
  std::int64_t number = 0;
  std::string from;   ///< `X-Platform`, or `client`, `browser`, `server → upstream`.
  std::string route;  ///< `POST /api/wechat/login`
  int status = 0;
};

/// Who it is that has the mini-program.
inline constexpr const char* kMiniProgram = "mini-program";

/// One step, as it happened.
struct Step {
  std::string who;                   ///< `web`, `mini-program`, `browser`
  std::string what;                  ///< A sentence: what they did.
  std::vector<std::string> outcome;  ///< What came of it, a line each.
  std::vector<SeenRequest> requests;
  std::chrono::microseconds took{};
};

enum class Style { plain, coloured, json };

/// Writes steps as they happen: a timeline for people, a JSON object a line for machines.
class Timeline {
 public:
  Timeline(std::ostream& out, Style style) : out_(out), style_(style) {}

  /// A system, and where its server is.
  void system(const std::string& title, const std::string& where);
  void story(const std::string& title);
  void step(const Step& step);
  /// The last line: `demo: ok (N steps)`.
  void succeed();
  /// Which step failed, why, and what to do; then the last line.
  void fail(const std::string& step, const std::string& why, const std::string& what_to_do);

 private:
  std::string paint(const char* colour, const std::string& text) const;
  void show_request(const SeenRequest& request);

  std::ostream& out_;
  Style style_;
  int steps_ = 0;
};

}  // namespace demo
