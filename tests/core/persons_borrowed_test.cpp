// Persons do not mix where the host lends tokens: nobody tells when another signs in there, the
// token does.
#include <catch2/catch_test_macros.hpp>
#include <utility>

#include "text/base64url.h"
#include "world.h"

namespace hufu::test {
namespace {

Config borrowed() {
  Config config = test::config();
  config.platform = Platform::web;
  config.session = SessionSource::borrowed;
  return config;
}

std::string token_of(const std::string& person, int number) {
  const std::string claims =
      R"({"sub":")" + person + R"(","jti":")" + std::to_string(number) + R"("})";
  return "eyJhbGciOiJub25lIn0." + text::to_base64url(claims).to_std() + ".c2ln";
}

// A host whose page is this person's; each token is new, and refused where `refuses` says so.
struct Lender {
  explicit Lender(World& world) {
    world.credential = [this](const CredentialEffect& asked) -> Answer {
      if (asked.credential == CredentialKind::sign_out) return CredentialAnswer{};
      if (person.empty()) return FailedAnswer{Errc::signed_out, ""};
      seen_last = person;
      return CredentialAnswer{Secret(token_of(person, ++tokens))};
    };
    world.forward = [this](const ForwardEffect& sent) {
      senders.push_back(whose(header(sent.headers, "Authorization")));
      return ForwardAnswer{refusals-- > 0 ? 401 : 200, {}};
    };
    world.http = [this](const HttpEffect& sent) -> Answer {
      senders.push_back(whose(header(sent.headers, "Authorization")));
      if (refusals-- > 0) return json_answer(401, R"({"error":"invalid_token"})");
      return json_answer(
          200, R"({"id":"A","nickname":"n","bindingId":"b","bindCode":"c","state":"confirmed"})");
    };
  }

  std::string whose(const std::string& authorization) const {
    for (const std::string each : {"A", "B"}) {
      for (int number = 0; number <= tokens; ++number) {
        if (authorization == "Bearer " + token_of(each, number)) return each;
      }
    }
    return "nobody";
  }

  std::string person = "A";
  std::string seen_last;
  int tokens = 0;
  int refusals = 0;
  std::vector<std::string> senders;
};

Fetch orders() {
  Fetch request;
  request.url = "https://api.example.com/orders";
  return request;
}

enum class Comes { unseen, after_sign_out_there, after_sign_out_here };

bool interrupt(const Operation& operation, Comes comes, int refusals, int answers) {
  World world;
  Lender lender(world);
  Process process(world, borrowed());
  process.call(orders()).value();  // A is here
  lender.senders.clear();
  lender.refusals = refusals;
  const OperationId asked = process.begin(operation);
  for (int i = 0; i < answers; ++i) {
    if (process.pending.empty()) return false;
    process.perform(process.pending.front().id);
  }
  if (process.pending.empty()) return false;
  const EffectId due = process.pending.front().id;
  if (comes == Comes::after_sign_out_there) {
    lender.person = "";
    process.held_back = [&](const Effect& effect) {
      return name(effect) != "credential" || process.find("credential")->id == due;
    };
    process.begin(CurrentAccessToken{});
    process.settle();
    process.held_back = nullptr;
  }
  if (comes == Comes::after_sign_out_here) {
    const OperationId leaving = process.begin(SignOut{});
    while (process.done.count(leaving) == 0)
      process.perform(process.pending.back().id);
  }
  lender.person = "B";
  process.run(15 * kMinute);
  INFO(answers << " answers, " << refusals << " refusals, comes " << static_cast<int>(comes));
  for (const std::string& each : lender.senders)
    CHECK(each == "A");
  REQUIRE(process.done.count(asked) == 1);
  const Result<Outcome>& outcome = process.done.at(asked);
  if (!outcome) CHECK(outcome.is(Errc::cancelled));
  // What comes first may be what shows that another is here.
  if (comes == Comes::unseen && lender.seen_last == "A") {
    CHECK(process.call(orders()).is(Errc::cancelled));
  }
  CHECK(process.call(orders()).value().status == 200);
  CHECK(lender.senders.back() == "B");
  return true;
}

TEST_CASE("O10: no request of one person carries a token lent to another, at any await") {
  const std::vector<Operation> operations = {orders(),
                                             FetchProfile{},
                                             UpdateProfile{"n"},
                                             CreateBindCode{"web"},
                                             WaitForBinding{"b", "issued"},
                                             CurrentUser{}};
  int points = 0;
  for (const Operation& operation : operations) {
    for (const Comes comes :
         {Comes::unseen, Comes::after_sign_out_there, Comes::after_sign_out_here}) {
      for (const int refusals : {0, 1}) {
        int answers = 0;
        while (interrupt(operation, comes, refusals, answers))
          ++answers;
        points += answers;
      }
    }
  }
  CHECK(points >= 100);
}

TEST_CASE("A page that shows one person learns from the first token of another") {
  World world;
  Lender lender(world);
  Process process(world, borrowed());
  process.call(orders()).value();
  lender.person = "B";
  const Result<FetchReply> first = process.call(orders());
  REQUIRE(first.is(Errc::cancelled));
  CHECK(first.error().detail == "somebody else has signed in");
  CHECK(process.events_of(EventKind::signed_in) == 2);
  CHECK(process.call(orders()).value().status == 200);
  CHECK(lender.senders == std::vector<std::string>{"A", "B"});
}

TEST_CASE("Whoever signs in after the host has said that nobody is here is served at once") {
  World world;
  Lender lender(world);
  Process process(world, borrowed());
  process.call(orders()).value();
  lender.person = "";
  CHECK(process.call(orders()).is(Errc::signed_out));
  lender.person = "B";
  CHECK(process.call(orders()).value().status == 200);
}

}  // namespace
}  // namespace hufu::test
