// The main document's story: WeChat in the mini-program, Clerk on the web, one user after binding.
#include <catch2/catch_test_macros.hpp>

#include "backend.h"

namespace {

using hufu::Secret;
using hufu::e2e::Backend;
using hufu::e2e::together;

TEST_CASE("unified: two halves sign in, one refresh serves all, and they are bound") {
  Backend backend;
  const auto page =
      demo::open_web_page(backend.url(), backend.control,
                          backend.control.add_clerk_user("Li Hua", "li.hua@example.com"));
  const auto phone = demo::open_mini_program(backend.url(), backend.control,
                                             backend.control.add_wechat_person("小华"));
  const auto on_the_web = page->fetch_profile();
  REQUIRE(on_the_web);
  CHECK(on_the_web->platform == "web");
  const auto in_wechat = phone->sign_in_with_wechat();
  REQUIRE(in_wechat);
  CHECK(in_wechat->is_new_user);
  CHECK(in_wechat->user->id != on_the_web->id);

  const auto code = page->create_bind_code({.target = "wechat"});
  REQUIRE(code);
  backend.control.advance_clock(60 * 1000);
  const auto pending =
      phone->redeem_bind_code({.bind_code = Secret(code->bind_code), .platform = "web"});
  REQUIRE(pending);
  CHECK(pending->state == "pending");
  const auto accepted = phone->accept_binding({.binding_id = pending->binding_id});
  REQUIRE(accepted);
  const auto confirmed =
      page->confirm_binding({.binding_id = code->binding_id, .number = accepted->number});
  REQUIRE(confirmed);
  CHECK(confirmed->state == "confirmed");
  REQUIRE(phone->wait_for_binding({.binding_id = pending->binding_id, .since = "accepted"}));

  const auto together_now = phone->fetch_profile();
  REQUIRE(together_now);
  CHECK(together_now->id == on_the_web->id);
  CHECK(together_now->identities.size() == 2);

  backend.control.advance_clock(hufu::e2e::kLongerThanAToken);
  const int before = backend.seen("POST /api/auth/refresh", 200);
  const auto fetch = [&] {
    const auto answer = phone->fetch({.url = backend.url() + "/api/user/profile"});
    return answer && answer->status == 200;
  };
  CHECK(together(20, fetch) == 20);
  CHECK(backend.seen("POST /api/auth/refresh", 200) == before + 1);

  REQUIRE(phone->sign_out());
  CHECK(page->fetch_profile());
}

}  // namespace
