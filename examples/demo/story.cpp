#include "story.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

namespace demo {
namespace {

using hufu::native::Client;

constexpr const char* kReport = "Please report it, with the output of `./dev demo --json`.";
constexpr std::int64_t kLongerThanAToken = 16 * 60 * 1000;
constexpr int kWaitingCallers = 20;

// The value of a result, or the end of the step.
template <class T>
T must(hufu::Result<T> result, const std::string& what) {
  if (result) return std::move(result).value();
  const hufu::Error& error = result.error();
  throw StepFailed(what, std::string(describe(error.code).name) + ": " + error.message(), kReport);
}

void must_be(bool holds, const std::string& what, const std::string& otherwise) {
  if (!holds) throw StepFailed(what, otherwise, kReport);
}

std::string request_line(const SeenRequest& request) {
  return request.route + " " + std::to_string(request.status);
}

// Names in a preview are masked, and only verified ones appear: WeChat's never are (B9).
std::string described(const hufu::BindingPreview& preview) {
  if (preview.nickname.empty()) return "somebody who signs in with " + preview.provider;
  return preview.nickname + ", who signs in with " + preview.provider;
}

// The backend's own calls to WeChat and Clerk carry no platform; how many there are depends on its
// caches.
bool is_of_a_client(const SeenRequest& request) { return !request.platform.empty(); }

}  // namespace

void Story::tell() {
  timeline_.heading("One person, two accounts: the web begins");
  meet_new_people("Li Hua", "小华");
  sign_in_on_both_sides();
  expire_and_refresh();
  bind_from_the_web();
  change_profile_and_read_it();
  sign_out();

  timeline_.heading("Another person: the mini-program begins");
  meet_new_people("Wang Wei", "阿伟");
  bind_from_the_mini_program();
}

// ---- how a step is told and checked -------------------------------------------------------------

void Story::step(const std::string& who, const std::string& what, const Expected& expected,
                 const Act& act) {
  const auto began = std::chrono::steady_clock::now();
  Step done{who, what, {}, {}, {}};
  try {
    done.outcome = act();
  } catch (const StepFailed& failed) {
    throw StepFailed(what, failed.what(), failed.what_to_do);
  }
  done.took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - began);
  done.requests = control_.requests_after(last_request_);
  if (!done.requests.empty()) last_request_ = done.requests.back().number;
  check(what, expected, done.requests);
  timeline_.step(done);
}

void Story::check(const std::string& what, const Expected& expected,
                  const std::vector<SeenRequest>& seen) {
  std::map<std::string, int> counted;
  for (const SeenRequest& request : seen) {
    if (is_of_a_client(request)) ++counted[request_line(request)];
  }
  for (const auto& [line, times] : expected.requests) {
    const bool fits = times == kAtLeastOnce ? counted[line] > 0 : counted[line] == times;
    must_be(fits, what,
            "the server saw \"" + line + "\" " + std::to_string(counted[line]) + " times, not " +
                (times == kAtLeastOnce ? "at least once" : std::to_string(times)));
    counted.erase(line);
  }
  must_be(counted.empty(), what,
          counted.empty() ? "" : "the server also saw \"" + counted.begin()->first + "\"");

  std::vector<std::string> events;
  for (const AuditEntry& entry : control_.audit_after(last_audit_))
    events.push_back(entry.event);
  for (const std::string& event : expected.audit) {
    must_be(std::find(events.begin(), events.end(), event) != events.end(), what,
            "the server's audit log has no entry \"" + event + "\"");
  }
}

// ---- the steps ----------------------------------------------------------------------------------

void Story::meet_new_people(const std::string& on_the_web, const std::string& in_wechat) {
  clerk_user_ = control_.add_clerk_user(on_the_web, "person@example.com");
  wechat_person_ = control_.add_wechat_person(in_wechat);
  web_ = open_web_page(server_, control_, clerk_user_);
  mini_program_ = open_mini_program(server_, control_, wechat_person_);
}

