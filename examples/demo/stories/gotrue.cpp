// GoTrue, as Supabase and MemFire serve it: WeChat's QR code with PKCE, the same person in the
// mini-program, e-mail and password, sign-out of one or all.
#include "people.h"
#include "qr_page.h"
#include "stories/stories.h"

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
    story_.chapter("A page signs in by WeChat's QR code, with PKCE");
    begin_and_finish();
    read_and_change_the_user();
    refresh_once();
    story_.chapter("The same person in the mini-program");
    sign_in_on_the_phone();
    story_.chapter("Somebody with e-mail and password, on two devices");
    sign_up_and_in();
    leave();
  }

 private:
  void begin_and_finish() {
    story_.step(
        "web", "asks to sign in with wechat_qr; keeps the verifier, shows the page", {}, [this] {
          must(page_->sign_in_with_oauth({.provider = "wechat_qr", .redirect_to = kLanding}),
               "sign-in");
          must_be(!opened_.empty(), "sign-in", "no page was shown");
          return std::vector{"to be opened: " + opened_.substr(0, opened_.find('&')) + "…"};
        });
    story_.step("browser", "opens it; the person confirms on WeChat's page and comes back",
                {{{"GET /auth/v1/authorize 302", 1},
                  {"GET /wechat/connect/qrconnect 200", 1},
                  {"GET /wechat/connect/confirm 302", 1},
                  {"GET /auth/v1/callback 302", 1}},
                 {}},
                [this] {
                  const std::string landed = sign_in_by_qr_code(opened_, story_.server(), person_);
                  code_ = parameter(landed, "code");
                  must_be(!code_.empty(), "sign-in", "it came back without a code");
                  return std::vector{"at " + landed.substr(0, landed.find('?')) + " with a code"};
                });
    steal();
    story_.step("web", "exchanges the code and the verifier for a session",
                {{{"POST /auth/v1/token 200", 1}}, {"signed_in"}}, [this] {
                  const auto session = must(
                      page_->exchange_code_for_session({.code = hufu::Secret(code_)}), "exchange");
                  must_be(session.user.has_value(), "exchange", "nobody says who it is");
                  user_ = session.user->id;
                  return std::vector{"user " + user_ + ", " + session.user->nickname + ", for " +
                                     duration(session.expires_in_ms)};
                });
  }

  // The code alone is worth nothing: whoever takes it has the verifier of another beginning.
  void steal() {
    story_.step("somebody else", "has seen the code, and tries it with a verifier of their own",
                {{{"POST /auth/v1/token 400", 1}}, {}}, [this] {
                  const auto thief = open_gotrue_page(story_.server(), [](const std::string&) {});
                  must(
                      thief->sign_in_with_oauth({.provider = "wechat_qr", .redirect_to = kLanding}),
                      "sign-in");
                  return std::vector{
                      must_refuse(thief->exchange_code_for_session({.code = hufu::Secret(code_)}),
                                  Errc::credential_invalid, "exchange")};
                });
  }

  void read_and_change_the_user() {
    story_.step("web", "reads the user", {{{"GET /auth/v1/user 200", 1}}, {}}, [this] {
      const auto profile = must(page_->fetch_profile(), "user");
      must_be(profile.id == user_ && profile.nickname == "小华", "user", "it is somebody else");
      must_be(profile.identities.size() == 1, "user", "not one identity");
      return std::vector{profile.nickname + ", who signs in with " +
                         profile.identities[0].provider};
    });
    story_.step("web", "changes the name", {{{"PUT /auth/v1/user 200", 1}}, {}}, [this] {
      const auto profile = must(page_->update_profile({.nickname = "Hua"}), "user");
      must_be(profile.nickname == "Hua", "user", "it reads " + profile.nickname);
      return std::vector{profile.nickname};
    });
  }

  // GoTrue says 403 bad_jwt, not 401, of a token that has ended.
  void refresh_once() {
    story_.control().advance_clock(kSixteenMinutes);
    story_.step(
        "web",
        std::to_string(kWaitingCallers) + " callers at once, sixteen minutes later: one refresh",
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
                             " after one refresh"};
        });
  }

  void sign_in_on_the_phone() {
    story_.step(kMiniProgram, "signs in with a code of wx.login: WeChat's unionid joins the two",
                {{{"GET /auth/v1/wechat_mini/login 200", 1}}, {"signed_in"}}, [this] {
                  const auto session = must(phone_->sign_in_with_wechat(), "sign-in");
                  must_be(session.user->id == user_, "sign-in",
                          "it is another user: " + session.user->id);
                  return std::vector{"user " + session.user->id + ", " + session.user->nickname};
                });
    story_.step(kMiniProgram, "reads the user", {{{"GET /auth/v1/user 200", 1}}, {}}, [this] {
      const auto profile = must(phone_->fetch_profile(), "user");
      must_be(profile.identities.size() == 2, "user", "not two identities");
      return std::vector{"signs in with " + profile.identities[0].provider + " and " +
                         profile.identities[1].provider};
    });
  }

  void sign_up_and_in() {
    story_.step("desk", "signs up", {{{"POST /auth/v1/signup 200", 1}}, {"signed_in"}}, [this] {
      const auto session =
          must(desk_->sign_up({.email = kEmail, .password = hufu::Secret("correct horse battery")}),
               "sign-up");
      must_be(session.user->id != user_, "sign-up", "it is the person above");
      return std::vector{"user " + session.user->id};
    });
    story_.step(
        "laptop", "signs in with another password", {{{"POST /auth/v1/token 400", 1}}, {}}, [this] {
          return std::vector{
              must_refuse(laptop_->sign_in_with_password(
                              {.email = kEmail, .password = hufu::Secret("wrong horse battery")}),
                          Errc::wrong_password, "sign-in")};
        });
    story_.step("laptop", "signs in with the right one",
                {{{"POST /auth/v1/token 200", 1}}, {"signed_in"}}, [this] {
                  const auto session = must(
                      laptop_->sign_in_with_password(
                          {.email = kEmail, .password = hufu::Secret("correct horse battery")}),
                      "sign-in");
                  must_be(session.user->id == desk_->user()->id, "sign-in", "it is another user");
                  return std::vector{"user " + session.user->id};
                });
  }

  void leave() {
    story_.step("laptop", "signs out everybody else",
                {{{"POST /auth/v1/logout 204", 1}}, {"signed_out"}}, [this] {
                  must(laptop_->sign_out({.scope = "others"}), "sign-out");
                  must_be(laptop_->state() == hufu::SessionState::signed_in, "sign-out",
                          "it is signed out itself");
                  return std::vector<std::string>{"and stays signed in"};
                });
    story_.step(
        "desk", "reads the user",
        {{{"GET /auth/v1/user 403", 1}, {"POST /auth/v1/token 400", 1}}, {}}, [this] {
          return std::vector{must_refuse(desk_->fetch_profile(), Errc::session_expired, "user")};
        });
    story_.step(
        "laptop", "signs out; no token is left to sign with",
        {{{"POST /auth/v1/logout 204", 1}}, {"signed_out"}}, [this] {
          must(laptop_->sign_out({.scope = "global"}), "sign-out");
          return std::vector{"a signed request is " +
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
