#include "stories/bridges.h"

#include <nlohmann/json.hpp>

#include "stories/stories.h"
#include "words.h"

namespace demo {

using nlohmann::json;

std::map<std::string, int> while_waiting(std::map<std::string, int> requests) {
  requests.emplace("POST /oauth/device_state 200", kPerhaps);
  return requests;
}

std::string wrong(std::string number) {
  number.back() = number.back() == '0' ? '1' : '0';
  return number;
}

void Bridges::tell() {
  story_.chapter(
      say("From a screen: a code, and WeChat's scanner", "从屏幕出发：一个小程序码，用微信扫一扫"));
  sign_in_on_the_phone();
  from_a_screen();
  by_a_forwarded_picture();
  story_.chapter(say("On one phone: a tap, and a code to come back with",
                     "只用一部手机：点一下，再带着验证码回来"));
  on_one_phone();
  by_a_forwarded_link();
  story_.chapter(say("From inside: a page in the web-view", "从小程序里面：web-view 里的网页"));
  from_inside();
}

void Bridges::sign_in_on_the_phone() {
  person_ = story_.control().add_wechat_person("小华");
  phone_ = open_mini_program(story_.server(), story_.control(), person_);
  story_.step(kMiniProgram, say("signs in with a code of wx.login", "用 wx.login 的 code 登录"),
              {{{"POST /api/wechat/login 200", 1}}, {"signed_in"}}, [this] {
                user_ = must(phone_->sign_in_with_wechat({}), "sign-in").user->id;
                return std::vector{say("user ", "用户 ") + user_};
              });
}

hufu::Launch Bridges::launch(const json& opened) {
  hufu::LaunchOptions options;
  options.scene = opened.at("scene").get<int>();
  options.query = hufu::Json{opened.at("query").dump()};
  return must(phone_->launch(options), "launch");
}

void tell_bridges(Story& story) { Bridges(story).tell(); }

}  // namespace demo
