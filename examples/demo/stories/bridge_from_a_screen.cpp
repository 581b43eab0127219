// A page on a desk shows a code of the mini-program, which WeChat's scanner opens.
#include <nlohmann/json.hpp>

#include "picture.h"
#include "stories/bridges.h"
#include "words.h"

namespace demo {

using hufu::Errc;
using hufu::PresentEffect;

std::string Bridges::described(const std::string& picture, const std::string& name) {
  const std::string size = std::to_string(bytes_of(picture).size());
  const std::string kept =
      story_.pictures().empty() ? "" : ", " + keep_picture(story_.pictures(), name, picture);
  return say("a picture of ", "图片 ") + size + say(" bytes", " 字节") + kept;
}

void Bridges::from_a_screen() {
  Shown shown;
  const ClientPtr desk = open_screen(story_.server(), shown);
  std::future<hufu::Result<hufu::SessionInfo>> signed_in;
  PresentEffect code;
  hufu::Launch asked;
  story_.step("desk", say("shows a code of the mini-program", "显示小程序码"),
              {while_waiting({{"POST /oauth/device_authorization 200", 1}}), {}}, [&] {
                signed_in = desk->begin(hufu::SignInByScan{.client_name = kClientName});
                code = shown.when("pending");
                return std::vector{described(code.picture, "demo-code.jpg"),
                                   say("beside it the number ", "旁边的数字：") + code.number};
              });
  story_.step(
      kMiniProgram,
      say("is opened by WeChat's scanner, and says who asks", "被微信扫一扫打开，显示是谁在请求"),
      {while_waiting({{"POST /api/scans 200", 1}}), {"device_scanned"}}, [&] {
        asked = launch(story_.control().wechat_scan(person_, code.picture, "scan"));
        must_be(asked.opened == "sign_in" && asked.sent_as == hufu::SentAs::not_sent, "launch",
                "it opened " + asked.opened);
        shown.when("scanned");
        return std::vector{
            asked.client_name + say(" wants to sign in", " 想登录"),
            say("the desk knows that its code is taken", "台式机上的页面知道码已被扫")};
      });
  story_.step(kMiniProgram,
              say("types a wrong number: nothing happens", "输错数字：什么都不会发生"),
              {while_waiting({{"POST /api/scans/{id}/approve 422", 1}}), {}}, [&] {
                return std::vector{must_refuse(
                    phone_->approve_scan({.scan_id = asked.scan_id, .number = wrong(code.number)}),
                    Errc::wrong_number, "approve")};
              });
  story_.step(
      kMiniProgram,
      say("types the number of the screen: the desk is signed in", "输入屏幕上的数字：台式机登录"),
      {while_waiting({{"POST /api/scans/{id}/approve 200", 1}, {"POST /oauth/token 200", 1}}),
       {"signed_in"}},
      [&] {
        must(phone_->approve_scan({.scan_id = asked.scan_id, .number = code.number}), "approve");
        const auto session = must(signed_in.get(), "sign-in");
        must_be(session.user->id == user_, "sign-in", "the desk is somebody else");
        return std::vector{say("the desk is user ", "台式机是用户 ") + session.user->id};
      });
}

// The attacker begins, and sends the picture of the code to somebody who is signed in.
void Bridges::by_a_forwarded_picture() {
  Shown shown;
  const ClientPtr attacker = open_screen(story_.server(), shown);
  std::future<hufu::Result<hufu::SessionInfo>> signed_in;
  PresentEffect code;
  hufu::Launch asked;
  story_.step(
      "somebody else",
      say("begins, and forwards a picture of the code", "发起登录，把小程序码的图片转发出去"),
      {while_waiting({{"POST /oauth/device_authorization 200", 1}}), {}}, [&] {
        signed_in = attacker->begin(hufu::SignInByScan{.client_name = kClientName});
        code = shown.when("pending");
        return std::vector{say("the number stays on their screen", "数字只在他们自己的屏幕上")};
      });
  story_.step(kMiniProgram,
              say("opens the picture: it is warned, and the number is asked for",
                  "打开图片：得到提醒，而且要输入数字"),
              {while_waiting({{"POST /api/scans 200", 1}}), {"device_scanned"}}, [&] {
                asked = launch(story_.control().wechat_scan(person_, code.picture, "album"));
                must_be(asked.sent_as == hufu::SentAs::picture && asked.number_needed, "launch",
                        "it was not warned");
                return std::vector{
                    say("it came as a picture, and wants a number", "来自图片，并且要求数字")};
              });
  story_.step(
      kMiniProgram, say("declines", "拒绝"),
      {while_waiting({{"POST /api/scans/{id}/deny 204", 1}, {"POST /oauth/token 400", kPerhaps}}),
       {}},
      [&] {
        must(phone_->deny_scan({.scan_id = asked.scan_id}), "deny");
        return std::vector{must_refuse(signed_in.get(), Errc::declined, "sign-in")};
      });
}

}  // namespace demo
