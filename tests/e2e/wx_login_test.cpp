// The hapi document's story: a code and WeChat's encrypted data become a JWT, a new code renews it.
#include <catch2/catch_test_macros.hpp>

#include "backend.h"

namespace {

using hufu::Errc;
using hufu::Secret;
using hufu::e2e::Backend;
using hufu::e2e::together;

constexpr const char* kLogin = "POST /users/wxLogin";
constexpr const char* kProfile = "GET /users/profile";

TEST_CASE("wx_login: from the encrypted data to the sign-out, over seven days") {
  Backend backend;
  const std::string person = backend.control.add_wechat_person("小华");
  const auto phone = demo::open_wx_login(backend.url(), backend.control, person);
  CHECK(phone->fetch_profile().is(Errc::signed_out));

  const auto session = phone->sign_in_with_wechat();
  REQUIRE(session);
  CHECK(session->expires_in_ms > 6.9 * 24 * 3600 * 1000);
  CHECK(session->expires_in_ms <= 7.0 * 24 * 3600 * 1000);
  const auto profile = phone->fetch_profile();
  REQUIRE(profile);
  CHECK(profile->nickname == "小华");
  CHECK(phone->user()->id == profile->id);
  const auto changed = phone->update_profile({.nickname = "Hua"});
  REQUIRE(changed);
  CHECK(changed->nickname == "Hua");
  CHECK(phone->update_profile({.avatar_url = "http://evil.example/x.png"})
            .is(Errc::invalid_argument));

  backend.control.advance_clock(hufu::e2e::kLongerThanSevenDays);
  const auto fetch = [&] {
    const auto answer = phone->fetch({.url = backend.url() + "/users/profile"});
    return answer && answer->status == 200;
  };
  CHECK(together(10, fetch) == 10);
  CHECK(backend.seen(kLogin, 200) == 2);
  CHECK(backend.seen(kProfile, 200) == 11);
  // What was changed here is not written over by what WeChat says again.
  const auto later = phone->fetch_profile();
  REQUIRE(later);
  CHECK(later->id == profile->id);
  CHECK(later->nickname == "Hua");

  CHECK(phone->sign_out({.scope = "global"}).is(Errc::unsupported));
  REQUIRE(phone->sign_out());
  CHECK(phone->state() == hufu::SessionState::signed_out);
  CHECK(backend.seen("POST /users/logout", 204) == 1);
  CHECK(phone->fetch({.url = backend.url() + "/users/profile"}).is(Errc::signed_out));
}

TEST_CASE("wx_login: the signature is checked where it comes") {
  Backend backend;
  const std::string person = backend.control.add_wechat_person("小华");
  const auto phone = demo::open_wx_login(backend.url(), backend.control, person);
  for (const bool genuine : {true, false}) {
    const std::string code = backend.control.wechat_login_code(person);
    const demo::OpenData data = backend.control.wechat_open_data(person);
    const auto session =
        phone->sign_in_with_wechat({.code = Secret(code),
                                    .encrypted_data = data.encrypted_data,
                                    .iv = data.iv,
                                    .raw_data = data.raw_data,
                                    .signature = genuine ? data.signature : std::string(40, '0')});
    CHECK(static_cast<bool>(session) == genuine);
    if (!session) CHECK(session.error().detail == "invalid_user_data");
  }
}

TEST_CASE("wx_login: no data, data of another, and a code used twice are refused") {
  Backend backend;
  const std::string person = backend.control.add_wechat_person("小华");
  const std::string other = backend.control.add_wechat_person("阿伟");
  const auto phone = demo::open_wx_login(backend.url(), backend.control, person);
  const auto sign_in = [&](const std::string& code, const demo::OpenData& data) {
    return phone->sign_in_with_wechat(
        {.code = Secret(code), .encrypted_data = data.encrypted_data, .iv = data.iv});
  };
  const auto code_of = [&] { return backend.control.wechat_login_code(person); };

  CHECK(phone->sign_in_with_wechat({.code = Secret(code_of())}).is(Errc::invalid_argument));
  const std::string code = code_of();
  const auto foreign = sign_in(code, backend.control.wechat_open_data(other));
  REQUIRE(foreign.is(Errc::refused));
  CHECK(foreign.error().detail == "invalid_user_data");
  CHECK(sign_in(code, backend.control.wechat_open_data(person)).is(Errc::credential_invalid));
  CHECK(phone->state() == hufu::SessionState::signed_out);
}

TEST_CASE("wx_login: an outage while the session is renewed signs nobody out") {
  Backend backend;
  const std::string person = backend.control.add_wechat_person("小华");
  const auto phone = demo::open_wx_login(backend.url(), backend.control, person);
  REQUIRE(phone->sign_in_with_wechat());
  backend.control.advance_clock(hufu::e2e::kLongerThanSevenDays);
  backend.control.script_fault(kLogin, 503, 1);
  CHECK(phone->fetch_profile().is(Errc::server_unavailable));
  CHECK(phone->state() == hufu::SessionState::signed_in);
}

}  // namespace
