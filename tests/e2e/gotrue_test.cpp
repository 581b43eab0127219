// The MemFire document's story: WeChat's QR code with PKCE, the mini-program, e-mail and password,
// sign-out with scopes.
#include <catch2/catch_test_macros.hpp>

#include "backend.h"
#include "qr_page.h"

namespace {

using hufu::Errc;
using hufu::Secret;
using hufu::e2e::Backend;
using hufu::e2e::together;

constexpr const char* kLanding = "http://localhost:3000/private";
constexpr const char* kToken = "POST /auth/v1/token";
const hufu::SignInWithOauth kByQrCode{.provider = "wechat_qr", .redirect_to = kLanding};

struct Page {
  explicit Page(const Backend& backend)
      : client(demo::open_gotrue_page(backend.url(),
                                      [this](const std::string& url) { opened = url; })) {}

  std::string opened;
  demo::ClientPtr client;
};

hufu::Result<hufu::SignedUp> sign_up(hufu::native::Client& client, const std::string& email) {
  return client.sign_up({.email = email, .password = Secret("correct horse battery")});
}

TEST_CASE("gotrue: a page signs in by the QR code, and the mini-program is the same person") {
  Backend backend;
  const std::string person = backend.control.add_wechat_person("小华");
  Page page(backend);
  REQUIRE(page.client->sign_in_with_oauth(kByQrCode));
  CHECK(page.client->state() == hufu::SessionState::signed_out);
  const std::string landed = demo::sign_in_by_qr_code(page.opened, backend.url(), person);
  REQUIRE(landed.starts_with(std::string(kLanding) + "?code="));
  const std::string code = demo::parameter(landed, "code");

  // Who saw the code pass by has another verifier, or none.
  Page thief(backend);
  CHECK(thief.client->exchange_code_for_session({.code = Secret(code)}).is(Errc::begun_elsewhere));
  CHECK(backend.seen(kToken, 400) == 0);
  REQUIRE(thief.client->sign_in_with_oauth(kByQrCode));
  CHECK(thief.client->exchange_code_for_session({.code = Secret(code)}).is(Errc::begun_elsewhere));
  CHECK(backend.seen(kToken, 400) == 1);

  const auto session = page.client->exchange_code_for_session({.code = Secret(code)});
  REQUIRE(session);
  REQUIRE(session->user);
  CHECK(session->user->nickname == "小华");
  // It works once: a page that brings it again is told what became of it, and the server not asked.
  CHECK(page.client->exchange_code_for_session({.code = Secret(code)}));
  CHECK(backend.seen(kToken, 200) == 1);
  CHECK(backend.seen(kToken, 400) == 1);
  const auto profile = page.client->fetch_profile();
  REQUIRE(profile);
  CHECK(profile->id == session->user->id);
  CHECK(page.client->update_profile({.nickname = "Hua"})->nickname == "Hua");

  backend.control.advance_clock(hufu::e2e::kLongerThanAToken);
  const int before = backend.seen(kToken, 200);
  CHECK(together(20, [&] { return static_cast<bool>(page.client->fetch_profile()); }) == 20);
  CHECK(backend.seen(kToken, 200) == before + 1);

  const auto phone = demo::open_gotrue_mini_program(backend.url(), backend.control, person);
  const auto in_wechat = phone->sign_in_with_wechat();
  REQUIRE(in_wechat);
  CHECK(in_wechat->user->id == profile->id);
  CHECK(in_wechat->user->nickname == "Hua");
  CHECK(phone->fetch_profile()->identities.size() == 2);
  CHECK(backend.seen("GET /auth/v1/wechat_mini/login", 200) == 1);
  const std::string button = backend.control.wechat_phone_code(person);
  const auto with_number = phone->bind_phone({.code = Secret(button)});
  REQUIRE(with_number);
  CHECK(with_number->id == profile->id);
  CHECK(phone->bind_phone({.code = Secret(button)}).error().http_status == 400);
}

TEST_CASE("gotrue: a sign-in that took longer than five minutes has to begin again") {
  Backend backend;
  const std::string person = backend.control.add_wechat_person("小华");
  Page page(backend);
  REQUIRE(page.client->sign_in_with_oauth(kByQrCode));
  const std::string landed = demo::sign_in_by_qr_code(page.opened, backend.url(), person);
  backend.control.advance_clock(5 * 60 * 1000);
  CHECK(page.client->exchange_code_for_session({.code = Secret(demo::parameter(landed, "code"))})
            .is(Errc::credential_invalid));
  CHECK(backend.seen(kToken, 422) == 1);
}

TEST_CASE("gotrue: an address that is not on the list gets no code") {
  Backend backend;
  const std::string person = backend.control.add_wechat_person("小华");
  Page page(backend);
  REQUIRE(page.client->sign_in_with_oauth(
      {.provider = "wechat_qr", .redirect_to = "https://evil.example/private"}));
  const std::string landed = demo::sign_in_by_qr_code(page.opened, backend.url(), person);
  CHECK(landed.starts_with("http://localhost:3000"));
}

TEST_CASE("gotrue: e-mail and password, and who is signed out by whom") {
  Backend backend;
  Page desk(backend);
  Page laptop(backend);
  const auto session = sign_up(*desk.client, "ann@example.com");
  REQUIRE(session);
  REQUIRE(session->user);
  CHECK(session->is_new_user);
  CHECK(sign_up(*laptop.client, "ann@example.com").is(Errc::user_exists));
  CHECK(laptop.client
            ->sign_in_with_password({.email = "ann@example.com", .password = Secret("wrong one")})
            .is(Errc::wrong_password));
  const auto again = laptop.client->sign_in_with_password(
      {.email = "ann@example.com", .password = Secret("correct horse battery")});
  REQUIRE(again);
  CHECK(again->user->id == session->user->id);
  CHECK(laptop.client->fetch_profile()->email == "ann@example.com");

  REQUIRE(laptop.client->sign_out({.scope = "others"}));
  CHECK(laptop.client->fetch_profile());
  CHECK(desk.client->fetch_profile().is(Errc::session_expired));
  CHECK(desk.client->state() == hufu::SessionState::signed_out);

  REQUIRE(desk.client->sign_in_with_password(
      {.email = "ann@example.com", .password = Secret("correct horse battery")}));
  REQUIRE(desk.client->sign_out());  // this device only
  CHECK(laptop.client->fetch_profile());
  REQUIRE(laptop.client->sign_out({.scope = "global"}));
  CHECK(laptop.client->fetch_profile().is(Errc::signed_out));
  CHECK(backend.seen("POST /auth/v1/logout", 204) == 3);
}

TEST_CASE("gotrue: somebody without a name signs in, and is somebody all the same") {
  Backend backend;
  Page page(backend);
  const auto session = page.client->sign_in_anonymously();
  REQUIRE(session);
  const auto profile = page.client->fetch_profile();
  REQUIRE(profile);
  CHECK(profile->identities.empty());
  CHECK(profile->id == session->user->id);
}

}  // namespace
