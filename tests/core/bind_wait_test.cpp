// Waiting for the other half: polls, pauses, how it ends.
#include <catch2/catch_test_macros.hpp>

#include "halves.h"

namespace hufu::test {
namespace {

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

TEST_CASE("Who draws a link waits until it should be another one, who draws none does not (B18)") {
  Halves halves;
  Process process(halves.world);
  std::string scene = "one";
  halves.reply = [&](const HttpEffect&) {
    return json_answer(200, R"({"bindingId":"b1","state":"issued","role":"issuer",)"
                            R"("url":"https://example.com/m/?scene=)" +
                                scene + R"("})");
  };
  WaitForBinding drawn = wait_for("issued");
  drawn.url = "https://example.com/m/?scene=one";
  const OperationId waiting = process.begin(drawn);
  const OperationId drawing_none = process.begin(wait_for("issued"));
  process.run(kMinute);
  CHECK(process.done.empty());
  scene = "two";
  process.run(5'000);
  const Binding news = process.outcome<Binding>(waiting).value();
  CHECK(news.state == "issued");
  CHECK(news.url == "https://example.com/m/?scene=two");
  drawn.url = news.url;
  const OperationId waiting_on = process.begin(drawn);
  process.run(kMinute);
  CHECK(process.done.size() == 1);
  halves.reply = [](const HttpEffect&) { return binding("pending", "issuer"); };
  process.run(5'000);
  CHECK(process.outcome<Binding>(waiting_on).value().state == "pending");
  CHECK(process.outcome<Binding>(drawing_none).value().url.empty());
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
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A1");
  CHECK(process.authorize("https://api.example.com/").authorization == "Bearer A1");
  CHECK(process.requests("refresh") == 1);
  halves.world.http = http;
  halves.world.advance(kMinute);
  CHECK(process.authorize("https://api.example.com/").verdict == Verdict::needs_token);
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A2");
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

}  // namespace
}  // namespace hufu::test
