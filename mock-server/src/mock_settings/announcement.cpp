// What a started server says of itself.
#include "mock_settings/announcement.h"

namespace hufu::mock {
namespace {

// One's own may be good at the real service, too: it stays out of terminals and logs.
std::string shown(const std::string& secret, const std::string& usual, const char* variable) {
  return secret == usual ? secret : std::string("as in ") + variable;
}

std::string app_line(const char* name, const std::string& id, const std::string& secret) {
  return std::string(name) + ": AppID " + id + ", AppSecret " + secret + "\n";
}

}  // namespace

std::string describe_fakes(const MockConfig& config) {
  const MockConfig usual;
  std::string lines;
  if (config.wechat_is_fake()) {
    lines += app_line("fake WeChat, mini-program", config.wechat_app_id,
                      shown(config.wechat_app_secret, usual.wechat_app_secret,
                            "WECHAT_APP_SECRET or WX_MINI_APP_SECRET"));
    lines += app_line("fake WeChat, website", config.wechat_website_app_id,
                      shown(config.wechat_website_app_secret, usual.wechat_website_app_secret,
                            "WECHAT_WEBSITE_APP_SECRET"));
  }
  if (config.clerk_is_fake()) {
    lines += "fake Clerk: secret key " +
             shown(config.clerk_secret_key, usual.clerk_secret_key, "CLERK_SECRET_KEY") + "\n";
  }
  return lines;
}

}  // namespace hufu::mock
