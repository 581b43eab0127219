// Joining the two halves: the steps, their refusals, and what becomes of the session.
#include <catch2/catch_test_macros.hpp>

#include "halves.h"

namespace hufu::test {
namespace {

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
  CHECK(halves.last().body.reveal() == R"({"target":"wechat","code":"mini_program"})");
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
                                 {409, "identity_cooling_down", Errc::not_allowed},
                                 {409, "too_many_merges", Errc::not_allowed},
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
  CHECK(process.outcome<Binding>(confirming).value().state == "confirmed");  // that it is
  CHECK(process.state() == SessionState::signed_out);
  CHECK_FALSE(halves.world.store.has_session());
}

TEST_CASE(
    "A session that a confirmation brings for the person before is not kept for the next one") {
  Halves halves;
  Process process(halves.world);
  halves.reply = [&](const HttpEffect& request) -> Answer {
    if (request.flow == "sign_in_with_wechat") return halves.world.server(request);
    return json_answer(200, R"({"state":"confirmed","session":)"
                            R"({"token":"A7","refreshToken":"R7","expiresIn":900}})");
  };
  process.held_back = [](const Effect& effect) { return is_http(effect, "confirm_binding"); };
  const OperationId confirming = process.begin(ConfirmBinding{"b1", "42"});
  process.settle();
  sign_in(process);
  process.held_back = nullptr;
  process.settle();
  CHECK(process.outcome<Binding>(confirming).value().state == "confirmed");
  CHECK(process.authorize("https://api.example.com/").authorization == "Bearer A1");
  CHECK(halves.world.store.session().find("A7") == std::string::npos);
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
  const OperationId user = process.begin(CurrentUser{});
  sign_in(process);
  process.held_back = nullptr;
  process.settle();
  CHECK(process.outcome<Profile>(profile).value().nickname == "Old");
  CHECK(process.outcome<User>(user));
  CHECK(process.client->user()->nickname == "Tiger");
}

}  // namespace
}  // namespace hufu::test
