// What WeChat opens the mini-program with, from a screen or from another application.
#include "settings/wechat_opening.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "settings/config.h"
#include "settings/loopback.h"

namespace hufu::mock {
namespace {

bool is_page(const std::string& page) {
  return !page.empty() && !page.starts_with('/') &&
         page.find_first_of("?#&% ") == std::string::npos;
}

// Where the path begins; npos where there is none.
std::size_t path_in(const std::string& url) {
  const std::size_t host = url.find("://");
  return host == std::string::npos ? host : url.find('/', host + 3);
}

// The link holds a secret.
bool is_link_rule(const std::string& rule) {
  if (!rule.ends_with('/') || rule.find_first_of("?# ") != std::string::npos) return false;
  if (rule.starts_with('/')) return rule.size() > 1 && !rule.starts_with("//");
  return is_private_url(rule) && path_in(rule) < rule.size() - 1;
}

bool is_check_file(const std::string& file) {
  static const std::string allowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  return file.size() > 4 && file.ends_with(".txt") &&
         file.find_first_not_of(allowed) == file.size() - 4;
}

void finish_link_check(WechatOpening& opening, const std::string& given) {
  if (given.empty()) return;
  const std::size_t sign = std::min(given.find('='), given.size());
  opening.link_check_file = given.substr(0, sign);
  opening.link_check_text = given.substr(std::min(sign + 1, given.size()));
  if (is_check_file(opening.link_check_file) && !opening.link_check_text.empty()) return;
  throw ConfigError{
      "--wechat-link-check takes NAME.txt=TEXT: the name and the content of the file that WeChat's "
      "console gives for the rule"};
}

}  // namespace

std::string path_of_link_rule(const WechatOpening& opening) {
  const std::size_t path = path_in(opening.link_rule);
  return path == std::string::npos ? "/m/" : opening.link_rule.substr(path);
}

void add_wechat_opening_options(CLI::App& app, WechatOpening& opening, WechatSwitches& given) {
  app.add_option("--wechat-page", opening.page,
                 "page of the mini-program that codes and links open, as in app.json")
      ->capture_default_str();
  app.add_option("--wechat-env-version", opening.env_version,
                 "release, trial or develop: the version that they open")
      ->check(CLI::IsMember({"release", "trial", "develop"}))
      ->capture_default_str();
  app.add_option("--wechat-check-path", given.check_path,
                 "on or off: WeChat draws codes only of pages that are published")
      ->check(CLI::IsMember({"on", "off"}))
      ->capture_default_str();
  app.add_option("--wechat-link-rule", opening.link_rule,
                 "ordinary link that WeChat's scanner opens the mini-program for, as in WeChat's "
                 "console; a path like /m/ is one of this server");
  app.add_option("--wechat-link-check", given.link_check,
                 "NAME.txt=TEXT: the check file of that rule, served below its path");
  app.add_option("--wechat-plain-scheme", given.plain_scheme,
                 "on or off: the page is declared for plain schemes in WeChat's console")
      ->check(CLI::IsMember({"on", "off"}))
      ->capture_default_str();
}

void finish_wechat_opening(WechatOpening& opening, const WechatSwitches& given) {
  opening.check_path = given.check_path == "on";
  opening.plain_scheme = given.plain_scheme == "on";
  finish_link_check(opening, given.link_check);
  if (!is_page(opening.page)) {
    throw ConfigError{
        "--wechat-page takes a page as app.json has it, like pages/launch/launch: "
        "no slash before it, no query behind it"};
  }
  if (!opening.link_rule.empty() && !is_link_rule(opening.link_rule)) {
    throw ConfigError{
        "--wechat-link-rule takes https://HOST/PATH/ with a slash at its end, or a "
        "path of this server like /m/"};
  }
}

}  // namespace hufu::mock
