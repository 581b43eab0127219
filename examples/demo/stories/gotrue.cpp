// GoTrue, as Supabase and MemFire serve it: WeChat's QR code with PKCE, the same person in the
// mini-program, e-mail and password, sign-out of one or all.
#include "people.h"
#include "qr_page.h"
#include "stories/stories.h"
#include "words.h"

namespace demo {
namespace {

using hufu::Errc;

constexpr const char* kLanding = "http://localhost:3000/private";  // the document's own
constexpr const char* kEmail = "li.hua@example.com";

class Gotrue {
 public:
  explicit Gotrue(Story& story)
      : story_(story),
        person_(story.control().add_wechat_person("小华")),
        page_(open_gotrue_page(story.server(), [this](const std::string& url) { opened_ = url; })),
        phone_(open_gotrue_mini_program(story.server(), story.control(), person_)),
        desk_(open_gotrue_page(story.server())),
        laptop_(open_gotrue_page(story.server())) {}

  void tell() {
    story_.chapter(
        say("A page signs in by WeChat's QR code, with PKCE", "网页用微信扫码登录（PKCE）"));
    begin_and_finish();
    read_and_change_the_user();
    refresh_once();
    story_.chapter(say("The same person in the mini-program", "同一个人，在小程序里"));
    sign_in_on_the_phone();
    story_.chapter(
        say("Somebody with e-mail and password, on two devices", "用邮箱和密码的人，在两台设备上"));
    sign_up_and_in();
    leave();
  }

 private:
  void begin_and_finish() {
    story_.step("web",
                say("asks to sign in with wechat_qr; keeps the verifier, shows the page",
                    "用 wechat_qr 登录：留下 verifier，打开授权页"),
                {}, [this] {
                  must(
                      page_->sign_in_with_oauth({.provider = "wechat_qr", .redirect_to = kLanding}),
                      "sign-in");
                  must_be(!opened_.empty(), "sign-in", "no page was shown");
                  return std::vector{say("to be opened: ", "要打开的地址：") +
                                     opened_.substr(0, opened_.find('&')) + "…"};
                });
    story_.step("browser",
                say("opens it; the person confirms on WeChat's page and comes back",
                    "打开授权页，本人在微信页面上确认后跳回"),
                {{{"GET /auth/v1/authorize 302", 1},
                  {"GET /wechat/connect/qrconnect 200", 1},
                  {"GET /wechat/connect/confirm 302", 1},
                  {"GET /auth/v1/callback 302", 1}},
                 {}},
                [this] {
                  const std::string landed = sign_in_by_qr_code(opened_, story_.server(), person_);
                  code_ = parameter(landed, "code");
                  must_be(!code_.empty(), "sign-in", "it came back without a code");
                  return std::vector{say("at ", "回到 ") + landed.substr(0, landed.find('?')) +
                                     say(" with a code", "，带着 code")};
                });
    steal();
    story_.step(
        "web",
        say("exchanges the code and the verifier for a session", "用 code 和 verifier 换取会话"),
        {{{"POST /auth/v1/token 200", 1}}, {"signed_in"}}, [this] {
          const auto session =
              must(page_->exchange_code_for_session({.code = hufu::Secret(code_)}), "exchange");
          must_be(session.user.has_value(), "exchange", "nobody says who it is");
          user_ = session.user->id;
          return std::vector{say("user ", "用户 ") + user_ + say(", ", "，") +
                             session.user->nickname + say(", for ", "，有效期 ") +
                             duration(session.expires_in_ms)};
        });
  }

  // The code alone is worth nothing: whoever takes it has the verifier of another beginning.
  void steal() {
    story_.step("somebody else",
                say("has seen the code, and tries it with a verifier of their own",
                    "看到了 code，用自己的 verifier 去换"),
                {{{"POST /auth/v1/token 400", 1}}, {}}, [this] {
                  const auto thief = open_gotrue_page(story_.server(), [](const std::string&) {});
                  must(
                      thief->sign_in_with_oauth({.provider = "wechat_qr", .redirect_to = kLanding}),
                      "sign-in");
                  return std::vector{
                      must_refuse(thief->exchange_code_for_session({.code = hufu::Secret(code_)}),
                                  Errc::begun_elsewhere, "exchange")};
                });
  }

  void read_and_change_the_user() {
    story_.step(
        "web", say("reads the user", "读取用户"), {{{"GET /auth/v1/user 200", 1}}, {}}, [this] {
          const auto profile = must(page_->fetch_profile(), "user");
          must_be(profile.id == user_ && profile.nickname == "小华", "user", "it is somebody else");
          must_be(profile.identities.size() == 1, "user", "not one identity");
          return std::vector{profile.nickname + say(", who signs in with ", "，登录方式：") +
                             profile.identities[0].provider};
        });
    story_.step("web", say("changes the name", "修改名字"), {{{"PUT /auth/v1/user 200", 1}}, {}},
                [this] {
                  const auto profile = must(page_->update_profile({.nickname = "Hua"}), "user");
                  must_be(profile.nickname == "Hua", "user", "it reads " + profile.nickname);
                  return std::vector{profile.nickname};
                });
  }

