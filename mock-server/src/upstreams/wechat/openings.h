// What the fake WeChat has made to open mini-programs with: pictures, URL Links and schemes.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/clock.h"

namespace hufu::mock::wechat {

enum class OpeningKind { code, url_link, scheme };

struct Opening {
  std::string app_id = "";
  /// Without a slash before it; empty: the first one.
  std::string page = "";
  /// As the page gets it, name=value&…
  std::string query = "";
  std::string env_version = "release";
  OpeningKind kind = OpeningKind::code;
  /// 0: never. Codes do not end.
  WallMs ends_ms = 0;
};

class Openings {
 public:
  explicit Openings(const Clock& clock) : clock_(&clock) {}

  /// It is known by its bytes from now on. Thousands at most: a fake forgets.
  void keep_picture(const std::string& picture, const Opening& opening);
  /// Null: none of these.
  const Opening* of_picture(const std::string& picture) const;

  const std::optional<Opening>& newest_code() const { return newest_code_; }

  /// The name under which it is found, in a link or a scheme.
  std::string keep(const Opening& opening);
  /// Null where there is none, or it has ended.
  const Opening* find(const std::string& ticket) const;

 private:
  const Clock* clock_;
  std::map<std::string, Opening> pictures_;  // by their digests
  std::map<std::string, Opening> tickets_;
  std::optional<Opening> newest_code_;
};

}  // namespace hufu::mock::wechat
