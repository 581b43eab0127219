// A page that waits for somebody to let it in, and how a telephone comes by what it shows.
#pragma once

#include <string>

#include "support/world.h"

namespace hufu::mock::test {

inline constexpr const char* kPhoneBrowser =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

/// A world where WeChat draws and links nothing, so that a page shows what tests can read: links
/// of a rule, and plain schemes.
MockConfig with_open_links();
/// Call at its beginning.
void let_wechat_refuse(World& world);

/// Such a world.
struct Shop : World {
  Shop() : World(with_open_links()) { let_wechat_refuse(*this); }
};

class Screen {
 public:
  /// Begins. `code` as in the request: "mini_program", "link", or none.
  Screen(World& world, const std::string& code);

  Answer state(const std::string& more = "") const;
  Answer token() const;
  Answer enter(const std::string& return_code) const;
  Answer close() const;
  /// What the link that is to be drawn or opened leads the mini-program to.
  std::string scene() const;

  Json grant;

 private:
  Answer post(const std::string& path, const std::string& form) const;
  Answer post_own(const std::string& path, const std::string& more = "") const;

  World& world_;
};

/// The scene in a link, decoded as often as the mini-program would.
std::string scene_in(const std::string& link);

/// Somebody opens it with the mini-program.
Answer scan(World& world, const Client& client, const std::string& scene, int opened_as = 1047);
/// And decides: approve or deny.
Answer decide(World& world, const Client& client, const Answer& scan, const std::string& decision,
              const Json& body = Json::object());

}  // namespace hufu::mock::test
