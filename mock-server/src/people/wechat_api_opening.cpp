// What WeChat makes to open the mini-program with: codes, URL Links and schemes
// (developers.weixin.qq.com: getUnlimitedQRCode, generateUrlLink, generateScheme).
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "base/log.h"
#include "base/unavailable.h"
#include "crypto/encoding.h"
#include "http/errors.h"
#include "people/wechat_answers.h"
#include "people/wechat_api.h"
#include "people/wechat_links.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

// WeChat takes none that ends within a minute. What the link leads to ends by itself, before.
constexpr WallMs kLinkLifeS = 600;

std::string picture_wish(const WechatOpening& opening, const std::string& scene) {
  return Json{{"scene", scene},
              {"page", opening.page},
              {"env_version", opening.env_version},
              {"check_path", opening.check_path}}
      .dump();
}

Json target(const WechatOpening& opening, const std::string& scene) {
  return {
      {"path", opening.page}, {"query", scene_query(scene)}, {"env_version", opening.env_version}};
}

void add_end(Json& wish, WallMs now_ms) {
  wish["expire_type"] = 0;
  wish["expire_time"] = now_ms / 1000 + kLinkLifeS;
}

std::string link_wish(const WechatOpening& opening, const std::string& scene, WallMs now_ms) {
  Json wish = target(opening, scene);
  add_end(wish, now_ms);
  return wish.dump();
}

std::string scheme_wish(const WechatOpening& opening, const std::string& scene, WallMs now_ms) {
  Json wish = {{"jump_wxa", target(opening, scene)}, {"is_expire", true}};
  add_end(wish, now_ms);
  return wish.dump();
}

std::string as_data_url(const std::string& picture) {
  const std::string type = picture.starts_with("\xff") ? "image/jpeg" : "image/png";
  return "data:" + type + ";base64," + encode_base64(picture);
}

}  // namespace

// Nobody's sign-in fails because WeChat is away, or takes these settings for a mistake.
asio::awaitable<std::optional<Response>> WechatApi::try_as_app(AppCall call) {
  try {
    co_return co_await send_as_app(std::move(call));
  } catch (const HttpError&) {
    // Refused an access token; whoever reads its answer has logged what is of use.
  } catch (const Unavailable& failure) {
    log_line("WeChat cannot be asked: " + failure.reason);
  }
  co_return std::nullopt;
}

asio::awaitable<std::string> WechatApi::picture_of(std::string scene) {
  if (!asks_wechat(config_)) co_return "";
  const std::string wish = picture_wish(config_.wechat_opening, scene);
  AppCall call = [this, wish](const std::string& token) {
    return wechat_app_post(config_.wechat_base_url + "/wxa/getwxacodeunlimit", token, wish);
  };
  const std::optional<Response> response = co_await try_as_app(std::move(call));
  if (!response) co_return "";
  if (is_picture(*response)) co_return as_data_url(response->body);
  log_refusal("mini-program code", *response);
  co_return "";
}

asio::awaitable<std::string> WechatApi::make_link(std::string path, std::string wish,
                                                  const char* field) {
  AppCall call = [this, path, wish](const std::string& token) {
    return wechat_app_post(config_.wechat_base_url + path, token, wish);
  };
  const std::optional<Response> response = co_await try_as_app(std::move(call));
  if (!response) co_return "";
  const Json answer = Json::parse(response->body, nullptr, false);
  std::string made = answer.is_object() ? text_of(answer, field) : "";
  if (made.empty()) log_refusal("link", *response);
  co_return made;
}

asio::awaitable<std::string> WechatApi::open_uri(std::string scene) {
  const std::string plain = plain_scheme(config_, scene);
  if (!asks_wechat(config_)) co_return plain;
  const WechatOpening& opening = config_.wechat_opening;
  const WallMs now_ms = clock_.now_ms();
  std::string wish = link_wish(opening, scene, now_ms);
  const std::string link = co_await make_link("/wxa/generate_urllink", std::move(wish), "url_link");
  if (!link.empty()) co_return link;
  if (!plain.empty()) co_return plain;
  wish = scheme_wish(opening, scene, now_ms);
  co_return co_await make_link("/wxa/generatescheme", std::move(wish), "openlink");
}

}  // namespace hufu::mock
