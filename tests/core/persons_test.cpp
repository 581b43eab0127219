// Persons do not mix: every await of every signed operation, and another person at each of them.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>
#include <utility>

#include "catalogue/operation_table.h"
#include "people.h"

namespace hufu::test {
namespace {

Fetch orders() {
  Fetch request;
  request.url = "https://api.example.com/orders";
  request.method = "POST";
  return request;
}

std::vector<Operation> signed_operations() {
  return {orders(),
          CurrentAccessToken{},
          CurrentUser{},
          FetchProfile{},
          UpdateProfile{"Tiger"},
          UploadAvatar{"/tmp/a.png"},
          BindPhone{Secret("1")},
          CreateBindCode{"web"},
          RedeemBindCode{Secret("c"), "web"},
          AcceptBinding{"b1"},
          ConfirmBinding{"b1", "12"},
          DeclineBinding{"b1"},
          WaitForBinding{"b1", "pending"},
          Unbind{"wechat"},
          MergeAccounts{Secret("c"), "web", "me"},
          LaunchOptions{1047, Json{R"({"scene":"h1sAAECAwQFBgcICQoLDA0ODw"})"}},
          ApproveScan{"s", "12"},
          DenyScan{"s"},
          OpenWebView{"https://app.example.com/"},
          PreviewDevice{"u"},
          ApproveDevice{"u", "12"},
          DenyDevice{"u"},
          SignOut{"others"}};
}

TEST_CASE("No operation is missing from those that are tried here") {
  std::set<std::string_view> tried = {"sign_in_with_wechat",
                                      "sign_in_with_oauth",
                                      "exchange_code_for_session",
                                      "sign_in_with_password",
                                      "sign_up",
                                      "sign_in_anonymously",
                                      "sign_in_with_id_token",
                                      "send_otp",
                                      "verify_otp",
                                      "resend",
                                      "recover_password",
                                      "adopt_session",
                                      "sign_in_by_scan",
                                      "open_mini_program",
                                      "enter_return_code",
                                      "finish_sign_in",
                                      "close_sign_in",
                                      "session"};  // these send no token
  // Signed as any, where the dialect has them: GoTrue's alone.
  for (const char* each : {"fetch_account", "update_account", "reauthenticate", "list_identities",
                           "link_identity", "unlink_identity", "enroll_factor", "challenge_factor",
                           "verify_factor", "remove_factor", "list_factors"})
    tried.insert(each);
  for (const Operation& each : signed_operations())
    tried.insert(std::visit([](const auto& one) { return one.kName; }, each));
  for (const OperationRow& row : kOperations) {
    INFO(std::string_view(row.name));
    CHECK(tried.count(row.name) == 1);
  }
}

// Whose tokens were sent with requests of operations, which are all A's; sign-ins and refreshes
// send none.
std::vector<std::string> senders(const Process& process, std::size_t from = 0) {
  std::vector<std::string> all;
  const auto note = [&](const std::vector<Header>& headers) {
    if (const std::string who = sender(headers); !who.empty()) all.push_back(who);
  };
  for (std::size_t i = from; i < process.log.size(); ++i) {
    const Effect& effect = process.log[i].effect;
    if (const auto* http = std::get_if<HttpEffect>(&effect)) note(http->headers);
    if (const auto* forward = std::get_if<ForwardEffect>(&effect)) note(forward->headers);
    if (const auto* upload = std::get_if<UploadEffect>(&effect)) note(upload->headers);
  }
  return all;
}

enum class Start { refused, expired, not_loaded };
enum class Comes { after_sign_out, over_a_session, in_the_store };

struct Case {
  Start start;
  Comes comes;
  bool locks;
  bool late;  ///< The answer that was due comes after all of the other person's sign-in.
};

void begin_with(Start start, World& world, People& people, Process& process) {
  const bool expired = start == Start::expired;
  world.store.texts["hufu.session"] = people.record_of("A", expired ? kHour : 0, false);
  if (!expired) people.refused_up_to["A"] = 1;
  if (start != Start::not_loaded) process.call(CurrentSession{}).value();
}

// B is here, by `comes`.
void let_in(Process& process, People& people, Comes comes) {
  people.refused_up_to["A"] = 1000;
  if (comes == Comes::in_the_store) {
    process.world.store.texts["hufu.session"] = people.record_of("B");
    return;
  }
  if (comes == Comes::after_sign_out) process.begin(SignOut{});
  begin_sign_in(process, "B");
}

// False once the operation is over before it can be interrupted.
bool interrupt(const Operation& operation, const Case& how, std::size_t answers) {
  World world;
  world.host_has_locks = how.locks;
  People people(world);
  Process process(world);
  begin_with(how.start, world, people, process);
  const OperationId asked = process.begin(operation);
  for (std::size_t i = 0; i < answers; ++i) {
    if (process.pending.empty()) return false;
    const Pending& next = process.pending.front();
    if (std::holds_alternative<SleepEffect>(next.effect)) world.advance(10'000);
    process.perform(next.id);
  }
  if (process.pending.empty()) return false;
  const Pending due = process.pending.front();
  // Whom the store has is known by reading it; and what is being written at this moment is written.
  const bool in_store = how.comes == Comes::in_the_store;
  if (in_store && how.start == Start::not_loaded && answers == 0) return true;
  if (in_store && std::holds_alternative<SaveEffect>(due.effect)) return true;

  let_in(process, people, how.comes);
  if (how.late) {
    process.held_back = [&](const Effect& effect) {
      return name(effect) == name(due.effect) && process.find(name(due.effect))->id == due.id;
    };
    process.run(kMinute);
    process.held_back = nullptr;
  } else {
    process.perform(due.id);
  }
  process.run(15 * kMinute);

  INFO(std::visit([](const auto& one) { return one.kName; }, operation)
       << " after " << answers << " answers, due " << name(due.effect) << ", start "
       << static_cast<int>(how.start) << ", comes " << static_cast<int>(how.comes)
       << (how.locks ? ", locks" : "") << (how.late ? ", late" : ""));
  for (const Pending& each : process.log)
    UNSCOPED_INFO(name(each.effect));
  for (const std::string& each : senders(process))
    CHECK(each == "A");
  REQUIRE(process.done.count(asked) == 1);
  const Result<Outcome>& outcome = process.done.at(asked);
  if (outcome && std::holds_alternative<AccessToken>(*outcome)) {
    CHECK(owner(std::get<AccessToken>(*outcome).token) == "A");
  }
  if (!outcome) {
    // A request that was refused again after its renewal has been refused for good.
    const Errc code = outcome.error().code;
    const bool twice = code == Errc::token_rejected && senders(process).size() > 1;
    CHECK((code == Errc::cancelled || code == Errc::signed_out || twice));
  }
  CHECK(owner_of_store(world) == "B");
  CHECK(world.locks_at_rest());
  CHECK(process.pending.empty());
  return true;
}

TEST_CASE("O10: no request of one person carries a token of the next, at any await") {
  std::size_t points = 0;
  for (const Operation& operation : signed_operations()) {
    for (const Start start : {Start::refused, Start::expired, Start::not_loaded}) {
      for (const Comes comes :
           {Comes::after_sign_out, Comes::over_a_session, Comes::in_the_store}) {
        for (const bool locks : {true, false}) {
          for (const bool late : {true, false}) {
            const Case how{start, comes, locks, late};
            std::size_t answers = 0;
            while (interrupt(operation, how, answers))
              ++answers;
            CHECK(answers < 40);
            points += answers;
          }
        }
      }
    }
  }
  CHECK(points > 2500);
}

TEST_CASE("O10: a call that waits while somebody else signs in ends with cancelled, unsent") {
  World world;
  People people(world);
  Process process(world);
  world.store.texts["hufu.session"] = people.record_of("A");
  process.call(CurrentSession{}).value();
  process.held_back = [](const Effect& effect) { return name(effect) == "forward"; };
  const OperationId asked = process.begin(orders());
  process.settle();
  people.refused_up_to["A"] = 1000;
  process.begin(SignOut{});
  begin_sign_in(process, "B");
  process.settle();
  process.held_back = nullptr;
  process.settle();
  const Result<FetchReply> outcome = process.outcome<FetchReply>(asked);
  REQUIRE(outcome.is(Errc::cancelled));
  CHECK(outcome.error().detail == "somebody else has signed in");
  CHECK(process.forwarded.size() == 1);
}

TEST_CASE("O10: the same person who signs in again goes on with what was under way") {
  World world;
  People people(world);
  Process process(world);
  world.store.texts["hufu.session"] = people.record_of("A");
  process.call(CurrentSession{}).value();
  process.held_back = [](const Effect& effect) { return name(effect) == "forward"; };
  const OperationId asked = process.begin(orders());
  process.settle();
  people.refused_up_to["A"] = 1;
  begin_sign_in(process, "A");
  process.settle();
  process.held_back = nullptr;
  process.settle();
  CHECK(process.outcome<FetchReply>(asked).value().status == 200);
  CHECK(senders(process) == std::vector<std::string>{"A", "A"});
}

TEST_CASE("O10: wx.login that yields another person ends what waited for the one before") {
  for (const Operation& operation : signed_operations()) {
    World world;
    People people(world);
    Config config = test::config();
    config.silent_sign_in = true;
    Process process(world, config);
    world.store.texts["hufu.session"] = people.record_of("A", kHour, false);
    process.call(CurrentSession{}).value();
    people.refreshes = false;
    people.at_wechat = "B";
    const OperationId waiting = process.begin(operation);
    process.settle();
    INFO(std::visit([](const auto& one) { return one.kName; }, operation));
    CHECK(senders(process).empty());
    CHECK(process.done.at(waiting).is(Errc::cancelled));
    CHECK(owner_of_store(world) == "B");
    CHECK(process.client->user()->id == "B");
    CHECK(process.events_of(EventKind::signed_in) == 2);
    // Whoever asks now is B.
    CHECK(owner(process.call(CurrentAccessToken{}).value().token) == "B");
  }
}

}  // namespace
}  // namespace hufu::test
