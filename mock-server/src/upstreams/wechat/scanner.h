// The scanner of the fake WeChat, and what follows links on a phone: from what a person holds the
// telephone to, or taps, to what the mini-program gets in onLaunch.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "upstreams/wechat/world.h"

namespace hufu::mock::wechat {

enum class ScanHow { scan, long_press, album };

struct Opened {
  std::string app_id;
  std::string page;
  std::string env_version;
  /// As the page gets them: nothing decoded.
  std::map<std::string, std::string> query;
  /// WeChat's number for how it was opened.
  int scene = 0;
};

/// A picture of getwxacodeunlimit, byte by byte. Nothing: it is none of the fake's.
std::optional<Opened> scan_picture(World& world, const std::string& picture, ScanHow how);
/// The code that was drawn last. Nothing: none was.
std::optional<Opened> scan_newest(World& world, ScanHow how);
/// What a QR code holds: the text of a stand-in, or an ordinary link for which an app has a rule.
/// Nothing: it opens no mini-program.
std::optional<Opened> scan_text(World& world, const std::string& text, ScanHow how);
/// A URL Link or a scheme that was tapped in a browser. Throws `Errcode`: 85403 for one that there
/// is not, or no more; 85405 for a plain one that is not declared; 85406 after today's last.
Opened open_link(World& world, const std::string& url);

}  // namespace hufu::mock::wechat