void Story::sign_in_on_both_sides() {
  step("web", "uses her Clerk session: the API meets her for the first time",
       {{{"GET /api/user/profile 200", 1}}, {}}, [this] {
         const auto profile = must(web_->fetch_profile(), "profile");
         return std::vector{"user " + profile.id};
       });
  step("mini-program", "signs in with a code of wx.login",
       {{{"POST /api/wechat/login 200", 1}}, {"signed_in"}}, [this] {
         const auto session = must(mini_program_->sign_in_with_wechat({}), "sign-in");
         must_be(session.is_new_user, "sign-in", "the person was not new to the server");
         return std::vector{"a new user, " + session.user->id};
       });
  for (Client* client : {web_.get(), mini_program_.get()}) {
    const bool web = client == web_.get();
    step(web ? "web" : "mini-program", "sends a signed request of its own",
         {{{"GET /api/user/profile 200", 1}}, {}}, [&] {
           const auto answer = must(client->fetch({.url = server_ + "/api/user/profile"}), "fetch");
           must_be(answer.status == 200, "fetch", "status " + std::to_string(answer.status));
           return std::vector{std::to_string(answer.body.size()) + " bytes for the application"};
         });
  }
}

void Story::expire_and_refresh() {
  control_.advance_clock(kLongerThanAToken);
  step("mini-program",
       std::to_string(kWaitingCallers) + " callers at once, sixteen minutes later: one refresh",
       {{{"GET /api/user/profile 401", kAtLeastOnce},
         {"POST /api/auth/refresh 200", 1},
         {"GET /api/user/profile 200", kWaitingCallers}},
        {"refreshed"}},
       [this] {
         std::atomic<int> served = 0;
         std::vector<std::thread> callers;
         for (int i = 0; i < kWaitingCallers; ++i) {
           callers.emplace_back([this, &served] {
             const auto answer = mini_program_->fetch({.url = server_ + "/api/user/profile"});
             if (answer && answer->status == 200) ++served;
           });
         }
         for (std::thread& caller : callers)
           caller.join();
         must_be(served == kWaitingCallers, "refresh",
                 "only " + std::to_string(served) + " callers were served");
         return std::vector{std::to_string(served) + " callers served after one refresh"};
       });
}

void Story::bind_from_the_web() {
  control_.sign_in_at_clerk(clerk_user_);
  step("web", "makes a bind code (signed in afresh at Clerk, as that takes)",
       {{{"POST /api/bind-codes 201", 1}}, {"issued"}}, [this] {
         const auto code = must(web_->create_bind_code({.target = "wechat"}), "bind code");
         bind_code_ = code.bind_code;
         binding_id_ = code.binding_id;
         return std::vector{"code " + code.bind_code + ", good for " +
                            std::to_string(static_cast<int>(code.expires_in_ms / 1000)) + " s"};
       });
  redeem_and_accept(*mini_program_, "mini-program", "web");
  step("web", "types the number; the mini-program, which waits, learns of it and renews itself",
       {{{"POST /api/bindings/{id}/confirm 200", 1},
         {"GET /api/bindings/{id} 200", 1},
         {"POST /api/auth/refresh 200", 1}},
        {"confirmed", "absorbed"}},
       [this] {
         auto waiting = mini_program_->begin(
             hufu::WaitForBinding{.binding_id = binding_id_, .since = "accepted"});
         const auto confirmed =
             web_->confirm_binding({.binding_id = binding_id_, .number = number_});
         if (!confirmed) mini_program_->close();  // nothing will come that is worth waiting for
         const auto seen = waiting.get();
         return std::vector{"the web says " + must(confirmed, "confirm").state +
                            ", the mini-program sees " + must(seen, "wait").state};
       });
  step("mini-program", "asks who it is", {{{"GET /api/user/profile 200", 2}}, {}}, [this] {
    const auto here = must(mini_program_->fetch_profile(), "profile");
    const auto there = must(web_->fetch_profile(), "profile");
    must_be(here.id == there.id, "profile",
            "the two halves are two users: " + here.id + " and " + there.id);
    must_be(here.identities.size() == 2, "profile", "the person does not have both identities");
    return std::vector{"both halves are user " + here.id};
  });
}

