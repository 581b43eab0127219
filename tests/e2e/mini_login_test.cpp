// The mini-login document's story: the first sign-in registers, a new code renews the session, a
// disabled user stays out.
#include <catch2/catch_test_macros.hpp>
#include <mutex>
#include <set>

#include "backend.h"

namespace {

using hufu::Errc;
using hufu::Secret;
using hufu::e2e::Backend;
using hufu::e2e::together;

constexpr const char* kLogin = "POST /api/v1/auth/mini-login";

TEST_CASE("mini_login: registered by the first sign-in, known by the second") {
  Backend backend;
  const std::string person = backend.control.add_wechat_person("小华");
  auto phone = demo::open_mini_login(backend.url(), backend.control, person);
  const auto first = phone->sign_in_with_wechat(
      {.nickname = "小华", .avatar_url = "https://thirdwx.qlogo.cn/mmopen/x/132"});
  REQUIRE(first);
  CHECK(first->is_new_user);
  REQUIRE(first->user);
  CHECK(first->user->nickname == "小华");
  CHECK(first->user->avatar_url == "https://thirdwx.qlogo.cn/mmopen/x/132");
  CHECK(first->expires_in_ms > 6.9 * 24 * 3600 * 1000);

  phone = demo::open_mini_login(backend.url(), backend.control, person);
  const auto second = phone->sign_in_with_wechat({.nickname = "somebody else"});
  REQUIRE(second);
  CHECK_FALSE(second->is_new_user);
  CHECK(second->user == first->user);

  const auto changed = phone->update_profile({.nickname = "Hua"});
  REQUIRE(changed);
  CHECK(changed->id == first->user->id);
  const auto read = phone->fetch_profile();
  REQUIRE(read);
  CHECK(read->nickname == "Hua");

  backend.control.advance_clock(hufu::e2e::kLongerThanSevenDays);
  const auto fetch = [&] {
    const auto answer = phone->fetch({.url = backend.url() + "/api/v1/auth/me"});
    return answer && answer->status == 200;
  };
  CHECK(together(10, fetch) == 10);
  CHECK(backend.seen(kLogin, 200) == 3);
  CHECK(phone->user()->nickname == "Hua");

  REQUIRE(phone->sign_out());
  CHECK(backend.seen("POST /api/v1/auth/logout", 204) == 1);
  CHECK(phone->fetch_profile().is(Errc::signed_out));
}

TEST_CASE("mini_login: many first sign-ins at once register one user") {
  Backend backend;
  const std::string person = backend.control.add_wechat_person("小华");
  std::mutex mutex;
  std::set<std::string> users;
  const auto sign_in = [&] {
    const auto phone = demo::open_mini_login(backend.url(), backend.control, person);
    const auto session = phone->sign_in_with_wechat();
    const std::lock_guard hold(mutex);
    if (session) users.insert(session->user->id);
    return session && session->is_new_user;
  };
  CHECK(together(8, sign_in) == 1);
  CHECK(users.size() == 1);
  CHECK(backend.seen(kLogin, 200) == 8);
}

TEST_CASE("mini_login: a name or picture that is none is not taken") {
  Backend backend;
  const std::string person = backend.control.add_wechat_person("小华");
  const auto phone = demo::open_mini_login(backend.url(), backend.control, person);
  const auto session = phone->sign_in_with_wechat(
      {.nickname = std::string(65, 'x'), .avatar_url = "http://evil.example/x.png"});
  REQUIRE(session);
  CHECK(session->user->nickname != std::string(65, 'x'));
  CHECK(session->user->avatar_url.empty());
}

TEST_CASE("mini_login: a disabled user is refused with every call") {
  Backend backend;
  const std::string person = backend.control.add_wechat_person("小华");
  const auto phone = demo::open_mini_login(backend.url(), backend.control, person);
  REQUIRE(phone->sign_in_with_wechat());
  backend.control.ban(backend.last_user());
  CHECK(phone->fetch_profile().is(Errc::user_banned));
  CHECK(phone->update_profile({.nickname = "Hua"}).is(Errc::user_banned));
  const auto refused = phone->sign_in_with_wechat();
  REQUIRE(refused.is(Errc::user_banned));
  CHECK(backend.seen(kLogin, 403) == 1);
}

TEST_CASE("mini_login: a used code, a blocked person and an outage are told apart") {
  Backend backend;
  const std::string person = backend.control.add_wechat_person("小华");
  const auto phone = demo::open_mini_login(backend.url(), backend.control, person);
  const std::string code = backend.control.wechat_login_code(person);
  REQUIRE(phone->sign_in_with_wechat({.code = Secret(code)}));
  REQUIRE(phone->sign_out());
  CHECK(phone->sign_in_with_wechat({.code = Secret(code)}).is(Errc::credential_invalid));
  backend.control.script_fault("GET /wechat/sns/jscode2session", 500, 1);
  CHECK(phone->sign_in_with_wechat().is(Errc::server_unavailable));
  CHECK(phone->sign_in_with_wechat());
}

}  // namespace
