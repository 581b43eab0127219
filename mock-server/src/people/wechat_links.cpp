// What opens the mini-program without asking WeChat.
#include "people/wechat_links.h"

#include "http/message.h"

namespace hufu::mock {

bool asks_wechat(const Config& config) { return !config.wechat_app_secret.empty(); }

std::string scene_query(const std::string& scene) { return "scene=" + encode_percent(scene); }

std::string ordinary_link(const Config& config, const std::string& scene) {
  const std::string& rule = config.wechat_opening.link_rule;
  return rule.empty() ? "" : rule + "?" + scene_query(scene);
}

// The query stands in the scheme as one value, so it is encoded once more.
std::string plain_scheme(const Config& config, const std::string& scene) {
  const WechatOpening& opening = config.wechat_opening;
  if (!opening.plain_scheme) return "";
  return "weixin://dl/business/?appid=" + encode_percent(config.wechat_app_id) +
         "&path=" + opening.page + "&query=" + encode_percent(scene_query(scene)) +
         "&env_version=" + opening.env_version;
}

}  // namespace hufu::mock
