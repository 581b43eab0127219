// Authing: sign-in with a code, and a token that is kept over restarts and sent without anybody
// doing anything.
#include <hufu/native/file_store.h>

#include <random>

#include "people.h"
#include "stories/stories.h"

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
    story_.chapter("A person signs in silently");
    sign_in();
    change_and_read_the_profile();
    story_.chapter("The mini-program is closed and opened again");
    start_again();
    story_.chapter("Sixteen minutes later");
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
    story_.step(kMiniProgram, "signs in with a code of wx.login",
                {{{"POST /api/v3/signin-by-mobile 200", 1}}, {"signed_in"}}, [this] {
                  const auto session = must(phone_->sign_in_with_wechat(), "sign-in");
                  return std::vector{"a token for " + duration(session.expires_in_ms) +
                                     ", and one to refresh it"};
                });
  }

  void change_and_read_the_profile() {
    story_.step(kMiniProgram, "calls itself Bob: the token goes along by itself",
                {{{"POST /api/v3/update-profile 200", 1}}, {"profile_changed"}},
                [this] { return std::vector{"nickname " + rename("Bob")}; });
    story_.step(kMiniProgram, "reads the profile", {{{"GET /api/v3/get-profile 200", 1}}, {}},
                [this] {
                  const auto profile = must(phone_->fetch_profile(), "profile");
                  must_be(profile.nickname == "Bob", "profile", "it reads " + profile.nickname);
                  user_ = profile.id;
                  return std::vector{"user " + profile.id + ", " + profile.nickname};
                });
  }

  void start_again() {
    start();
    story_.step(kMiniProgram, "calls itself Mick, without signing in: the token was kept",
                {{{"POST /api/v3/update-profile 200", 1}}, {"profile_changed"}},
                [this] { return std::vector{"nickname " + rename("Mick")}; });
  }

  void refresh_once() {
    story_.control().advance_clock(kSixteenMinutes);
    story_.step(
        kMiniProgram,
        std::to_string(kWaitingCallers) + " callers at once with a token that has ended",
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
                             " after one refresh"};
        });
    start();
    story_.step(kMiniProgram, "is opened once more: the new token was kept, too",
                {{{"GET /api/v3/get-profile 200", 1}}, {}}, [this] {
                  const auto profile = must(phone_->fetch_profile(), "profile");
                  must_be(profile.id == user_, "profile", "it is another user");
                  return std::vector{"user " + profile.id + ", " + profile.nickname};
                });
  }

  void sign_out() {
    story_.step(kMiniProgram, "signs out",
                {{{"POST /oidc/token/revocation 200", 1}}, {"signed_out"}}, [this] {
                  must(phone_->sign_out(), "sign-out");
                  return std::vector<std::string>{"the token is revoked"};
                });
    start();
    story_.step(kMiniProgram, "is opened again: nothing was kept", {}, [this] {
      return std::vector{"a call is " +
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
