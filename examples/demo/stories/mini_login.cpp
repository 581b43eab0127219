// A backend with POST /api/v1/auth/mini-login: the first sign-in registers. The token is good for
// seven days; there is no refresh token, a new code takes its place.
#include "people.h"
#include "stories/stories.h"
#include "words.h"

namespace demo {
namespace {

class MiniLogin {
 public:
  explicit MiniLogin(Story& story)
      : story_(story),
        person_(story.control().add_wechat_person("小华")),
        phone_(open_mini_login(story.server(), story.control(), person_)) {}

  void tell() {
    story_.chapter(say("The first sign-in registers", "第一次登录就是注册"));
    register_by_signing_in();
    start_again();
    read_and_change_the_profile();
    use_a_code_twice();
    story_.chapter(say("The seven days pass", "七天过去了"));
    sign_in_again_unseen();
    story_.chapter(say("The user is disabled", "用户被禁用"));
    refuse_the_disabled();
  }

 private:
  void register_by_signing_in() {
    story_.step(
        kMiniProgram,
        say("signs in with a code, and the name to show", "用 code 登录，并带上要显示的名字"),
        {{{"POST /api/v1/auth/mini-login 200", 1}}, {"signed_in"}}, [this] {
          const auto session = must(phone_->sign_in_with_wechat({.nickname = "小华"}), "sign-in");
          must_be(session.is_new_user, "sign-in", "the person was not new to the server");
          must_be(session.user.has_value(), "sign-in", "nobody says who it is");
          must_be(session.user->nickname == "小华", "sign-in", "the name was not taken");
          user_ = session.user->id;
          return std::vector{say("isNewUser: user ", "isNewUser：用户 ") + user_ + say(", ", "，") +
                             session.user->nickname + say(", for ", "，有效期 ") +
                             duration(session.expires_in_ms)};
        });
    backend_user_ = story_.last_user();
  }

  void start_again() {
    phone_ = open_mini_login(story_.server(), story_.control(), person_);
    story_.step(
        kMiniProgram,
        say("starts again with nothing stored, and signs in", "本地没有任何记录，重新启动并登录"),
        {{{"POST /api/v1/auth/mini-login 200", 1}}, {"signed_in"}}, [this] {
          const auto session = must(phone_->sign_in_with_wechat(), "sign-in");
          must_be(!session.is_new_user, "sign-in", "the person was registered twice");
          must_be(session.user->id == user_, "sign-in", "it is another user");
          return std::vector{say("not new: user ", "不是新用户：用户 ") + session.user->id};
        });
  }

  void read_and_change_the_profile() {
    story_.step(kMiniProgram, say("reads the profile", "读取资料"),
                {{{"GET /api/v1/auth/me 200", 1}}, {}}, [this] {
                  const auto profile = must(phone_->fetch_profile(), "profile");
                  must_be(profile.id == user_, "profile", "it is another user");
                  return std::vector{profile.nickname};
                });
    story_.step(kMiniProgram, say("changes the name", "修改名字"),
                {{{"PUT /api/v1/auth/me 200", 1}}, {"profile_changed"}}, [this] {
                  const auto profile = must(phone_->update_profile({.nickname = "Hua"}), "profile");
                  must_be(profile.nickname == "Hua", "profile", "it reads " + profile.nickname);
                  return std::vector{profile.nickname};
                });
  }

  void use_a_code_twice() {
    story_.step(
        "somebody else", say("uses a code for the second time", "把同一个 code 用第二次"),
        {{{"POST /api/v1/auth/mini-login 200", 1}, {"POST /api/v1/auth/mini-login 400", 1}}, {}},
        [this] {
          const std::string code = story_.control().wechat_login_code(person_);
          const auto first = open_mini_login(story_.server(), story_.control(), person_);
          const auto second = open_mini_login(story_.server(), story_.control(), person_);
          must(first->sign_in_with_wechat({.code = hufu::Secret(code)}), "sign-in");
          return std::vector{must_refuse(second->sign_in_with_wechat({.code = hufu::Secret(code)}),
                                         hufu::Errc::credential_invalid, "sign-in")};
        });
  }

  void sign_in_again_unseen() {
    story_.control().advance_clock(kAWeekAndAMinute);
    story_.step(
        kMiniProgram,
        std::to_string(kWaitingCallers) + say(" callers at once: one silent sign-in for all",
                                              " 个调用同时发出：静默登录只做一次"),
        {{{"GET /api/v1/auth/me 401", kAtLeastOnce},
          {"POST /api/v1/auth/mini-login 200", 1},
          {"GET /api/v1/auth/me 200", kWaitingCallers}},
         {"signed_in"}},
        [this] {
          return std::vector{must_serve_all(kWaitingCallers,
                                            [this] {
                                              const auto answer = phone_->fetch(
                                                  {.url = story_.server() + "/api/v1/auth/me"});
                                              return answer && answer->status == 200;
                                            }) +
                             say(" after one wx.login", "，只调用了一次 wx.login")};
        });
  }

  void refuse_the_disabled() {
    story_.control().ban(backend_user_);
    story_.step(kMiniProgram, say("asks who it is", "查询当前是谁"),
                {{{"GET /api/v1/auth/me 403", 1}}, {}}, [this] {
                  return std::vector{
                      must_refuse(phone_->fetch_profile(), hufu::Errc::user_banned, "profile")};
                });
    story_.step(kMiniProgram, say("signs in with a new code", "用新的 code 登录"),
                {{{"POST /api/v1/auth/mini-login 403", 1}}, {}}, [this] {
                  return std::vector{must_refuse(phone_->sign_in_with_wechat(),
                                                 hufu::Errc::user_banned, "sign-in")};
                });
  }

  Story& story_;
  std::string person_;
  ClientPtr phone_;
  std::string user_;          // as this surface numbers people
  std::string backend_user_;  // as the backend does
};

}  // namespace

void tell_mini_login(Story& story) { MiniLogin(story).tell(); }

}  // namespace demo
