// The Authing document's story: silent sign-in, a token that goes along by itself, also after the
// program was closed.
#include <hufu/native/file_store.h>

#include <catch2/catch_test_macros.hpp>

#include "backend.h"

namespace {

using hufu::Errc;
using hufu::Secret;
using hufu::e2e::Backend;
using hufu::e2e::together;
using hufu::native::FileStore;

std::shared_ptr<FileStore> store_of(const Backend& backend) {
  hufu::native::FileStoreOptions options;
  options.directory = backend.server.folder() + "/phone";
  options.key = Secret(std::string(32, 'k'));
  auto store = FileStore::open(options);
  REQUIRE(store);
  return *store;
}

TEST_CASE("authing: signed in once, and kept over restarts and refreshes") {
  Backend backend;
  const std::string person = backend.control.add_wechat_person("小华");
  const auto start = [&] {
    return demo::open_authing(backend.url(), backend.control, person, store_of(backend));
  };
  auto phone = start();
  const auto session = phone->sign_in_with_wechat();
  REQUIRE(session);
  CHECK(session->expires_in_ms > 14 * 60 * 1000);
  CHECK(session->expires_in_ms <= 15 * 60 * 1000);
  const auto bob = phone->update_profile({.nickname = "Bob"});
  REQUIRE(bob);
  CHECK(bob->nickname == "Bob");

  phone.reset();
  phone = start();
  const auto mick = phone->update_profile({.nickname = "Mick"});
  REQUIRE(mick);
  CHECK(mick->id == bob->id);
  CHECK(phone->fetch_profile()->nickname == "Mick");
  CHECK(backend.seen("POST /api/v3/signin-by-mobile", 200) == 1);

  backend.control.advance_clock(hufu::e2e::kLongerThanAToken);
  const auto fetch = [&] {
    const auto answer = phone->fetch({.url = backend.url() + "/api/v3/get-profile"});
    return answer && answer->status == 200;
  };
  CHECK(together(20, fetch) == 20);
  CHECK(backend.seen("POST /oidc/token", 200) == 1);
  CHECK(phone->access_token());

  phone.reset();
  phone = start();
  CHECK(phone->fetch_profile()->nickname == "Mick");
  CHECK(backend.seen("POST /oidc/token", 200) == 1);

  REQUIRE(phone->sign_out());
  CHECK(backend.seen("POST /oidc/token/revocation", 200) == 1);
  phone.reset();
  phone = start();
  CHECK(phone->session()->state == hufu::SessionState::signed_out);
  CHECK(phone->fetch_profile().is(Errc::signed_out));
}

TEST_CASE("authing: a session that ended at the server is renewed by a new code, unseen") {
  Backend backend;
  const std::string person = backend.control.add_wechat_person("小华");
  const auto phone = demo::open_authing(backend.url(), backend.control, person, store_of(backend));
  REQUIRE(phone->sign_in_with_wechat());
  const auto before = phone->fetch_profile();
  REQUIRE(before);
  constexpr std::int64_t kLongerThanASession = std::int64_t{31} * 24 * 3600 * 1000;
  backend.control.advance_clock(kLongerThanASession);
  const auto after = phone->fetch_profile();
  REQUIRE(after);
  CHECK(after->id == before->id);
  CHECK(backend.seen("POST /oidc/token", 400) == 1);
  CHECK(backend.seen("POST /api/v3/signin-by-mobile", 200) == 2);
}

TEST_CASE("authing: an outage during a refresh signs nobody out") {
  Backend backend;
  const std::string person = backend.control.add_wechat_person("小华");
  const auto phone = demo::open_authing(backend.url(), backend.control, person);
  REQUIRE(phone->sign_in_with_wechat());
  backend.control.script_fault("POST /oidc/token", 503, 3);
  backend.control.advance_clock(hufu::e2e::kLongerThanAToken);
  CHECK(phone->fetch_profile().is(Errc::server_unavailable));
  CHECK(phone->state() == hufu::SessionState::signed_in);
}

TEST_CASE("authing: a picture from anywhere and a banned user are refused") {
  Backend backend;
  const std::string person = backend.control.add_wechat_person("小华");
  const auto phone = demo::open_authing(backend.url(), backend.control, person);
  REQUIRE(phone->sign_in_with_wechat());
  const std::string user = backend.last_user();
  const auto picture = phone->update_profile({.avatar_url = "http://evil.example/x.png"});
  REQUIRE_FALSE(picture);
  CHECK(picture.error().http_status == 400);
  backend.control.ban(user);
  const auto refused = phone->fetch_profile();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().http_status == 403);
}

}  // namespace
