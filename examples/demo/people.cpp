#include "people.h"

#include <stdexcept>
#include <utility>

namespace demo {
namespace {

using hufu::BackendKind;
using hufu::CredentialAnswer;
using hufu::CredentialKind;
using hufu::Errc;
using hufu::Result;
using hufu::Secret;
using hufu::native::Client;

ClientPtr open(hufu::Config config, hufu::native::Host host) {
  Result<ClientPtr> client = Client::open(std::move(config), std::move(host));
  if (!client) throw std::runtime_error(client.error().message());
  return std::move(client).value();
}

hufu::Config mini_program_of(BackendKind backend, const std::string& server) {
  hufu::Config config;
  config.base_url = server;
  config.backend = backend;
  config.platform = hufu::Platform::miniprogram;
  config.silent_sign_in = true;
  return config;
}

// A phone: wx.login.
hufu::native::Host phone_of(Control& control, const std::string& wechat_person) {
  hufu::native::Host host;
  host.credential = [&control, wechat_person](CredentialKind kind,
                                              bool) -> Result<CredentialAnswer> {
    if (kind != CredentialKind::wechat_code) return Errc::unsupported;
    return CredentialAnswer{.value = Secret(control.wechat_login_code(wechat_person))};
  };
  return host;
}

}  // namespace

ClientPtr open_mini_program(const std::string& server, Control& control,
                            const std::string& wechat_person) {
  return open(mini_program_of(BackendKind::unified, server), phone_of(control, wechat_person));
}

ClientPtr open_web_page(const std::string& server, Control& control,
                        const std::string& clerk_user) {
  hufu::Config config;
  config.base_url = server;
  config.platform = hufu::Platform::web;
  config.session = hufu::SessionSource::borrowed;

  hufu::native::Host host;
  host.credential = [&control, clerk_user](CredentialKind kind, bool) -> Result<CredentialAnswer> {
    if (kind != CredentialKind::web_token) return Errc::unsupported;
    return CredentialAnswer{.value = Secret(control.clerk_token(clerk_user))};  // getToken()
  };
  return open(std::move(config), std::move(host));
}

ClientPtr open_screen(const std::string& server, Shown& shown) {
  hufu::Config config;
  config.base_url = server;
  config.platform = hufu::Platform::web;
  hufu::native::Host host;
  host.present = [&shown](const hufu::PresentEffect& what) -> Result<hufu::Nothing> {
    shown.add(what);
    return hufu::Nothing();
  };
  return open(std::move(config), std::move(host));
}

ClientPtr open_gotrue_page(const std::string& server,
                           std::function<void(const std::string& url)> open_url) {
  hufu::Config config;
  config.base_url = server;
  config.backend = BackendKind::gotrue;
  config.platform = hufu::Platform::web;
  config.app_key = "demo-anon-key";

  hufu::native::Host host;
  host.present = [open_url](const hufu::PresentEffect& what) -> Result<hufu::Nothing> {
    if (!open_url || what.show != "open_url") return Errc::unsupported;
    open_url(what.url);
    return hufu::Nothing();
  };
  return open(std::move(config), std::move(host));
}

ClientPtr open_gotrue_mini_program(const std::string& server, Control& control,
                                   const std::string& wechat_person) {
  hufu::Config config = mini_program_of(BackendKind::gotrue, server);
  config.app_key = "demo-anon-key";
  return open(std::move(config), phone_of(control, wechat_person));
}

ClientPtr open_wx_login(const std::string& server, Control& control,
                        const std::string& wechat_person) {
  hufu::native::Host host;
  host.credential = [&control, wechat_person](CredentialKind kind,
                                              bool) -> Result<CredentialAnswer> {
    if (kind != CredentialKind::wechat_code) return Errc::unsupported;
    // In this order: wx.login may change the key that wx.getUserInfo encrypts with.
    CredentialAnswer given{.value = Secret(control.wechat_login_code(wechat_person))};
    OpenData data = control.wechat_open_data(wechat_person);
    given.encrypted_data = std::move(data.encrypted_data);
    given.iv = std::move(data.iv);
    return given;
  };
  return open(mini_program_of(BackendKind::wx_login, server), std::move(host));
}

ClientPtr open_mini_login(const std::string& server, Control& control,
                          const std::string& wechat_person) {
  return open(mini_program_of(BackendKind::mini_login, server), phone_of(control, wechat_person));
}

ClientPtr open_authing(const std::string& server, Control& control,
                       const std::string& wechat_person,
                       std::shared_ptr<hufu::native::Store> store) {
  hufu::Config config = mini_program_of(BackendKind::authing, server);
  config.app_key = "demo-app";
  config.connection = "demo-wechat";
  hufu::native::Host host = phone_of(control, wechat_person);
  host.store = std::move(store);
  return open(std::move(config), std::move(host));
}

}  // namespace demo
