// The stored record: its versions, and texts that are not ours (S6, S11).
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "text/base64url.h"
#include "text/json.h"
#include "vault/record.h"
#include "world.h"

namespace hufu::test {
namespace {

using vault::read_record;
using vault::Reading;
using vault::ReadRecord;
using vault::Record;

constexpr auto kAside = "hufu.session.set-aside";

ReadRecord read(const std::string& text) {
  return read_record(text, "unified", kBase, Now{{1'700'000'000'000}, {5'000'000}});
}

std::string letters(std::mt19937& dice, std::string_view from, std::size_t length) {
  std::string text;
  while (text.size() < length)
    text.push_back(from[dice() % from.size()]);
  return text;
}

Record random_record(std::mt19937& dice) {
  const std::string plain = "abcXYZ019-_.~+/=";
  const std::string any = "a\"\\\n\t/{}[],:é虎";
  Record record;
  record.backend = "unified";
  record.base_url = kBase;
  record.access_token = std::string_view(letters(dice, plain, 1 + dice() % 900));
  record.refresh_token = std::string_view(letters(dice, plain, dice() % 200));
  record.received = WallTime{static_cast<Millis>(dice() % 2'000'000'000) * 1000};
  record.lifetime_ms = static_cast<Millis>(dice() % 10'000'000);
  if (dice() % 2 == 0) {
    record.user.set("id", letters(dice, plain, 8)).set("nickname", "虎\"\\");
    record.user.set("avatar_url", letters(dice, "x/\n", 9));
  }
  record.needs_user = dice() % 2 == 0;
  return record;
}

TEST_CASE("S11: what is written is read again, 100 random sessions") {
  std::mt19937 dice(11);
  for (int i = 0; i < 100; ++i) {
    const Record written = random_record(dice);
    const ReadRecord back = read(vault::write_record(written).to_std());
    REQUIRE(back.reading == Reading::ok);
    CHECK(back.record.access_token == written.access_token);
    CHECK(back.record.refresh_token == written.refresh_token);
    CHECK(back.record.received.ms == written.received.ms);
    CHECK(back.record.lifetime_ms == written.lifetime_ms);
    CHECK(json::dump(back.record.user) == json::dump(written.user));
    CHECK(back.record.needs_user == written.needs_user);
    CHECK(vault::write_record(back.record) == vault::write_record(written));
  }
}

TEST_CASE("Version 1 is pinned for ever") {
  const std::string text =
      R"({"hufu_session":1,"backend":"unified","base_url":"https://api.example.com",)"
      R"("access_token":"A1","refresh_token":"R1","received_ms":1700000000000,)"
      R"("lifetime_ms":900000,"user":{"id":"u1","nickname":"Tiger","avatar_url":""}})";
  const ReadRecord back = read(text);
  REQUIRE(back.reading == Reading::ok);
  CHECK(back.record.access_token == "A1");
  CHECK(back.record.refresh_token == "R1");
  CHECK(back.record.lifetime_ms == 900'000);
  CHECK(back.record.expires.ms == 5'900'000);
  CHECK(vault::write_record(back.record) == text);
  // A field of a later day is no reason to lose the session.
  CHECK(read(R"({"later":[1,{}],)" + text.substr(1)).reading == Reading::ok);
}

TEST_CASE("Version 0, a bare token, is used until it is refused, and then needs its user") {
  World world;
  world.server.generation = 1;
  world.store.texts["hufu.session"] = "eyJhbGciOiJIUzI1NiJ9.eyJ1IjoxfQ.c2ln";
  Process process(world);
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() ==
        "eyJhbGciOiJIUzI1NiJ9.eyJ1IjoxfQ.c2ln");
  CHECK(process.authorize("https://api.example.com/").verdict == Verdict::ready);
  Fetch request;
  request.url = "https://api.example.com/";
  CHECK(process.call(request).is(Errc::session_expired));
  CHECK(process.state() == SessionState::needs_user);
  sign_in(process);
  CHECK(world.store.session().find("\"hufu_session\":1") != std::string::npos);
}

TEST_CASE("S6: no truncation of a record crashes, loops or is taken for a session") {
  std::mt19937 dice(6);
  const std::string whole = vault::write_record(random_record(dice)).to_std();
  for (std::size_t length = 1; length < whole.size(); ++length) {
    INFO(length);
    World world;
    world.store.texts["hufu.session"] = whole.substr(0, length);
    Process process(world);
    CHECK(process.call(CurrentAccessToken{}).is(Errc::signed_out));
    CHECK(process.call(CurrentAccessToken{}).is(Errc::signed_out));
    REQUIRE(process.events_of(EventKind::store_failed) == 1);
    CHECK(process.events.front().reason == Errc::malformed_reply);
    CHECK(world.store.texts[kAside] == whole.substr(0, length));
    CHECK_FALSE(world.store.has_session());
    CHECK(process.log.size() == 4);  // load, save aside and the note, erase: once
  }
}

TEST_CASE("S6: no changed byte crashes or loops, and nothing changed is lost") {
  World world;
  world.store_session(0, 15 * kMinute);
  const std::string whole = world.store.session();
  std::mt19937 dice(7);
  int aside = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text = whole;
    const std::size_t at = dice() % text.size();
    text[at] = static_cast<char>(round < 2000 ? text[at] ^ static_cast<char>(1 << dice() % 8)
                                              : static_cast<int>(dice() % 256));
    if (text == whole) continue;
    world.store.texts = {{"hufu.session", text}};
    Process process(world);
    const SessionInfo info = process.call(CurrentSession{}).value();
    const bool kept = world.store.texts["hufu.session"] == text;
    const bool moved = world.store.texts[kAside] == text;
    CHECK((kept || moved));
    if (info.state == SessionState::signed_in) CHECK(kept);
    aside += moved;
    CHECK(process.log.size() <= 5);
  }
  CHECK(aside > 1000);
}

TEST_CASE("A broken record that cannot be set aside stays, and a sign-in goes over it") {
  World world;
  world.store.texts["hufu.session"] = "{broken";
  world.store.save_fails = true;
  Process process(world);
  CHECK(process.call(CurrentSession{}).value().state == SessionState::signed_out);
  CHECK(world.store.texts["hufu.session"] == "{broken");
  world.store.save_fails = false;
  sign_in(process);
  CHECK(world.store.session().find("A1") != std::string::npos);
}

std::vector<std::string> foreign_texts() {
  World world;
  world.store_session(0, 15 * kMinute);
  const std::string ours = world.store.session();
  const auto with = [&](const std::string& what, const std::string& instead) {
    std::string text = ours;
    return text.replace(text.find(what), what.size(), instead);
  };
  return {with("\"hufu_session\":1", "\"hufu_session\":2"),
          with("https://api.example.com", "https://staging.example.com"),
          with("\"unified\"", "\"gotrue\"")};
}

TEST_CASE(
    "S11: a newer version's or another server's record is left alone until it is written over") {
  for (const std::string& text : foreign_texts()) {
    INFO(text);
    World world;
    world.store.texts["hufu.session"] = text;
    {
      Process process(world);
      CHECK(process.call(CurrentAccessToken{}).is(Errc::signed_out));
      CHECK(process.call(SignOut{}));
      REQUIRE(process.events_of(EventKind::store_failed) == 1);
      CHECK(process.events.front().reason == Errc::unsupported);
      CHECK(world.store.texts == std::map<std::string, std::string>{{"hufu.session", text}});
      CHECK(process.find("http") == nullptr);  // its token goes nowhere
    }
    {
      Process process(world);  // signs in at once, without having looked
      sign_in(process);
      CHECK(world.store.texts[kAside] == text);
      CHECK(world.store.session().find("A1") != std::string::npos);
      CHECK(process.call(SignOut{}));
      CHECK(world.store.has_only_a_note());
    }
  }
}

TEST_CASE("O14: what was set aside goes with whoever leaves, or is signed out by the server") {
  for (const bool asked : {true, false}) {
    World world;
    world.store.texts["hufu.session"] = "{broken";
    Process process(world);
    CHECK(process.call(CurrentSession{}).value().state == SessionState::signed_out);
    sign_in(process);
    CHECK(world.store.texts[kAside] == "{broken");
    if (asked) {
      CHECK(process.call(SignOut{}));
    } else {
      world.advance(15 * kMinute);
      world.http = [](const HttpEffect&) {
        return json_answer(400, R"({"error":"session_expired"})");
      };
      CHECK(process.call(CurrentAccessToken{}).is(Errc::session_expired));
    }
    CHECK(world.store.has_only_a_note());
  }
}

TEST_CASE("O14: nobody is told that all is gone while something is left that was set aside") {
  World world;
  world.store.texts["hufu.session"] = "{broken";
  Process process(world);
  CHECK(process.call(CurrentSession{}).value().state == SessionState::signed_out);
  world.store.erase_fails = true;
  CHECK(process.call(SignOut{}).is(Errc::store_unavailable));
  world.store.erase_fails = false;
  CHECK(process.call(SignOut{}));
  CHECK(world.store.has_only_a_note());
}

TEST_CASE("S11: what cannot be set aside is not written over: the new session waits in memory") {
  for (const std::string& text : foreign_texts()) {
    World world;
    world.store.texts["hufu.session"] = text;
    world.store.save_fails = true;
    Process process(world);
    sign_in(process);
    CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A1");
    CHECK(world.store.texts["hufu.session"] == text);
    world.store.save_fails = false;
    world.advance(kMinute);
    CHECK(process.call(CurrentAccessToken{}));
    CHECK(world.store.texts[kAside] == text);
    CHECK(world.store.session().find("A1") != std::string::npos);
  }
}

TEST_CASE("A store that cannot be read says so, signs nobody out, and heals") {
  World world;
  world.store_session(0, 15 * kMinute);
  world.store.load_fails = true;
  Process process(world);
  for (int i = 0; i < 3; ++i)
    CHECK(process.call(CurrentAccessToken{}).is(Errc::store_unavailable));
  CHECK(process.call(CurrentSession{}).is(Errc::store_unavailable));
  CHECK(process.events.empty());
  world.store.load_fails = false;
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A1");
  world.store.load_fails = true;  // later on memory is enough
  world.advance(15 * kMinute);
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A2");
}

TEST_CASE("Many callers at the start read the store once") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  for (int i = 0; i < 100; ++i)
    process.begin(CurrentAccessToken{});
  process.settle();
  CHECK(process.done_messages == 100);
  CHECK(world.store.loads == 1);
}

TEST_CASE("Records full of nonsense are read or refused, never believed in part") {
  for (const std::string text :
       {R"({"hufu_session":1})", R"({"hufu_session":1,"access_token":""})",
        R"({"hufu_session":1,"access_token":7})", R"({"hufu_session":"1"})",
        R"({"hufu_session":-1})", R"({"hufu_session":0.5})", R"([])", R"(null)", R"(1)", R"("")",
        R"({"hufu_session":1,"access_token":"a b","base_url":"https://api.example.com"})",
        R"({"hufu_session":1,"access_token":"a\r\nX: y","base_url":"https://api.example.com"})",
        "eyJ\n", "eyJ a", "\xff\xfe", "{\"hufu_session\":1,\"access_token\":\"\xff\"}"}) {
    INFO(text);
    CHECK(read(text).reading == Reading::corrupt);
  }
  CHECK(read(R"({"hufu_session":1e300})").reading == Reading::foreign);
  const std::string odd =
      R"({"hufu_session":1,"backend":"unified","base_url":"https://api.example.com",)"
      R"("access_token":"A","received_ms":-1e300,"lifetime_ms":1e300})";
  CHECK(read(odd).reading == Reading::ok);
  const std::string negative =
      R"({"hufu_session":1,"backend":"unified","base_url":"https://api.example.com",)"
      R"("access_token":"A","lifetime_ms":-5})";
  CHECK(read(negative).record.lifetime_ms == 0);
}

// A token that names its issuer; its signature is nobody's.
std::string token_of(const std::string& issuer) {
  return "eyJhbGciOiJub25lIn0." +
         text::to_base64url(R"({"sub":"u1","iss":")" + issuer + R"("})").to_std() + ".c2ln";
}

std::string supabase(const std::string& token, const std::string& more = "") {
  return R"({"access_token":")" + token + R"(","refresh_token":"R1","expires_in":3600,)" +
         R"("expires_at":1700003600,"token_type":"bearer","user":{"id":"u1"})" + more + "}";
}

Reading reading_of(const std::string& text, const std::string& server) {
  return read_record(text, "gotrue", server, Now{{1'700'000'000'000}, {5'000'000}}).reading;
}

TEST_CASE("O13: a session of GoTrue names its server, and goes to no other") {
  Record record;
  record.backend = "gotrue";
  record.base_url = "https://a.example";
  record.access_token = "A1";
  record.refresh_token = "R1";
  record.received = WallTime{1'700'000'000'000};
  record.lifetime_ms = 3'600'000;
  const std::string text = vault::write_record(record).to_std();
  CHECK(reading_of(text, "https://a.example") == Reading::ok);
  CHECK(reading_of(text, "https://b.example") == Reading::foreign);

  // What Supabase's own client has stored names none: the token may.
  const std::string theirs = supabase(token_of("https://a.example/auth/v1"));
  CHECK(reading_of(theirs, "https://a.example") == Reading::ok);
  CHECK(reading_of(theirs, "https://b.example") == Reading::foreign);
  CHECK(reading_of(supabase(token_of("http://127.0.0.1:54321/auth/v1")),
                   "http://localhost:54321") == Reading::ok);
  CHECK(reading_of(supabase(token_of("http://127.0.0.1:54321/auth/v1")),
                   "http://localhost:54322") == Reading::foreign);
  for (const std::string nameless : {"", "supabase", "urn:x"}) {
    CHECK(reading_of(supabase(token_of(nameless)), "https://b.example") == Reading::ok);
  }
  CHECK(reading_of(supabase("A1"), "https://b.example") == Reading::ok);
  // The member has the last word: the token of a custom domain may say something else.
  CHECK(
      reading_of(supabase(token_of("https://a.example"), R"(,"hufu_base_url":"https://b.example")"),
                 "https://b.example") == Reading::ok);
}

TEST_CASE("O13: a bare token that names another server is left alone") {
  CHECK(read(token_of(kBase)).reading == Reading::ok);
  CHECK(read(token_of("")).reading == Reading::ok);
  CHECK(read(token_of("https://other.example/")).reading == Reading::foreign);
}

TEST_CASE("O13: a session of one server is not sent to another, and is still there afterwards") {
  World world;
  Config there = config();
  there.backend = BackendKind::gotrue;
  there.base_url = "https://there.example";
  there.storage_key = "of-both";
  world.http = [](const HttpEffect&) { return json_answer(200, supabase("A1")); };
  Process first(world, there);
  CHECK(first.call(SignInAnonymously{}));
  const std::string text = world.store.texts.at("of-both");

  Config here = there;
  here.base_url = "https://here.example";
  Process second(world, here);
  CHECK(second.call(FetchProfile{}).is(Errc::signed_out));
  CHECK(second.requests("fetch_profile") == 0);
  CHECK(world.store.texts.at("of-both") == text);
}

// Cookies blocked, a sandboxed frame: no store, and no lock either.
TEST_CASE("O12: a store that keeps nothing is shared with nobody: the session lives in memory") {
  for (const bool reads : {true, false}) {
    World world;
    world.store.load_fails = !reads;
    world.store.save_fails = world.store.erase_fails = true;
    world.holders.emplace("hufu.session", World::Holder{nullptr, EffectId{999}});
    Process process(world);
    sign_in(process);
    for (int life = 0; life < 4; ++life) {
      world.advance(15 * kMinute);
      CHECK(process.call(CurrentAccessToken{}));
    }
    CHECK(world.server.renewals == 4);
    CHECK(process.call(CurrentSession{}).value().state == SessionState::signed_in);
    CHECK(process.call(SignOut{}));
    CHECK(process.state() == SessionState::signed_out);
    CHECK(process.call(CurrentSession{}).value().state == SessionState::signed_out);
  }
}

TEST_CASE("O12: what was stored once, and cannot be erased, is no sign-out") {
  World world;
  Process process(world);
  sign_in(process);
  world.store.save_fails = world.store.erase_fails = true;
  world.advance(15 * kMinute);
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A2");
  CHECK(process.call(SignOut{}).is(Errc::store_unavailable));
}

}  // namespace
}  // namespace hufu::test
