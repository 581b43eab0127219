// A page in the phone's own browser opens the mini-program by a tap, and its person comes back with
// a code.
#include <nlohmann/json.hpp>

#include "stories/bridges.h"
#include "words.h"

namespace demo {

using hufu::Errc;
using hufu::PresentEffect;
using hufu::Secret;

void Bridges::on_one_phone() {
  Shown shown;
  const ClientPtr browser = open_screen(story_.server(), shown);
  std::future<hufu::Result<hufu::OpenedMiniProgram>> opened;
  PresentEffect link;
  hufu::Launch asked;
  std::string code;
  Secret sign_in;
  story_.step("browser", say("shows a button that opens the mini-program", "显示打开小程序的按钮"),
              {while_waiting({{"POST /oauth/device_authorization 200", 1}}), {}}, [&] {
                opened = browser->begin(hufu::OpenMiniProgram{.client_name = kClientName});
                link = shown.when("pending");
                return std::vector{link.url};
              });
  story_.step(kMiniProgram,
              say("is opened by the tap, and says in which browser it was begun",
                  "被点开，显示是哪个浏览器发起的"),
              {while_waiting({{"POST /api/scans 200", 1}}), {"device_scanned"}}, [&] {
                asked = launch(story_.control().wechat_open(person_, link.url));
                must_be(asked.opened == "phone_sign_in", "launch", "it opened " + asked.opened);
                return std::vector{asked.client_name + say(" wants to sign in", " 想登录")};
              });
  story_.step(kMiniProgram, say("agrees, and shows a code", "同意，并显示验证码"),
              {while_waiting({{"POST /api/scans/{id}/approve 200", 1}}), {}}, [&] {
                code =
                    must(phone_->approve_scan({.scan_id = asked.scan_id}), "approve").return_code;
                sign_in = must(opened.get(), "open").sign_in;
                return std::vector{say("the code is ", "验证码：") + code};
              });
  story_.step(
      "browser",
      say("gets a wrong code, then the right one: it says whose it is",
          "先输错、再输对验证码：显示是谁"),
      {{{"POST /oauth/device_return 422", 1}, {"POST /oauth/device_return 200", 1}}, {}}, [&] {
        const std::string refused = must_refuse(
            browser->enter_return_code({.sign_in = sign_in, .code = Secret(wrong(code))}),
            Errc::wrong_number, "return code");
        const auto who = must(
            browser->enter_return_code({.sign_in = sign_in, .code = Secret(code)}), "return code");
        return std::vector{refused, say("go on as ", "以此身份继续？") + who.nickname};
      });
  story_.step("browser", say("goes on: it is signed in", "继续：登录完成"),
              {{{"POST /oauth/token 200", 1}}, {"signed_in"}}, [&] {
                const auto session = must(browser->finish_sign_in({.sign_in = sign_in}), "finish");
                must_be(session.user->id == user_, "finish", "the browser is somebody else");
                return std::vector{say("the browser is user ", "浏览器是用户 ") + session.user->id};
              });
}

// The attacker begins, and sends the link to somebody who taps it and agrees.
void Bridges::by_a_forwarded_link() {
  Shown shown;
  const ClientPtr attacker = open_screen(story_.server(), shown);
  std::future<hufu::Result<hufu::OpenedMiniProgram>> opened;
  PresentEffect link;
  story_.step("somebody else", say("begins, and forwards the link", "发起登录，把链接转发出去"),
              {while_waiting({{"POST /oauth/device_authorization 200", 1}}), {}}, [&] {
                opened = attacker->begin(hufu::OpenMiniProgram{.client_name = kClientName});
                link = shown.when("pending");
                return std::vector<std::string>{};
              });
  std::string code;
  story_.step(
      kMiniProgram, say("taps it, and even agrees", "点了，甚至同意了"),
      {while_waiting({{"POST /api/scans 200", 1}, {"POST /api/scans/{id}/approve 200", 1}}), {}},
      [&] {
        const auto asked = launch(story_.control().wechat_open(person_, link.url));
        code = must(phone_->approve_scan({.scan_id = asked.scan_id}), "approve").return_code;
        return std::vector{say("the code stands on this phone alone", "验证码只显示在这部手机上")};
      });
  story_.step(
      "somebody else", say("guesses five times, and has no session", "猜了五次，没有得到会话"),
      {while_waiting({{"POST /oauth/device_return 422", 4},
                      {"POST /oauth/device_return 400", 1},
                      {"POST /oauth/token 400", 1}}),
       {}},
      [&] {
        const Secret sign_in = must(opened.get(), "open").sign_in;
        for (int i = 0; i < 5; ++i)
          must_be(!attacker->enter_return_code({.sign_in = sign_in, .code = Secret(wrong(code))}),
                  "return code", "a wrong code was taken");
        return std::vector{
            must_refuse(attacker->finish_sign_in({.sign_in = sign_in}), Errc::declined, "finish")};
      });
}

}  // namespace demo
