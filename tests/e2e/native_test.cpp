// What the demo does not show: every other operation, and trouble on the wire, against the server.
#include <hufu/native/client.h>

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <future>
#include <memory>
#include <string>

#include "backend.h"

namespace {

using hufu::Errc;
using hufu::Secret;
using hufu::e2e::kLongerThanAToken;
using hufu::native::Client;

struct Backend : hufu::e2e::Backend {
  std::unique_ptr<Client> web(const std::string& name) {
    return demo::open_web_page(server.url(), control,
                               control.add_clerk_user(name, name + "@example.com"));
  }
  std::unique_ptr<Client> mini_program(const std::string& name) {
    return demo::open_mini_program(server.url(), control, control.add_wechat_person(name));
  }
  std::unique_ptr<Client> signed_in_mini_program(const std::string& name) {
    std::unique_ptr<Client> client = mini_program(name);
    REQUIRE(client->sign_in_with_wechat());
    return client;
  }
};

// A pixel, as small as PNG allows.
const std::string kPicture(
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9c"
    "c\xf8\xff\xff?\0\5\xfe\2\xfe\xa7\x35\x81\x84\0\0\0\0IEND\xae\x42\x60\x82",
    70);

TEST_CASE("A picture is uploaded, and the profile shows it") {
  Backend backend;
  const auto person = backend.signed_in_mini_program("Ann");
  const std::string file = backend.server.database() + ".png";
  std::ofstream(file, std::ios::binary) << kPicture;
  const auto profile = person->upload_avatar({.file = file});
  REQUIRE(profile);
  CHECK(profile->avatar_url.find("/avatars/") != std::string::npos);
  CHECK(person->user()->avatar_url == profile->avatar_url);
  CHECK(person->upload_avatar({.file = file + ".missing"}).error().action() !=
        hufu::Action::sign_in_again);
}

TEST_CASE("A desktop signs in by a code that a signed-in mini-program approves by number") {
  Backend backend;
  const auto phone = backend.signed_in_mini_program("Ann");
  std::promise<hufu::PresentEffect> shown;
  std::vector<std::string> states;
  hufu::Config config;
  config.base_url = backend.server.url();
  hufu::native::Host host;
  host.present = [&](const hufu::PresentEffect& what) -> hufu::Result<hufu::Nothing> {
    states.push_back(what.state);
    if (what.state == "pending") shown.set_value(what);
    return hufu::Nothing();
  };
  auto desktop = Client::open(config, host);
  REQUIRE(desktop);
  auto session = (*desktop)->begin(hufu::SignInByScan{.client_name = "Desk"});

  const hufu::PresentEffect code = shown.get_future().get();
  CHECK(code.expires_in_ms == 300'000);  // as long as WeChat's picture of it is good
  const auto preview = phone->preview_device({.user_code = code.code});
  REQUIRE(preview);
  CHECK(preview->client_name == "Desk");
  const std::string wrong = code.number == "10" ? "11" : "10";
  CHECK(phone->approve_device({.user_code = code.code, .number = wrong}).is(Errc::wrong_number));
  REQUIRE(phone->approve_device({.user_code = code.code, .number = code.number}));
  const auto signed_in = session.get();
  REQUIRE(signed_in);
  CHECK(signed_in->user->id == phone->user()->id);
  CHECK(states == std::vector<std::string>{"pending", "approved"});
  CHECK(phone->preview_device({.user_code = "BCDFG-HJKLM"}).is(Errc::credential_invalid));
}

TEST_CASE("A denied device hears that it was declined") {
  Backend backend;
  const auto phone = backend.signed_in_mini_program("Ann");
  std::promise<std::string> shown;
  hufu::Config config;
  config.base_url = backend.server.url();
  hufu::native::Host host;
  host.present = [&](const hufu::PresentEffect& what) -> hufu::Result<hufu::Nothing> {
    if (what.state == "pending") shown.set_value(what.code);
    return hufu::Nothing();
  };
  auto desktop = Client::open(config, host);
  auto session = (*desktop)->begin(hufu::SignInByScan{});
  REQUIRE(phone->deny_device({.user_code = shown.get_future().get()}));
  CHECK(session.get().is(Errc::declined));
}

TEST_CASE("Two accounts with data are merged, and one identity is taken off again") {
  Backend backend;
  const auto phone = backend.signed_in_mini_program("Ann");
  REQUIRE(phone->update_profile({.nickname = "Ann of the phone"}));
  const auto page = backend.web("Ann");
  REQUIRE(page->update_profile({.nickname = "Ann of the web"}));

  const auto code = page->create_bind_code({.target = "wechat"});
  REQUIRE(code);
  CHECK(phone->redeem_bind_code({.bind_code = Secret(code->bind_code), .platform = "web"})
            .is(Errc::identity_in_use));
  const auto merging = phone->merge_accounts(
      {.bind_code = Secret(code->bind_code), .platform = "web", .survivor = "issuer"});
  REQUIRE(merging);
  const auto accepted = phone->accept_binding({.binding_id = merging->binding_id});
  REQUIRE(accepted);
  REQUIRE(page->confirm_binding({.binding_id = merging->binding_id, .number = accepted->number}));
  REQUIRE(phone->wait_for_binding({.binding_id = merging->binding_id, .since = "accepted"}));
  const auto profile = phone->fetch_profile();
  REQUIRE(profile);
  CHECK(profile->nickname == "Ann of the web");
  CHECK(profile->identities.size() == 2);

  REQUIRE(page->unbind({.provider = "wechat"}));
  CHECK(page->fetch_profile()->identities.size() == 1);
  CHECK(page->unbind({.provider = "clerk"}).is(Errc::last_identity));
}

TEST_CASE("A declined binding and a wrong code are told apart from everything else") {
  Backend backend;
  const auto phone = backend.signed_in_mini_program("Ann");
  const auto page = backend.web("Ann");
  CHECK(phone->redeem_bind_code({.bind_code = Secret("BCDFG-HJKLM"), .platform = "web"})
            .is(Errc::bind_code_invalid));
  const auto code = page->create_bind_code({.target = "wechat"});
  const auto pending =
      phone->redeem_bind_code({.bind_code = Secret(code->bind_code), .platform = "web"});
  REQUIRE(pending);
  REQUIRE(page->decline_binding({.binding_id = pending->binding_id}));
  CHECK(phone->wait_for_binding({.binding_id = pending->binding_id, .since = "pending"})
            .is(Errc::binding_declined));
  CHECK(phone->state() == hufu::SessionState::signed_in);
}

TEST_CASE("A moment's outage during a refresh is healed unseen") {
  Backend backend;
  const auto phone = backend.signed_in_mini_program("Ann");
  backend.control.script_fault("POST /api/auth/refresh", 503, 2);
  backend.control.advance_clock(kLongerThanAToken);
  CHECK(phone->fetch_profile());
  CHECK(backend.seen("POST /api/auth/refresh", 503) == 2);
  CHECK(backend.seen("POST /api/auth/refresh", 200) == 1);
}

TEST_CASE("An outage during a refresh signs nobody out") {
  Backend backend;
  const auto phone = backend.signed_in_mini_program("Ann");
  backend.control.script_fault("POST /api/auth/refresh", 503, 3);
  backend.control.advance_clock(kLongerThanAToken);
  CHECK(phone->fetch_profile().is(Errc::server_unavailable));
  CHECK(phone->state() == hufu::SessionState::signed_in);
  CHECK(backend.seen("POST /api/auth/refresh", 503) == 3);
  // During the cool-down nobody asks again.
  CHECK_FALSE(phone->fetch_profile());
  CHECK(backend.seen("POST /api/auth/refresh", 503) == 3);
}

TEST_CASE("A session that ended at the server is renewed by a new code, unseen") {
  Backend backend;
  const auto phone = backend.signed_in_mini_program("Ann");
  const std::string id = phone->user()->id;
  constexpr std::int64_t kLongerThanASession = std::int64_t{31} * 24 * 3600 * 1000;
  backend.control.advance_clock(kLongerThanASession);
  const auto profile = phone->fetch_profile();
  REQUIRE(profile);
  CHECK(profile->id == id);
  CHECK(backend.seen("POST /api/wechat/login", 200) == 2);
}

}  // namespace
