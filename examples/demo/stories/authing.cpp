// Authing: sign-in with a code, and a token that is kept over restarts and sent without anybody
// doing anything.
#include <hufu/native/file_store.h>

#include <random>

#include "people.h"
#include "stories/stories.h"
#include "words.h"

namespace demo {
namespace {

using hufu::native::FileStore;

hufu::Secret new_store_key() {
  std::random_device source;
  std::string key(32, '\0');
  for (char& byte : key)
    byte = static_cast<char>(source());
  return hufu::Secret(key);
}

class Authing {
 public:
  explicit Authing(Story& story)
      : story_(story), person_(story.control().add_wechat_person("小华")), key_(new_store_key()) {
    start();
  }

  void tell() {
    story_.chapter(say("A person signs in silently", "静默登录"));
    sign_in();
    change_and_read_the_profile();
    story_.chapter(say("The mini-program is closed and opened again", "关闭小程序，再打开"));
    start_again();
    story_.chapter(say("Sixteen minutes later", "十六分钟之后"));
    refresh_once();
    sign_out();
  }

 private:
  // As the phone does: a client of its own, and a sealed file that outlives it.
  void start() {
    phone_.reset();
    phone_ = open_authing(story_.server(), story_.control(), person_, store());
  }

  std::shared_ptr<FileStore> store() {
    hufu::native::FileStoreOptions options;
    options.directory = story_.folder() + "/phone";
    options.key = key_;
    return must(FileStore::open(options), "store");
  }

  void sign_in() {
    story_.step(kMiniProgram, say("signs in with a code of wx.login", "用 wx.login 的 code 登录"),
                {{{"POST /api/v3/signin-by-mobile 200", 1}}, {"signed_in"}}, [this] {
                  const auto session = must(phone_->sign_in_with_wechat(), "sign-in");
                  return std::vector{say("a token for ", "令牌有效期 ") +
                                     duration(session.expires_in_ms) +
                                     say(", and one to refresh it", "，另有刷新令牌")};
                });
  }

  void change_and_read_the_profile() {
    story_.step(kMiniProgram,
                say("calls itself Bob: the token goes along by itself", "改名为 Bob：令牌自动带上"),
                {{{"POST /api/v3/update-profile 200", 1}}, {"profile_changed"}},
                [this] { return std::vector{say("nickname ", "昵称 ") + rename("Bob")}; });
    story_.step(kMiniProgram, say("reads the profile", "读取资料"),
                {{{"GET /api/v3/get-profile 200", 1}}, {}}, [this] {
                  const auto profile = must(phone_->fetch_profile(), "profile");
                  must_be(profile.nickname == "Bob", "profile", "it reads " + profile.nickname);
                  user_ = profile.id;
                  return std::vector{say("user ", "用户 ") + profile.id + say(", ", "，") +
                                     profile.nickname};
                });
  }

  void start_again() {
    start();
    story_.step(kMiniProgram,
                say("calls itself Mick, without signing in: the token was kept",
                    "改名为 Mick，不用登录：令牌还在"),
                {{{"POST /api/v3/update-profile 200", 1}}, {"profile_changed"}},
                [this] { return std::vector{say("nickname ", "昵称 ") + rename("Mick")}; });
  }

  void refresh_once() {
    story_.control().advance_clock(kSixteenMinutes);
    story_.step(
        kMiniProgram,
        std::to_string(kWaitingCallers) +
            say(" callers at once with a token that has ended", " 个调用同时发出，令牌已过期"),
        {{{"GET /api/v3/get-profile 401", kAtLeastOnce},
          {"POST /oidc/token 200", 1},
          {"GET /api/v3/get-profile 200", kWaitingCallers}},
         {"refreshed"}},
        [this] {
          return std::vector{must_serve_all(kWaitingCallers,
                                            [this] {
                                              const auto answer = phone_->fetch(
                                                  {.url = story_.server() + "/api/v3/get-profile"});
                                              return answer && answer->status == 200;
                                            }) +
                             say(" after one refresh", "，只刷新了一次")};
        });
    start();
    story_.step(
        kMiniProgram,
        say("is opened once more: the new token was kept, too", "再次打开：新令牌也保存好了"),
        {{{"GET /api/v3/get-profile 200", 1}}, {}}, [this] {
          const auto profile = must(phone_->fetch_profile(), "profile");
          must_be(profile.id == user_, "profile", "it is another user");
          return std::vector{say("user ", "用户 ") + profile.id + say(", ", "，") +
                             profile.nickname};
        });
  }

  void sign_out() {
    story_.step(kMiniProgram, say("signs out", "退出登录"),
                {{{"POST /oidc/token/revocation 200", 1}}, {"signed_out"}}, [this] {
                  must(phone_->sign_out(), "sign-out");
                  return std::vector<std::string>{say("the token is revoked", "令牌已吊销")};
                });
    start();
    story_.step(kMiniProgram, say("is opened again: nothing was kept", "再次打开：什么都没留下"),
                {}, [this] {
                  return std::vector{
                      say("a call is ", "调用") +
                      must_refuse(phone_->fetch_profile(), hufu::Errc::signed_out, "profile")};
                });
  }

  std::string rename(const std::string& nickname) {
    const auto profile = must(phone_->update_profile({.nickname = nickname}), "profile");
    must_be(profile.nickname == nickname, "profile", "it reads " + profile.nickname);
    return profile.nickname;
  }

  Story& story_;
  std::string person_;
  hufu::Secret key_;
  ClientPtr phone_;
  std::string user_;
};

}  // namespace

void tell_authing(Story& story) { Authing(story).tell(); }

}  // namespace demo
