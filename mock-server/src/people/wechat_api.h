// WeChat's server side as the backend uses it: exchange a sign-in code of the mini-program or of
// the website, read a phone number, draw a mini-program code, make what opens the mini-program.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "http/client.h"
#include "settings/config.h"

namespace hufu::mock {

struct WechatPerson {
  std::string openid;
  /// Empty unless the mini-program belongs to an Open Platform account.
  std::string unionid;
  /// Base64 of 16 bytes. Used within the request that got it, never stored, never sent.
  std::string session_key;
};

/// What WeChat tells a website about who scanned its QR code.
struct WebsitePerson {
  std::string openid;
  std::string unionid;
  std::string nickname;
  std::string avatar_url;
};

class WechatApi {
 public:
  WechatApi(const Config& config, HttpClient& http, const Clock& clock)
      : config_(config), http_(http), clock_(clock) {}

  /// Throws HttpError `wechat_code_invalid`, `wechat_blocked`, `rate_limited`, `unavailable`, or
  /// `internal_error` where WeChat does not take our settings.
  boost::asio::awaitable<WechatPerson> exchange_code(std::string code);
  /// Of the website app. Throws as above.
  boost::asio::awaitable<WebsitePerson> exchange_website_code(std::string code);
  /// The picture of a mini-program code. `wish` is the JSON of getwxacodeunlimit. Throws as above.
  boost::asio::awaitable<std::string> draw_code(std::string wish);
  /// A mini-program code that leads to the page of the settings with this scene, as a data: URL.
  /// Empty where WeChat draws none: whoever asks has other ways, and why not is in the log.
  boost::asio::awaitable<std::string> picture_of(std::string scene);
  /// What opens that page from a browser of the same phone: a URL Link, else a scheme. Empty where
  /// there is neither, as above.
  boost::asio::awaitable<std::string> open_uri(std::string scene);
  /// With the code of the phone-number button; the country code included. Throws as above.
  boost::asio::awaitable<std::string> read_phone_number(std::string code, std::string openid);
  /// As if WeChat had never been asked: for a reset, after which it knows our token no more.
  void forget() { app_token_.clear(); }

 private:
  /// What to ask, with the access token that it goes out with.
  using AppCall = std::function<OutgoingRequest(const std::string& app_token)>;

  boost::asio::awaitable<std::string> app_token();
  boost::asio::awaitable<std::string> fetch_app_token(bool force);
  boost::asio::awaitable<std::string> replace_app_token(std::string refused);
  boost::asio::awaitable<Response> send_as_app(AppCall call);
  boost::asio::awaitable<std::optional<Response>> try_as_app(AppCall call);
  boost::asio::awaitable<std::string> make_link(std::string path, std::string wish,
                                                const char* field);

  const Config& config_;
  HttpClient& http_;
  const Clock& clock_;
  std::string app_token_;
  WallMs app_token_until_ms_ = 0;
};

}  // namespace hufu::mock
