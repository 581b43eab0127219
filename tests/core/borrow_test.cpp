// A borrowed session: the host's token for each request, kept nowhere.
#include <catch2/catch_test_macros.hpp>

#include "world.h"

namespace hufu::test {
namespace {

Config borrowed() {
  Config config = test::config();
  config.platform = Platform::web;
  config.session = SessionSource::borrowed;
  return config;
}

Fetch orders() {
  Fetch request;
  request.url = "https://api.example.com/orders";
  return request;
}

int credentials(const Process& process, bool fresh) {
  int count = 0;
  for (const Pending& each : process.log) {
    const auto* asked = std::get_if<CredentialEffect>(&each.effect);
    count += asked != nullptr && asked->fresh == fresh;
  }
  return count;
}

// A host whose library keeps its token until it is told that it was refused.
struct Lender {
  explicit Lender(World& world) {
    world.credential = [this](const CredentialEffect& asked) -> Answer {
      if (asked.credential == CredentialKind::sign_out) return CredentialAnswer{};
      if (asked.fresh) ++generation;
      return CredentialAnswer{Secret("W" + std::to_string(generation))};
    };
    world.forward = [this](const ForwardEffect& sent) {
      return ForwardAnswer{header(sent.headers, "Authorization") == accepted ? 200 : 401, {}};
    };
  }
  int generation = 1;
  std::string accepted = "Bearer W1";
};

TEST_CASE("Each request asks the host for a token, and nothing is stored") {
  World world;
  Lender lender(world);
  Process process(world, borrowed());
  for (int i = 0; i < 5; ++i)
    CHECK(process.call(orders()).value().status == 200);
  CHECK(credentials(process, false) == 5);
  CHECK(world.store.saves == 0);
  CHECK(world.store.loads == 0);
  CHECK(process.state() == SessionState::signed_in);
  CHECK(process.events_of(EventKind::signed_in) == 1);
  CHECK(process.authorize("https://api.example.com/").verdict == Verdict::needs_token);
  CHECK(process.authorize("https://evil.example/").verdict == Verdict::refused);
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "W1");
}

TEST_CASE("100 requests refused at once ask once for a fresh token") {
  World world;
  Lender lender(world);
  Process process(world, borrowed());
  process.held_back = [](const Effect& effect) { return name(effect) == "forward"; };
  std::vector<OperationId> requests;
  for (int i = 0; i < 100; ++i)
    requests.push_back(process.begin(orders()));
  process.settle();
  lender.accepted = "Bearer W2";
  // All are refused before the first fresh token is there.
  process.held_back = [](const Effect& effect) { return name(effect) == "credential"; };
  process.settle();
  CHECK(process.count("credential") == 1);
  process.held_back = nullptr;
  process.settle();
  for (OperationId each : requests)
    CHECK(process.outcome<FetchReply>(each).value().status == 200);
  CHECK(credentials(process, true) == 1);
  CHECK(process.forwarded.size() == 200);
}

TEST_CASE(
    "A 401 that surfaced because its body was gone makes the next call ask for a fresh token") {
  World world;
  Lender lender(world);
  Process process(world, borrowed());
  lender.accepted = "Bearer W2";
  Fetch once = orders();
  once.method = "POST";
  once.replayable = false;
  CHECK(process.call(once).value().status == 401);
  CHECK(process.call(once).value().status == 200);
  CHECK(credentials(process, true) == 1);
}

TEST_CASE("A host without a session, or with a broken token, sends nothing") {
  for (const Answer& given :
       {Answer(FailedAnswer{Errc::signed_out, ""}), Answer(CredentialAnswer{}),
        Answer(CredentialAnswer{Secret("a\r\nX-Platform: server")}),
        Answer(FailedAnswer{Errc::network, ""}), Answer(DoneAnswer{})}) {
    World world;
    Process process(world, borrowed());
    world.credential = [&](const CredentialEffect&) { return given; };
    CHECK_FALSE(process.call(orders()));
    CHECK_FALSE(process.call(FetchProfile{}));
    CHECK(process.forwarded.empty());
    CHECK(process.find("http") == nullptr);
    CHECK(process.state() == SessionState::signed_out);
  }
}

TEST_CASE("A host that yields nothing has no session any more, and is told as such") {
  World world;
  Lender lender(world);
  Process process(world, borrowed());
  CHECK(process.call(orders()));
  world.credential = [](const CredentialEffect&) { return CredentialAnswer{}; };
  CHECK(process.call(orders()).is(Errc::signed_out));
  CHECK(process.state() == SessionState::signed_out);
  CHECK(process.events_of(EventKind::signed_out) == 1);
}

TEST_CASE("Signing out asks the owner of the session") {
  World world;
  Lender lender(world);
  Process process(world, borrowed());
  CHECK(process.call(orders()));
  CHECK(process.call(SignOut{}));
  CHECK(process.state() == SessionState::signed_out);
  CHECK(process.events_of(EventKind::signed_out) == 1);
  world.credential = [](const CredentialEffect&) { return FailedAnswer{Errc::signed_out, ""}; };
  CHECK(process.call(SignOut{}));
  CHECK(world.store.erases == 0);
}

TEST_CASE("A session of our own that lies in the store is no business of a borrowed one") {
  World world;
  Lender lender(world);
  world.store_session(0, 15 * kMinute);
  Process process(world, borrowed());
  CHECK(process.call(CurrentSession{}).value().state == SessionState::signed_out);
  CHECK(process.authorize("https://api.example.com/").verdict == Verdict::needs_token);
  SignInWithWechat how;
  how.code = Secret("c");
  CHECK(process.call(std::move(how)).is(Errc::unsupported));
}

}  // namespace
}  // namespace hufu::test
