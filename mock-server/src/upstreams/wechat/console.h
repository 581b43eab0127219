// What a mini-program's owner has set in WeChat's console, as far as opening it goes.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace hufu::mock::wechat {

/// For ordinary links whose QR codes open the mini-program.
struct LinkRule {
  /// Ends with "/". A link has to begin with it, protocol and all.
  std::string prefix;
  std::string page;
  /// Before, only the test links open it.
  bool published = true;
  std::vector<std::string> test_links;
};

struct Console {
  /// Of a person, not of a company: no URL Links, no schemes, no rules.
  bool personal = false;
  /// There is a version online.
  bool published = true;
  /// Its pages. Absent: any, since nobody has told.
  std::optional<std::vector<std::string>> pages;
  /// Declared for plain schemes.
  std::vector<std::string> plain_pages;
  std::vector<LinkRule> link_rules;

  bool has_page(const std::string& page) const;
  bool has_plain_page(const std::string& page) const;
  /// The rule with the longest prefix that opens the mini-program for this link. Null: none.
  const LinkRule* rule_for(const std::string& link) const;
};

}  // namespace hufu::mock::wechat
