// What WeChat opens the mini-program with, from a screen or from another application.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace hufu::mock {

struct WechatOpening {
  /// As in app.json: WeChat takes no slash before it and no query behind it.
  std::string page = "pages/launch/launch";
  /// "release", "trial" or "develop".
  std::string env_version = "release";
  /// WeChat refuses a page that the published version does not have.
  bool check_path = true;
  /// An ordinary link for which WeChat's scanner opens the mini-program, with a "/" at its end.
  /// Empty: none is declared in WeChat's console. `complete` puts the server before a path.
  std::string link_rule = "";
  /// WeChat's console looks for this file below the rule's path before it takes the rule. Empty:
  /// there is none.
  std::string link_check_file = "";
  std::string link_check_text = "";
  /// The page is declared for plain schemes in WeChat's console.
  bool plain_scheme = false;
};

/// Where the page of an ordinary link is, once `complete` has been called: /m/ before there is a
/// rule, so that WeChat's console finds it when the rule is made.
std::string path_of_link_rule(const WechatOpening& opening);

/// As they are given: "on" or "off", NAME.txt=TEXT.
struct WechatSwitches {
  std::string check_path = "on";
  std::string plain_scheme = "off";
  std::string link_check = "";
};

/// `opening` and `given` outlive the parsing.
void add_wechat_opening_options(CLI::App& app, WechatOpening& opening, WechatSwitches& given);
/// Once they are parsed. Throws `ConfigError`.
void finish_wechat_opening(WechatOpening& opening, const WechatSwitches& given);

}  // namespace hufu::mock