void Story::redeem_and_accept(Client& redeemer, const std::string& who,
                              const std::string& other_half) {
  step(who, "redeems the code and sees whose account it is",
       {{{"POST /api/bind-account 202", 1}}, {"redeemed"}}, [&] {
         const auto binding = must(redeemer.redeem_bind_code({.bind_code = hufu::Secret(bind_code_),
                                                              .platform = other_half}),
                                   "redeem");
         must_be(binding.preview.has_value(), "redeem", "the answer has no preview");
         return std::vector{described(*binding.preview)};
       });
  step(who, "joins that account and shows a number",
       {{{"POST /api/bindings/{id}/accept 200", 1}}, {"accepted"}}, [&] {
         number_ = must(redeemer.accept_binding({.binding_id = binding_id_}), "accept").number;
         return std::vector{"the number is " + number_};
       });
}

void Story::change_profile_and_read_it() {
  step("web", "changes the nickname", {{{"PUT /api/user/profile 200", 1}}, {}}, [this] {
    return std::vector{must(web_->update_profile({.nickname = "Hua 小华"}), "profile").nickname};
  });
  step("mini-program", "reads it", {{{"GET /api/user/profile 200", 1}}, {}}, [this] {
    const auto profile = must(mini_program_->fetch_profile(), "profile");
    must_be(profile.nickname == "Hua 小华", "profile", "it still reads " + profile.nickname);
    return std::vector{profile.nickname};
  });
}

void Story::sign_out() {
  step("mini-program", "signs out; no token is left to sign with",
       {{{"POST /api/auth/logout 204", 1}}, {"signed_out"}}, [this] {
         must(mini_program_->sign_out({}), "sign-out");
         const auto refused = mini_program_->fetch({.url = server_ + "/api/user/profile"});
         must_be(refused.is(hufu::Errc::signed_out), "sign-out", "a request could still be signed");
         return std::vector<std::string>{"a signed request is refused before it is sent"};
       });
}

void Story::bind_from_the_mini_program() {
  step("web", "uses her Clerk session", {{{"GET /api/user/profile 200", 1}}, {}},
       [this] { return std::vector{"user " + must(web_->fetch_profile(), "profile").id}; });
  step("mini-program", "signs in with a code of wx.login",
       {{{"POST /api/wechat/login 200", 1}}, {"signed_in"}}, [this] {
         return std::vector{"user " +
                            must(mini_program_->sign_in_with_wechat({}), "sign-in").user->id};
       });
  step("mini-program", "makes a bind code", {{{"POST /api/bind-codes 201", 1}}, {"issued"}},
       [this] {
         const auto code = must(mini_program_->create_bind_code({.target = "web"}), "bind code");
         bind_code_ = code.bind_code;
         binding_id_ = code.binding_id;
         return std::vector{"code " + code.bind_code};
       });
  redeem_and_accept(*web_, "web", "wechat");
  step("mini-program", "types the number that the page shows",
       {{{"POST /api/bindings/{id}/confirm 200", 1}}, {"confirmed"}}, [this] {
         const auto binding =
             must(mini_program_->confirm_binding({.binding_id = binding_id_, .number = number_}),
                  "confirm");
         return std::vector{"the binding is " + binding.state};
       });
  step("web", "asks who it is, and so does the mini-program",
       {{{"GET /api/user/profile 200", 2}}, {}}, [this] {
         const auto here = must(web_->fetch_profile(), "profile");
         const auto there = must(mini_program_->fetch_profile(), "profile");
         must_be(here.id == there.id, "profile", "the two halves are two users");
         return std::vector{"both halves are user " + here.id};
       });
}

}  // namespace demo
