// What a mini-program's owner has set in WeChat's console.
#include "upstreams/wechat/console.h"

#include <algorithm>

namespace hufu::mock::wechat {
namespace {

bool opens(const LinkRule& rule, const std::string& link) {
  if (!link.starts_with(rule.prefix)) return false;
  return rule.published || std::ranges::find(rule.test_links, link) != rule.test_links.end();
}

}  // namespace

// None at all is the first one.
bool Console::has_page(const std::string& page) const {
  return page.empty() || !pages || std::ranges::find(*pages, page) != pages->end();
}

bool Console::has_plain_page(const std::string& page) const {
  return std::ranges::find(plain_pages, page) != plain_pages.end();
}

const LinkRule* Console::rule_for(const std::string& link) const {
  const LinkRule* longest = nullptr;
  if (personal) return nullptr;
  for (const LinkRule& rule : link_rules) {
    if (opens(rule, link) && (longest == nullptr || rule.prefix.size() > longest->prefix.size()))
      longest = &rule;
  }
  return longest;
}

}  // namespace hufu::mock::wechat
