// The unified backend: two halves of one person sign in, are bound, and sign out.
#include "people.h"
#include "stories/stories.h"
#include "words.h"

namespace demo {
namespace {

using hufu::native::Client;

// Names in a preview are masked, and only verified ones appear: WeChat's never are (B9).
std::string described(const hufu::BindingPreview& preview) {
  if (preview.nickname.empty())
    return say("somebody who signs in with ", "一位用户，登录方式：") + preview.provider;
  return preview.nickname + say(", who signs in with ", "，登录方式：") + preview.provider;
}

class Unified {
 public:
  explicit Unified(Story& story) : story_(story) {}

  /// Both directions.
  void tell();

 private:
  void sign_in_on_both_sides();
  void expire_and_refresh();
  void bind_from_the_web();
  void see_one_person();
  void change_profile_and_read_it();
  void sign_out();
  void bind_from_the_mini_program();

  void meet_new_people(const std::string& on_the_web, const std::string& in_wechat);
  hufu::Result<hufu::native::FetchResponse> fetch_by(Client& client) {
    return client.fetch({.url = story_.server() + "/api/user/profile"});
  }
  void redeem_and_accept(Client& redeemer, const std::string& who, const std::string& other_half);

  Story& story_;
  std::string clerk_user_;
  std::string wechat_person_;
  ClientPtr web_;
  ClientPtr mini_program_;
  std::string bind_code_;
  std::string binding_id_;
  std::string number_;
};

void Unified::tell() {
  story_.chapter(
      say("One person, two accounts: the web begins", "一个人，两个账号：从网页端开始绑定"));
  meet_new_people("Li Hua", "小华");
  sign_in_on_both_sides();
  expire_and_refresh();
  bind_from_the_web();
  change_profile_and_read_it();
  sign_out();

  story_.chapter(say("Another person: the mini-program begins", "另一个人：从小程序端开始绑定"));
  meet_new_people("Wang Wei", "阿伟");
  bind_from_the_mini_program();
}

void Unified::meet_new_people(const std::string& on_the_web, const std::string& in_wechat) {
  clerk_user_ = story_.control().add_clerk_user(on_the_web, "person@example.com");
  wechat_person_ = story_.control().add_wechat_person(in_wechat);
  web_ = open_web_page(story_.server(), story_.control(), clerk_user_);
  mini_program_ = open_mini_program(story_.server(), story_.control(), wechat_person_);
}

void Unified::sign_in_on_both_sides() {
  story_.step("web",
              say("uses her Clerk session: the API meets her for the first time",
                  "带着 Clerk 会话访问，后端第一次见到她"),
              {{{"GET /api/user/profile 200", 1}}, {}}, [this] {
                const auto profile = must(web_->fetch_profile(), "profile");
                return std::vector{say("user ", "用户 ") + profile.id};
              });
  story_.step(kMiniProgram, say("signs in with a code of wx.login", "用 wx.login 的 code 登录"),
              {{{"POST /api/wechat/login 200", 1}}, {"signed_in"}}, [this] {
                const auto session = must(mini_program_->sign_in_with_wechat({}), "sign-in");
                must_be(session.is_new_user, "sign-in", "the person was not new to the server");
                return std::vector{say("a new user, ", "新用户 ") + session.user->id};
              });
  for (Client* client : {web_.get(), mini_program_.get()}) {
    const bool web = client == web_.get();
    story_.step(web ? "web" : kMiniProgram,
                say("sends a signed request of its own", "自己发一个已签名的请求"),
                {{{"GET /api/user/profile 200", 1}}, {}}, [&] {
                  const auto answer = must(fetch_by(*client), "fetch");
                  must_be(answer.status == 200, "fetch", "status " + std::to_string(answer.status));
                  return std::vector{std::to_string(answer.body.size()) +
                                     say(" bytes for the application", " 字节，交给应用")};
                });
  }
}

void Unified::expire_and_refresh() {
  story_.control().advance_clock(kSixteenMinutes);
  story_.step(
      kMiniProgram,
      std::to_string(kWaitingCallers) + say(" callers at once, sixteen minutes later: one refresh",
                                            " 个调用同时发出，十六分钟之后：只刷新一次"),
      {{{"GET /api/user/profile 401", kAtLeastOnce},
        {"POST /api/auth/refresh 200", 1},
        {"GET /api/user/profile 200", kWaitingCallers}},
       {"refreshed"}},
      [this] {
        return std::vector{must_serve_all(kWaitingCallers,
                                          [this] {
                                            const auto answer = fetch_by(*mini_program_);
                                            return answer && answer->status == 200;
                                          }) +
                           say(" after one refresh", "，只刷新了一次")};
      });
}

void Unified::bind_from_the_web() {
  story_.control().sign_in_at_clerk(clerk_user_);
  story_.step("web",
              say("makes a bind code (signed in afresh at Clerk, as that takes)",
                  "生成绑定码（为此刚在 Clerk 重新登录过）"),
              {{{"POST /api/bind-codes 201", 1}}, {"issued"}}, [this] {
                const auto code = must(web_->create_bind_code({.target = "wechat"}), "bind code");
                bind_code_ = code.bind_code;
                binding_id_ = code.binding_id;
                return std::vector{
                    say("code ", "绑定码 ") + code.bind_code + say(", good for ", "，有效期 ") +
                    std::to_string(static_cast<int>(code.expires_in_ms / 1000)) + say(" s", " 秒")};
              });
  redeem_and_accept(*mini_program_, kMiniProgram, "web");
  story_.step(
      "web",
      say("types the number; the mini-program has waited, and renews itself",
          "输入数字；小程序一直在等，得知后刷新自己的会话"),
      // More than once where the wait comes after the confirmation: then its token has ended.
      {{{"POST /api/bindings/{id}/confirm 200", 1},
        {"GET /api/bindings/{id} 200", 1},
        {"POST /api/auth/refresh 200", kAtLeastOnce}},
       {"confirmed", "absorbed"}},
      [this] {
        auto waiting = mini_program_->begin(
            hufu::WaitForBinding{.binding_id = binding_id_, .since = "accepted"});
        const auto confirmed =
            web_->confirm_binding({.binding_id = binding_id_, .number = number_});
        if (!confirmed) mini_program_->close();  // nothing will come that is worth waiting for
        const auto seen = waiting.get();
        return std::vector{say("the web says ", "网页端：") + must(confirmed, "confirm").state +
                           say(", the mini-program sees ", "，小程序端：") +
                           must(seen, "wait").state};
      });
  see_one_person();
}

void Unified::see_one_person() {
  story_.step(
      "web", say("asks who it is, and so does the mini-program", "查询当前是谁，小程序也查一次"),
      {{{"GET /api/user/profile 200", 2}}, {}}, [this] {
        const auto here = must(web_->fetch_profile(), "profile");
        const auto there = must(mini_program_->fetch_profile(), "profile");
        must_be(here.id == there.id, "profile",
                "the two halves are two users: " + here.id + " and " + there.id);
        must_be(here.identities.size() == 2, "profile", "the person does not have both identities");
        return std::vector{say("both halves are user ", "两端都是用户 ") + here.id};
      });
}

void Unified::redeem_and_accept(Client& redeemer, const std::string& who,
                                const std::string& other_half) {
  story_.step(
      who, say("redeems the code and sees whose account it is", "输入绑定码，看到对方是谁的账号"),
      {{{"POST /api/bind-account 202", 1}}, {"redeemed"}}, [&] {
        const auto binding = must(redeemer.redeem_bind_code({.bind_code = hufu::Secret(bind_code_),
                                                             .platform = other_half}),
                                  "redeem");
        must_be(binding.preview.has_value(), "redeem", "the answer has no preview");
        return std::vector{described(*binding.preview)};
      });
  story_.step(who, say("joins that account and shows a number", "同意绑定，并显示一个数字"),
              {{{"POST /api/bindings/{id}/accept 200", 1}}, {"accepted"}}, [&] {
                number_ =
                    must(redeemer.accept_binding({.binding_id = binding_id_}), "accept").number;
                return std::vector{say("the number is ", "数字是 ") + number_};
              });
}

void Unified::change_profile_and_read_it() {
  story_.step("web", say("changes the nickname", "修改昵称"),
              {{{"PUT /api/user/profile 200", 1}}, {}}, [this] {
                return std::vector{
                    must(web_->update_profile({.nickname = "Hua 小华"}), "profile").nickname};
              });
  story_.step(
      kMiniProgram, say("reads it", "读取昵称"), {{{"GET /api/user/profile 200", 1}}, {}}, [this] {
        const auto profile = must(mini_program_->fetch_profile(), "profile");
        must_be(profile.nickname == "Hua 小华", "profile", "it still reads " + profile.nickname);
        return std::vector{profile.nickname};
      });
}

void Unified::sign_out() {
  story_.step(
      kMiniProgram,
      say("signs out; no token is left to sign with", "退出登录，再没有令牌可用来签名"),
      {{{"POST /api/auth/logout 204", 1}}, {"signed_out"}}, [this] {
        must(mini_program_->sign_out({}), "sign-out");
        const auto refused = fetch_by(*mini_program_);
        must_be(refused.is(hufu::Errc::signed_out), "sign-out", "a request could still be signed");
        return std::vector<std::string>{
            say("a signed request is refused before it is sent", "要签名的请求还没发出就被拒绝")};
      });
}

void Unified::bind_from_the_mini_program() {
  story_.step(
      "web", say("uses her Clerk session", "带着 Clerk 会话访问"),
      {{{"GET /api/user/profile 200", 1}}, {}}, [this] {
        return std::vector{say("user ", "用户 ") + must(web_->fetch_profile(), "profile").id};
      });
  story_.step(
      kMiniProgram, say("signs in with a code of wx.login", "用 wx.login 的 code 登录"),
      {{{"POST /api/wechat/login 200", 1}}, {"signed_in"}}, [this] {
        return std::vector{say("user ", "用户 ") +
                           must(mini_program_->sign_in_with_wechat({}), "sign-in").user->id};
      });
  story_.step(kMiniProgram, say("makes a bind code", "生成绑定码"),
              {{{"POST /api/bind-codes 201", 1}}, {"issued"}}, [this] {
                const auto code =
                    must(mini_program_->create_bind_code({.target = "web"}), "bind code");
                bind_code_ = code.bind_code;
                binding_id_ = code.binding_id;
                return std::vector{say("code ", "绑定码 ") + code.bind_code};
              });
  redeem_and_accept(*web_, "web", "wechat");
  story_.step(kMiniProgram, say("types the number that the page shows", "输入网页上显示的数字"),
              {{{"POST /api/bindings/{id}/confirm 200", 1}}, {"confirmed"}}, [this] {
                const auto binding = must(
                    mini_program_->confirm_binding({.binding_id = binding_id_, .number = number_}),
                    "confirm");
                return std::vector{say("the binding is ", "绑定状态：") + binding.state};
              });
  see_one_person();
}

}  // namespace

void tell_unified(Story& story) { Unified(story).tell(); }

}  // namespace demo
