// A hapi backend with POST /users/wxLogin: a code of wx.login and what WeChat has encrypted become
// a JWT for seven days. There is no refresh token: a new code takes its place.
#include "people.h"
#include "stories/stories.h"
#include "words.h"

namespace demo {
namespace {

class WxLogin {
 public:
  explicit WxLogin(Story& story)
      : story_(story),
        person_(story.control().add_wechat_person("小华")),
        phone_(open_wx_login(story.server(), story.control(), person_)) {}

  void tell() {
    story_.chapter(say("A person signs in with what WeChat has encrypted", "用微信加密的数据登录"));
    sign_in();
    read_and_change_the_profile();
    send_a_request();
    forge();
    story_.chapter(say("The seven days pass", "七天过去了"));
    sign_in_again_unseen();
    sign_out();
  }

 private:
  void sign_in() {
    story_.step(
        kMiniProgram,
        say("signs in with a code, encryptedData and iv", "用 code、encryptedData 和 iv 登录"),
        {{{"POST /users/wxLogin 200", 1}}, {"signed_in"}}, [this] {
          const auto session = must(phone_->sign_in_with_wechat(), "sign-in");
          return std::vector{say("a JWT for ", "JWT，有效期 ") + duration(session.expires_in_ms)};
        });
  }

  void read_and_change_the_profile() {
    story_.step(
        kMiniProgram,
        say("reads the profile: the name was in the encrypted data", "读取资料：名字来自加密数据"),
        {{{"GET /users/profile 200", 1}}, {}}, [this] {
          const auto profile = must(phone_->fetch_profile(), "profile");
          must_be(profile.nickname == "小华", "profile", "it reads " + profile.nickname);
          return std::vector{say("user ", "用户 ") + profile.id + say(", ", "，") +
                             profile.nickname};
        });
    story_.step(kMiniProgram, say("changes the name", "修改名字"),
                {{{"PUT /users/profile 200", 1}}, {"profile_changed"}}, [this] {
                  const auto profile = must(phone_->update_profile({.nickname = "Hua"}), "profile");
                  must_be(profile.nickname == "Hua", "profile", "it reads " + profile.nickname);
                  return std::vector{profile.nickname};
                });
  }

  void send_a_request() {
    story_.step(kMiniProgram, say("sends a signed request of its own", "自己发一个已签名的请求"),
                {{{"GET /users/profile 200", 1}}, {}}, [this] {
                  const auto answer = must(fetch(), "fetch");
                  must_be(answer.status == 200, "fetch", std::to_string(answer.status));
                  return std::vector{std::to_string(answer.body.size()) +
                                     say(" bytes for the application", " 字节，交给应用")};
                });
  }

  // Data that was encrypted for another code: the session key has changed since.
  void forge() {
    story_.step("somebody else",
                say("sends encrypted data that WeChat did not make for this code",
                    "发送的加密数据不属于这个 code"),
                {{{"POST /users/wxLogin 400", 1}}, {}}, [this] {
                  const std::string other = story_.control().add_wechat_person("阿伟");
                  const auto client = open_wx_login(story_.server(), story_.control(), other);
                  const OpenData data = story_.control().wechat_open_data(person_);
                  const std::string code = story_.control().wechat_login_code(other);
                  return std::vector{must_refuse(
                      client->sign_in_with_wechat({.code = hufu::Secret(code),
                                                   .encrypted_data = data.encrypted_data,
                                                   .iv = data.iv}),
                      hufu::Errc::refused, "sign-in")};
                });
  }

  void sign_in_again_unseen() {
    story_.control().advance_clock(kAWeekAndAMinute);
    story_.step(
        kMiniProgram,
        std::to_string(kWaitingCallers) + say(" callers at once: one silent sign-in for all",
                                              " 个调用同时发出：静默登录只做一次"),
        {{{"GET /users/profile 401", kAtLeastOnce},
          {"POST /users/wxLogin 200", 1},
          {"GET /users/profile 200", kWaitingCallers}},
         {"signed_in"}},
        [this] {
          return std::vector{must_serve_all(kWaitingCallers,
                                            [this] {
                                              const auto answer = fetch();
                                              return answer && answer->status == 200;
                                            }) +
                             say(" after one wx.login", "，只调用了一次 wx.login")};
        });
  }

  void sign_out() {
    story_.step(kMiniProgram,
                say("signs out; no token is left to sign with", "退出登录，再没有令牌可用来签名"),
                {{{"POST /users/logout 204", 1}}, {"signed_out"}}, [this] {
                  must(phone_->sign_out(), "sign-out");
                  return std::vector{say("a signed request is ", "要签名的请求") +
                                     must_refuse(fetch(), hufu::Errc::signed_out, "sign-out")};
                });
  }

  hufu::Result<hufu::native::FetchResponse> fetch() {
    return phone_->fetch({.url = story_.server() + "/users/profile"});
  }

  Story& story_;
  std::string person_;
  ClientPtr phone_;
};

}  // namespace

void tell_wx_login(Story& story) { WxLogin(story).tell(); }

}  // namespace demo
