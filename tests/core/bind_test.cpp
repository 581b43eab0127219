// Joining the two halves: requests, waiting, and what becomes of the session.
#include <catch2/catch_test_macros.hpp>

#include "text/json.h"
#include "world.h"

namespace hufu::test {
namespace {

struct Halves {
  Halves() {
    world.store_session(0, 15 * kMinute);
    world.http = [this](const HttpEffect& request) {
      sent.push_back(request);
      if (request.flow == "refresh") return world.server(request);
      return reply(request);
    };
  }
  const HttpEffect& last() const { return sent.back(); }

  World world;
  std::vector<HttpEffect> sent;
  std::function<Answer(const HttpEffect&)> reply;
};

Answer binding(const std::string& state, const std::string& role = "redeemer") {
  return json_answer(200, R"({"bindingId":"b1","state":")" + state + R"(","role":")" + role +
                              R"(","expiresIn":120})");
}

WaitForBinding wait_for(const std::string& since = "") {
  WaitForBinding wait;
  wait.binding_id = "b1";
  wait.since = since;
  return wait;
}

TEST_CASE("Each step sends what the backend expects, signed, and reads what it answers") {
  Halves halves;
  Process process(halves.world);
  halves.reply = [](const HttpEffect&) {
    return json_answer(201,
                       R"({"bindingId":"b1","bindCode":"BCDFG-HJKLM","qr":"s","expiresIn":300})");
  };
  CreateBindCode create;
  create.target = "wechat";
  const BindCode code = process.call(create).value();
  CHECK(code.bind_code == "BCDFG-HJKLM");
  CHECK(code.qr == "s");
  CHECK(code.expires_in_ms == 300'000);
  CHECK(halves.last().url == "https://api.example.com/api/bind-codes");
  CHECK(halves.last().body.reveal() == R"({"target":"wechat"})");
  CHECK(header(halves.last().headers, "Authorization") == "Bearer A1");

  halves.reply = [](const HttpEffect&) {
    return json_answer(202, R"({"bindingId":"b1","state":"pending","preview":)"
                            R"({"nickname":"T***r","platform":"web","provider":"clerk"}})");
  };
  RedeemBindCode redeem;
  redeem.bind_code = Secret("BCDFG-HJKLM");
  redeem.platform = "web";
  CHECK(process.call(redeem).value().preview->nickname == "T***r");
  CHECK(halves.last().url == "https://api.example.com/api/bind-account");

  halves.reply = [](const HttpEffect&) {
    return json_answer(200, R"({"bindingId":"b1","state":"accepted","number":"42"})");
  };
  AcceptBinding accept;
  accept.binding_id = "b1";
  CHECK(process.call(accept).value().number == "42");
  CHECK(halves.last().url == "https://api.example.com/api/bindings/b1/accept");

  halves.reply = [](const HttpEffect&) { return HttpAnswer{204, {}, ""}; };
  DeclineBinding decline;
  decline.binding_id = "b1";
  CHECK(process.call(decline));
  Unbind unbind;
  unbind.provider = "wechat";
  CHECK(process.call(unbind));
  CHECK(halves.last().method == "DELETE");

  halves.reply = [](const HttpEffect&) {
    return json_answer(202, R"({"bindingId":"b9","state":"pending","role":"redeemer"})");
  };
  MergeAccounts merge;
  merge.bind_code = Secret("BCDFG-HJKLM");
  merge.platform = "web";
  merge.survivor = "issuer";
  CHECK(process.call(merge).value().binding_id == "b9");
}

TEST_CASE("Refusals keep their own names") {
  struct Row {
    int status;
    std::string code;
    Errc meaning;
  };
  const std::vector<Row> rows = {{400, "bind_code_invalid", Errc::bind_code_invalid},
                                 {422, "wrong_number", Errc::wrong_number},
                                 {409, "binding_declined", Errc::binding_declined},
                                 {410, "binding_expired", Errc::binding_expired},
                                 {409, "already_linked", Errc::already_linked},
                                 {409, "provider_already_linked", Errc::provider_already_linked},
                                 {422, "identity_already_exists", Errc::identity_in_use},
                                 {422, "single_identity_not_deletable", Errc::last_identity},
                                 {403, "reauth_required", Errc::reauth_required}};
  for (const Row& row : rows) {
    INFO(row.code);
    Halves halves;
    Process process(halves.world);
    halves.reply = [&](const HttpEffect&) {
      return json_answer(row.status, R"({"error":")" + row.code + R"("})");
    };
    ConfirmBinding confirm;
    confirm.binding_id = "b1";
    const Result<Binding> outcome = process.call(confirm);
    REQUIRE(outcome.is(row.meaning));
    CHECK(outcome.error().http_status == row.status);
    CHECK(process.state() == SessionState::signed_in);
    CHECK(process.requests("refresh") == 0);
  }
}

TEST_CASE("A confirmation that brings a session: it is saved before it is used, the person stays") {
  Halves halves;
  Process process(halves.world);
  halves.reply = [](const HttpEffect&) {
    return json_answer(200, R"({"state":"confirmed","session":)"
                            R"({"token":"A7","refreshToken":"R7","expiresIn":900}})");
  };
  process.held_back = [](const Effect& effect) { return name(effect) == "save"; };
  ConfirmBinding confirm;
  confirm.binding_id = "b1";
  confirm.number = "42";
  const OperationId confirming = process.begin(confirm);
  process.settle();
  CHECK(halves.last().body.reveal() == R"({"number":"42"})");
  CHECK(process.done.empty());
  CHECK(process.authorize("https://api.example.com/").authorization == "Bearer A1");
  process.held_back = nullptr;
  process.settle();
  CHECK(process.outcome<Binding>(confirming).value().binding_id == "b1");
  CHECK(process.authorize("https://api.example.com/").authorization == "Bearer A7");
  CHECK(halves.world.store.session().find("R7") != std::string::npos);
  CHECK(process.client->user()->nickname == "Tiger");
  CHECK(process.events_of(EventKind::signed_in) == 1);
  CHECK(process.events_of(EventKind::refreshed) == 1);
  CHECK(halves.world.locks_at_rest());
}

TEST_CASE("A session that a confirmation brings after a sign-out is void") {
  Halves halves;
  Process process(halves.world);
  halves.reply = [](const HttpEffect& request) -> Answer {
    if (request.flow == "sign_out") return HttpAnswer{204, {}, ""};
    return json_answer(200, R"({"state":"confirmed","session":)"
                            R"({"token":"A7","refreshToken":"R7","expiresIn":900}})");
  };
  process.held_back = [](const Effect& effect) { return is_http(effect, "confirm_binding"); };
  const OperationId confirming = process.begin(ConfirmBinding{"b1", "42"});
  process.settle();
  CHECK(process.call(SignOut{}));
  process.held_back = nullptr;
  process.settle();
  CHECK(process.outcome<Binding>(confirming).is(Errc::cancelled));
  CHECK(process.state() == SessionState::signed_out);
  CHECK_FALSE(halves.world.store.has_session());
}

// ---- waiting ------------------------------------------------------------------------------------

TEST_CASE("Waiting looks at the present state, then holds a long poll until it changes") {
  Halves halves;
  Process process(halves.world);
  process.held_back = [](const Effect& effect) { return is_http(effect, "wait_for_binding"); };
  const OperationId waiting = process.begin(wait_for());
  process.settle();
  const auto polls = [&] { return process.requests("wait_for_binding"); };
  CHECK(polls() == 1);
  process.answer(process.find("http")->id, binding("pending"));
  process.settle();
  CHECK(polls() == 2);  // at once
  const auto& held = std::get<HttpEffect>(process.find("http")->effect);
  CHECK(held.url == "https://api.example.com/api/bindings/b1?wait=20&since=pending");
  halves.world.advance(20'000);
  process.answer(process.find("http")->id, binding("pending"));
  process.settle();
  CHECK(polls() == 3);  // it was held: again at once
  halves.world.advance(3'000);
  process.answer(process.find("http")->id, binding("accepted"));
  CHECK(process.outcome<Binding>(waiting).value().state == "accepted");
}

TEST_CASE("A server that does not hold polls is asked every five seconds") {
  Halves halves;
  Process process(halves.world);
  halves.reply = [](const HttpEffect&) { return binding("pending"); };
  process.begin(wait_for("pending"));
  process.run(kMinute - 1);
  CHECK(process.requests("wait_for_binding") == 12);
}

TEST_CASE("Trouble that passes does not end the waiting; ten minutes do") {
  for (const Answer& trouble :
       {Answer(FailedAnswer{Errc::network, ""}), Answer(json_answer(503, "")),
        Answer(json_answer(429, "", {{"Retry-After", "20"}})),
        Answer(json_answer(200, "<html>"))}) {
    Halves halves;
    halves.world.server.life_ms = kHour;
    Process process(halves.world);
    halves.reply = [&](const HttpEffect&) { return trouble; };
    const OperationId waiting = process.begin(wait_for("pending"));
    process.run(3 * kMinute);
    CHECK(process.done.empty());
    const int polls = process.requests("wait_for_binding");
    CHECK(polls >= 9);
    CHECK(polls <= 37);
    halves.reply = [](const HttpEffect&) { return binding("accepted"); };
    process.run(kMinute);
    CHECK(process.outcome<Binding>(waiting).value().state == "accepted");
  }
  Halves halves;
  Process process(halves.world);
  halves.reply = [](const HttpEffect&) { return binding("pending"); };
  const OperationId waiting = process.begin(wait_for("pending"));
  process.run(11 * kMinute);
  CHECK(process.outcome<Binding>(waiting).is(Errc::binding_expired));
  CHECK(process.pending.empty());
}

TEST_CASE("How a binding ended is told") {
  struct Row {
    std::string state;
    std::optional<Errc> error;
  };
  for (const Row& row :
       {Row{"declined", Errc::binding_declined}, Row{"expired", Errc::binding_expired},
        Row{"already_linked", {}}, Row{"confirmed", {}}}) {
    INFO(row.state);
    Halves halves;
    Process process(halves.world);
    halves.reply = [&](const HttpEffect&) { return binding(row.state, "issuer"); };
    const Result<Binding> outcome = process.call(wait_for());
    if (row.error) {
      CHECK(outcome.is(*row.error));
    } else {
      CHECK(outcome.value().state == row.state);
    }
    CHECK(process.requests("refresh") == 0);
    CHECK(process.requests("wait_for_binding") == 1);
  }
}

TEST_CASE("A token that is refused for good ends the waiting at once") {
  Halves halves;
  Process process(halves.world);
  halves.reply = [](const HttpEffect&) { return json_answer(401, R"({"error":"invalid_token"})"); };
  CHECK(process.call(wait_for("pending")).is(Errc::token_rejected));
  CHECK(process.requests("refresh") == 1);
}

TEST_CASE("After a confirmed binding the redeemer's session is renewed, and speaks for both") {
  Halves halves;
  Process process(halves.world);
  halves.reply = [](const HttpEffect&) { return binding("confirmed"); };
  CHECK(process.call(wait_for("accepted")).value().state == "confirmed");
  CHECK(process.requests("refresh") == 1);
  CHECK(process.authorize("https://api.example.com/").authorization == "Bearer A2");
  CHECK(halves.world.locks_at_rest());
}

TEST_CASE(
    "If that renewal fails for the moment, the token is still good and the renewal comes later") {
  Halves halves;
  Process process(halves.world);
  halves.reply = [](const HttpEffect&) { return binding("confirmed"); };
  const auto http = halves.world.http;
  halves.world.http = [&](const HttpEffect& request) -> Answer {
    if (request.flow == "refresh") return json_answer(503, "");
    return http(request);
  };
  CHECK(process.call(wait_for("accepted")).value().state == "confirmed");
  CHECK(process.call(GetAccessToken{}).value().token.reveal() == "A1");
  CHECK(process.authorize("https://api.example.com/").authorization == "Bearer A1");
  CHECK(process.requests("refresh") == 1);
  halves.world.http = http;
  halves.world.advance(kMinute);
  CHECK(process.authorize("https://api.example.com/").verdict == Verdict::needs_token);
  CHECK(process.call(GetAccessToken{}).value().token.reveal() == "A2");
}

TEST_CASE("Giving the waiting up gives its poll or its pause up") {
  for (const bool pausing : {true, false}) {
    Halves halves;
    Process process(halves.world);
    halves.reply = [](const HttpEffect&) { return binding("pending"); };
    if (!pausing) process.held_back = [](const Effect& e) { return is_http(e, ""); };
    const OperationId waiting = process.begin(wait_for("pending"));
    process.settle();
    REQUIRE(process.pending.size() == 1);
    process.cancel(waiting);
    CHECK(process.pending.empty());
    CHECK(process.cancelled.size() == 1);
  }
}

TEST_CASE("Ids that would ask for another resource are refused, others are encoded") {
  Halves halves;
  Process process(halves.world);
  halves.reply = [](const HttpEffect&) { return binding("accepted"); };
  for (const std::string id : {"", ".", ".."}) {
    INFO(id);
    CHECK(process.call(AcceptBinding{id}).is(Errc::invalid_argument));
    CHECK(process.call(ConfirmBinding{id, "42"}).is(Errc::invalid_argument));
    CHECK(process.call(DeclineBinding{id}).is(Errc::invalid_argument));
    CHECK(process.call(WaitForBinding{id, "pending"}).is(Errc::invalid_argument));
    CHECK(process.call(Unbind{id}).is(Errc::invalid_argument));
  }
  CHECK(halves.sent.empty());
  CHECK(process.call(AcceptBinding{"../a?b#c/\r\n%"}));
  CHECK(halves.last().url ==
        "https://api.example.com/api/bindings/..%2Fa%3Fb%23c%2F%0D%0A%25/accept");
}

TEST_CASE("An answer about the person before is not told of the one who signed in since") {
  Halves halves;
  Process process(halves.world);
  halves.reply = [&](const HttpEffect& request) {
    if (request.flow == "sign_in_with_wechat") return halves.world.server(request);
    return Answer(json_answer(200, R"({"id":"u-old","nickname":"Old"})"));
  };
  process.held_back = [](const Effect& effect) { return is_http(effect, "fetch_profile"); };
  const OperationId profile = process.begin(FetchProfile{});
  process.settle();
  const OperationId user = process.begin(GetUser{});
  sign_in(process);
  process.held_back = nullptr;
  process.settle();
  CHECK(process.outcome<Profile>(profile).value().nickname == "Old");
  CHECK(process.outcome<User>(user));
  CHECK(process.client->user()->nickname == "Tiger");
}

}  // namespace
}  // namespace hufu::test
