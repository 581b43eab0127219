// What a screen shows to be scanned, as far as it is kept.
#pragma once

#include <string>
#include <utility>

#include "base/clock.h"

namespace hufu::mock {

/// What we draw ourselves is another one after a minute (B18).
inline constexpr WallMs kSceneRotatesMs = 60'000;

struct ShownScene {
  /// Of what codes and links hold now, and of the one before; empty: there is none.
  std::string hmac;
  std::string earlier_hmac;
  /// The how manieth it is, and when it was drawn.
  int number = 0;
  WallMs drawn_ms = 0;
  /// Whether there is a new one every minute: a picture of WeChat's cannot change.
  bool rotates = false;

  WallMs due_ms() const { return drawn_ms + kSceneRotatesMs; }
  bool is_due_at(WallMs now_ms) const { return rotates && now_ms >= due_ms(); }
  /// Whether it was found by one that its screen shows no more: whoever was just about to open the
  /// last one still may, and who goes on to show one without asking for the next is no screen.
  bool is_stale_at(WallMs now_ms, const std::string& found_by) const {
    if (found_by != hmac && found_by != earlier_hmac) return false;
    const WallMs more_ms = found_by == hmac ? kSceneRotatesMs : 0;
    return rotates && now_ms >= due_ms() + more_ms;
  }
  void draw_next(std::string next_hmac, WallMs now_ms) {
    earlier_hmac = std::move(hmac);
    hmac = std::move(next_hmac);
    ++number;
    drawn_ms = now_ms;
  }
};

}  // namespace hufu::mock