  // GoTrue says 403 bad_jwt, not 401, of a token that has ended.
  void refresh_once() {
    story_.control().advance_clock(kSixteenMinutes);
    story_.step("web",
                std::to_string(kWaitingCallers) +
                    say(" callers at once, sixteen minutes later: one refresh",
                        " 个调用同时发出，十六分钟之后：只刷新一次"),
                {{{"GET /auth/v1/user 403", kAtLeastOnce},
                  {"POST /auth/v1/token 200", 1},
                  {"GET /auth/v1/user 200", kWaitingCallers}},
                 {"refreshed"}},
                [this] {
                  return std::vector{must_serve_all(kWaitingCallers,
                                                    [this] {
                                                      const auto profile = page_->fetch_profile();
                                                      return profile && profile->id == user_;
                                                    }) +
                                     say(" after one refresh", "，只刷新了一次")};
                });
  }

  void sign_in_on_the_phone() {
    story_.step(kMiniProgram,
                say("signs in with a code of wx.login: WeChat's unionid joins the two",
                    "用 wx.login 的 code 登录：unionid 相同，是同一个用户"),
                {{{"GET /auth/v1/wechat_mini/login 200", 1}}, {"signed_in"}}, [this] {
                  const auto session = must(phone_->sign_in_with_wechat(), "sign-in");
                  must_be(session.user->id == user_, "sign-in",
                          "it is another user: " + session.user->id);
                  return std::vector{say("user ", "用户 ") + session.user->id + say(", ", "，") +
                                     session.user->nickname};
                });
    story_.step(kMiniProgram, say("reads the user", "读取用户"),
                {{{"GET /auth/v1/user 200", 1}}, {}}, [this] {
                  const auto profile = must(phone_->fetch_profile(), "user");
                  must_be(profile.identities.size() == 2, "user", "not two identities");
                  return std::vector{say("signs in with ", "登录方式：") +
                                     profile.identities[0].provider + say(" and ", " 和 ") +
                                     profile.identities[1].provider};
                });
  }

  void sign_up_and_in() {
    story_.step(
        "desk", say("signs up", "注册"), {{{"POST /auth/v1/signup 200", 1}}, {"signed_in"}},
        [this] {
          const auto session = must(
              desk_->sign_up({.email = kEmail, .password = hufu::Secret("correct horse battery")}),
              "sign-up");
          must_be(session.user->id != user_, "sign-up", "it is the person above");
          return std::vector{say("user ", "用户 ") + session.user->id};
        });
    story_.step("laptop", say("signs in with another password", "用错误的密码登录"),
                {{{"POST /auth/v1/token 400", 1}}, {}}, [this] {
                  return std::vector{must_refuse(
                      laptop_->sign_in_with_password(
                          {.email = kEmail, .password = hufu::Secret("wrong horse battery")}),
                      Errc::wrong_password, "sign-in")};
                });
    story_.step("laptop", say("signs in with the right one", "用正确的密码登录"),
                {{{"POST /auth/v1/token 200", 1}}, {"signed_in"}}, [this] {
                  const auto session = must(
                      laptop_->sign_in_with_password(
                          {.email = kEmail, .password = hufu::Secret("correct horse battery")}),
                      "sign-in");
                  must_be(session.user->id == desk_->user()->id, "sign-in", "it is another user");
                  return std::vector{say("user ", "用户 ") + session.user->id};
                });
  }

  void leave() {
    story_.step("laptop", say("signs out everybody else", "让其他设备退出登录"),
                {{{"POST /auth/v1/logout 204", 1}}, {"signed_out"}}, [this] {
                  must(laptop_->sign_out({.scope = "others"}), "sign-out");
                  must_be(laptop_->state() == hufu::SessionState::signed_in, "sign-out",
                          "it is signed out itself");
                  return std::vector<std::string>{say("and stays signed in", "自己仍保持登录")};
                });
    story_.step(
        "desk", say("reads the user", "读取用户"),
        {{{"GET /auth/v1/user 403", 1}, {"POST /auth/v1/token 400", 1}}, {}}, [this] {
          return std::vector{must_refuse(desk_->fetch_profile(), Errc::session_expired, "user")};
        });
    story_.step(
        "laptop", say("signs out; no token is left to sign with", "退出登录，再没有令牌可用来签名"),
        {{{"POST /auth/v1/logout 204", 1}}, {"signed_out"}}, [this] {
          must(laptop_->sign_out({.scope = "global"}), "sign-out");
          return std::vector{say("a signed request is ", "要签名的请求") +
                             must_refuse(laptop_->fetch({.url = story_.server() + "/auth/v1/user"}),
                                         Errc::signed_out, "sign-out")};
        });
  }

  Story& story_;
  std::string person_;
  std::string opened_;
  ClientPtr page_;
  ClientPtr phone_;
  ClientPtr desk_;
  ClientPtr laptop_;
  std::string code_;
  std::string user_;
};

}  // namespace

void tell_gotrue(Story& story) { Gotrue(story).tell(); }

}  // namespace demo
