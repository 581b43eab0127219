// What follows from other settings.
#include "settings/config.h"

namespace hufu::mock {
namespace {

void cut_trailing_slashes(std::string& url) {
  while (url.ends_with('/'))
    url.pop_back();
}

}  // namespace

void complete(Config& config) {
  for (std::string* url : {&config.wechat_base_url, &config.clerk_issuer, &config.public_url})
    cut_trailing_slashes(*url);
  if (config.public_url.empty()) config.public_url = config.own_url;
  std::string& link_rule = config.wechat_opening.link_rule;
  if (link_rule.starts_with('/')) link_rule = config.public_url + link_rule;
  if (config.clerk_api_url.empty()) config.clerk_api_url = "https://api.clerk.com";
}

}  // namespace hufu::mock
