// What an answer means, row by row: nobody is signed out but by a well-formed terminal answer.
#include "backend/reply_meaning.h"

#include <catch2/catch_test_macros.hpp>

#include "faults.h"
#include "world.h"

namespace hufu::test {
namespace {

using backend::CallKind;
using backend::meaning_of;
using backend::meaning_table;
using backend::MeaningRow;
using backend::Shape;

constexpr auto kCalls = {CallKind::renewal, CallKind::sign_in, CallKind::signed_call,
                         CallKind::password};

constexpr auto kTerminal = {
    "invalid_grant",     "refresh_token_not_found", "refresh_token_already_used",
    "session_not_found", "session_expired",         "user_banned"};

TEST_CASE("C3: no transient fault loses a session whose token has expired") {
  for (const Fault& fault : transient_faults()) {
    INFO(fault.name);
    World world;
    world.store_session(kHour, 15 * kMinute);
    const std::string stored = world.store.session();
    Process process(world);
    world.http = [&](const HttpEffect&) { return fault.answer; };
    const Result<AccessToken> outcome = process.call(CurrentAccessToken{});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == fault.meaning);
    CHECK(outcome.error().action() != Action::sign_in_again);
    CHECK(outcome.error().retry_after_ms > 0);
    CHECK(process.state() == SessionState::signed_in);
    CHECK(process.events_of(EventKind::signed_out) == 0);
    CHECK(process.events_of(EventKind::needs_user) == 0);
    CHECK(world.store.session() == stored);
    CHECK(world.locks_at_rest());

    world.http = [&](const HttpEffect& request) { return world.server(request); };
    world.advance(10 * kMinute);
    CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A2");
  }
}

TEST_CASE("C3: while a refresh fails the token that is still valid is served") {
  for (const Fault& fault : transient_faults()) {
    INFO(fault.name);
    World world;
    world.store_session(14 * kMinute + 1, 15 * kMinute);
    Process process(world);
    world.http = [&](const HttpEffect&) { return fault.answer; };
    CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A1");
    CHECK(process.requests("refresh") == 1);
    CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A1");
    CHECK(process.requests("refresh") == 1);
    CHECK(process.authorize("https://api.example.com/x").authorization == "Bearer A1");
    CHECK(process.state() == SessionState::signed_in);
    CHECK(world.store.has_session());
    CHECK(world.locks_at_rest());
  }
}

TEST_CASE("C3: a signed call with a valid token keeps the session through every transient fault") {
  for (const Fault& fault : transient_faults()) {
    INFO(fault.name);
    World world;
    world.store_session(0, 15 * kMinute);
    Process process(world);
    world.http = [&](const HttpEffect&) { return fault.answer; };
    const Result<Profile> outcome = process.call(FetchProfile{});
    REQUIRE_FALSE(outcome);
    // What is no answer to a renewal may be a plain refusal of another call, but never an end.
    const bool terminal_words = fault.name.starts_with("terminal code");
    if (!terminal_words) CHECK(outcome.error().code == fault.meaning);
    CHECK(outcome.error().action() != Action::sign_in_again);
    CHECK(process.state() == SessionState::signed_in);
    CHECK(process.events_of(EventKind::signed_out) == 0);
    CHECK(process.requests("refresh") == 0);
    CHECK(world.store.has_session());
  }
}

TEST_CASE("C4: each terminal answer signs out exactly once, with one event, and erases the store") {
  for (const std::string code : kTerminal) {
    for (const int status : {400, 401, 403}) {
      INFO(code << " " << status);
      World world;
      world.store_session(kHour, 15 * kMinute);
      Process process(world);
      world.http = [&](const HttpEffect&) {
        return json_answer(status, R"({"error":")" + code + R"(","message":"","requestId":"1"})");
      };
      std::vector<OperationId> callers;
      for (int i = 0; i < 20; ++i)
        callers.push_back(process.begin(CurrentAccessToken{}));
      process.settle();
      const Errc expected = code == "user_banned" ? Errc::user_banned : Errc::session_expired;
      for (OperationId each : callers)
        CHECK(process.outcome<AccessToken>(each).is(expected));
      CHECK(process.call(CurrentAccessToken{}).is(Errc::signed_out));
      CHECK(process.requests("refresh") == 1);
      CHECK(process.state() == SessionState::signed_out);
      REQUIRE(process.events_of(EventKind::signed_out) == 1);
      CHECK(process.events.back().reason == expected);
      CHECK_FALSE(world.store.has_session());
      CHECK(world.locks_at_rest());
    }
  }
}

TEST_CASE("C4: terminal words that answer another call than a renewal end nothing") {
  for (const std::string code : kTerminal) {
    World world;
    world.store_session(0, 15 * kMinute);
    Process process(world);
    world.http = [&](const HttpEffect& sent) {
      if (sent.flow == "refresh") return world.server(sent);
      return Answer(json_answer(403, R"({"error":")" + code + R"("})"));
    };
    CHECK_FALSE(process.call(FetchProfile{}));
    CHECK(process.state() == SessionState::signed_in);
    CHECK(world.store.has_session());
  }
}

TEST_CASE("Host failures that only a server may pronounce are the host's fault") {
  for (const Errc claimed : {Errc::signed_out, Errc::session_expired, Errc::user_banned,
                             Errc::token_rejected, Errc::credential_invalid}) {
    World world;
    world.store_session(kHour, 15 * kMinute);
    Process process(world);
    world.http = [&](const HttpEffect&) { return FailedAnswer{claimed, ""}; };
    CHECK(process.call(CurrentAccessToken{}).is(Errc::host_fault));
    CHECK(process.state() == SessionState::signed_in);
    CHECK(process.call(CurrentAccessToken{}).is(Errc::host_fault));
    CHECK(process.requests("refresh") == 1);  // cooling down
  }
}

// ---- properties of the table --------------------------------------------------------------------

TEST_CASE("Only a renewal that was answered with a well-formed error ends a session") {
  for (const MeaningRow& row : meaning_table()) {
    if (!row.meaning.ends_session) continue;
    INFO(std::string_view(row.server_code));
    CHECK(row.calls == static_cast<std::uint8_t>(CallKind::renewal));
    CHECK(row.shape == Shape::error);
    CHECK_FALSE(row.server_code.empty());
    CHECK(row.status_from >= 400);
    CHECK(row.status_to <= 499);
  }
}

TEST_CASE("Every row of the table is reached by some answer") {
  for (const MeaningRow& row : meaning_table()) {
    INFO(std::string_view(row.server_code) << " " << row.status_from << " " << row.status_to);
    bool reached = false;
    for (const CallKind call : kCalls) {
      if ((row.calls & static_cast<std::uint8_t>(call)) == 0) continue;
      for (int status = row.status_from; status <= row.status_to && !reached; ++status) {
        std::string code(row.server_code);
        if (row.shape == Shape::error && code.empty()) code = "something_unheard_of";
        const Shape shape = code.empty() ? Shape::any : Shape::error;
        // The first row that fits is this one.
        for (const MeaningRow& first : meaning_table()) {
          const bool fits = (first.calls & static_cast<std::uint8_t>(call)) != 0 &&
                            status >= first.status_from && status <= first.status_to &&
                            (first.shape == Shape::any || first.shape == shape) &&
                            (first.server_code.empty() || first.server_code == code);
          if (!fits) continue;
          reached = &first == &row;
          if (reached) {
            CHECK(meaning_of(call, status, shape, code).code == row.meaning.code);
            CHECK(meaning_of(call, status, shape, code).ends_session == row.meaning.ends_session);
          }
          break;
        }
      }
    }
    CHECK(reached);
  }
}

TEST_CASE("The last row fits everything, and without a code nothing ends a session") {
  const MeaningRow& last = meaning_table().back();
  CHECK(last.shape == Shape::any);
  CHECK(last.meaning.code == Errc::malformed_reply);
  for (const CallKind call : kCalls) {
    CHECK((last.calls & static_cast<std::uint8_t>(call)) != 0);
    for (int status = 0; status <= 999; ++status) {
      CHECK_FALSE(meaning_of(call, status, Shape::any, "").ends_session);
      CHECK_FALSE(meaning_of(call, status, Shape::error, "").ends_session);
      if (call != CallKind::renewal)
        CHECK_FALSE(meaning_of(call, status, Shape::error, "invalid_grant").ends_session);
    }
  }
}

}  // namespace
}  // namespace hufu::test
