#include "people.h"

#include <stdexcept>
#include <utility>

namespace demo {
namespace {

using hufu::CredentialKind;
using hufu::Errc;
using hufu::Result;
using hufu::Secret;
using hufu::native::Client;

std::unique_ptr<Client> open(hufu::Config config, hufu::native::Host host) {
  Result<std::unique_ptr<Client>> client = Client::open(std::move(config), std::move(host));
  if (!client) throw std::runtime_error(client.error().message());
  return std::move(client).value();
}

}  // namespace

std::unique_ptr<Client> open_mini_program(const std::string& server, Control& control,
                                          const std::string& wechat_person) {
  hufu::Config config;
  config.base_url = server;
  config.platform = hufu::Platform::miniprogram;
  config.silent_sign_in = true;

  hufu::native::Host host;
  host.credential = [&control, wechat_person](CredentialKind kind, bool) -> Result<Secret> {
    if (kind != CredentialKind::wechat_code) return Errc::unsupported;
    return Secret(control.wechat_login_code(wechat_person));  // wx.login
  };
  return open(std::move(config), std::move(host));
}

std::unique_ptr<Client> open_web_page(const std::string& server, Control& control,
                                      const std::string& clerk_user) {
  hufu::Config config;
  config.base_url = server;
  config.platform = hufu::Platform::web;
  config.session = hufu::SessionSource::borrowed;

  hufu::native::Host host;
  host.credential = [&control, clerk_user](CredentialKind kind, bool) -> Result<Secret> {
    if (kind != CredentialKind::web_token) return Errc::unsupported;
    return Secret(control.clerk_token(clerk_user));  // Clerk's getToken()
  };
  return open(std::move(config), std::move(host));
}

}  // namespace demo
