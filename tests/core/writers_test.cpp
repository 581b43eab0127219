// Who writes a record, what may come meanwhile, and what remains: the table of the commit guard.
#include <catch2/catch_test_macros.hpp>
#include <utility>

#include "people.h"

namespace hufu::test {
namespace {

enum class Writer {
  sign_in,
  renewal,
  silent_renewal,      ///< The refresh token is refused, a new code is taken.
  silent_refused,      ///< The same, and the person declines: `needs_user`.
  not_renewable,       ///< Nothing can renew it: `needs_user`.
  end_of_session,      ///< The server has ended it: erased.
  joined_by_binding,   ///< The session that comes with a confirmed binding.
  renewal_of_unsaved,  ///< The record of before is in memory only.
};

enum class Meanwhile { nothing, sign_out, same_person, another_person };
enum class Where { here, in_the_store };

constexpr std::string_view kWriters[] = {"sign_in",           "renewal",           "silent_renewal",
                                         "silent_refused",    "not_renewable",     "end_of_session",
                                         "joined_by_binding", "renewal_of_unsaved"};

struct Case {
  Writer writer;
  Meanwhile meanwhile;
  Where where;
  bool locks;
  bool late;  ///< The answer that was due comes after all of what came meanwhile.
};

Config config_for(Writer writer) {
  Config config = test::config();
  config.silent_sign_in = writer == Writer::silent_renewal || writer == Writer::silent_refused;
  return config;
}

void prepare(Writer writer, World& world, People& people, Process& process) {
  world.store.texts["hufu.session"] = people.record_of("A", kHour);
  if (writer == Writer::joined_by_binding) {
    world.store.texts["hufu.session"] = people.record_of("A");
  }
  if (writer == Writer::not_renewable) {
    std::string& text = world.store.texts["hufu.session"];
    const std::string token = "A.refresh.1";
    text.replace(text.find(token), token.size(), "");
  }
  const bool ended = writer == Writer::silent_renewal || writer == Writer::silent_refused ||
                     writer == Writer::end_of_session;
  people.refreshes = !ended;
  if (writer == Writer::silent_refused) {
    world.credential = [](const CredentialEffect&) { return FailedAnswer{Errc::declined, ""}; };
  }
  process.call(CurrentSession{}).value();
  if (writer == Writer::renewal_of_unsaved) {
    world.store.save_fails = true;
    process.call(CurrentAccessToken{}).value();
    world.store.save_fails = false;
    world.advance(kHour);
  }
}

OperationId begin_writing(Writer writer, Process& process) {
  if (writer == Writer::sign_in) return begin_sign_in(process, "A");
  if (writer == Writer::joined_by_binding) return process.begin(ConfirmBinding{"b1", "12"});
  return process.begin(CurrentAccessToken{});
}

// What the store has to hold at the end if it is neither what the writer wrote nor nothing.
std::string come_between(Process& process, People& people, const Case& how) {
  World& world = process.world;
  const std::string person = how.meanwhile == Meanwhile::another_person ? "B" : "A";
  if (how.meanwhile == Meanwhile::nothing) return {};
  if (how.where == Where::here) {
    if (how.meanwhile == Meanwhile::sign_out) process.begin(SignOut{});
    if (how.meanwhile != Meanwhile::sign_out) begin_sign_in(process, person);
    return {};
  }
  if (how.meanwhile == Meanwhile::sign_out) {
    world.store.texts.clear();
    return {};
  }
  people.generation(person) += 10;
  return world.store.texts["hufu.session"] = people.record_of(person);
}

// False once the writer is done before anything can come between.
bool interrupt(const Case& how, std::size_t answers) {
  World world;
  world.host_has_locks = how.locks;
  People people(world);
  Process process(world, config_for(how.writer));
  prepare(how.writer, world, people, process);
  const OperationId writing = begin_writing(how.writer, process);
  for (std::size_t i = 0; i < answers; ++i) {
    if (process.pending.empty()) return false;
    process.perform(process.pending.front().id);
  }
  if (process.pending.empty()) return false;
  const Pending due = process.pending.front();
  // No store can compare and write in one: what comes during the write itself comes before it.
  const bool writes = name(due.effect) == "save" || name(due.effect) == "erase";
  if (how.where == Where::in_the_store && writes) return true;
  // A session that this process could not save is nobody's to end or replace in the store.
  const bool unsaved = how.writer == Writer::renewal_of_unsaved;
  if (how.where == Where::in_the_store && unsaved) return true;

  const std::string other = come_between(process, people, how);
  if (how.late) {
    process.held_back = [&](const Effect& effect) {
      return name(effect) == name(due.effect) && process.find(name(due.effect))->id == due.id;
    };
    process.run(kMinute);
    process.held_back = nullptr;
  }
  process.perform(due.id);
  process.run(2 * kMinute);

  INFO(kWriters[static_cast<std::size_t>(how.writer)]
       << " after " << answers << " answers, due " << name(due.effect) << ", meanwhile "
       << static_cast<int>(how.meanwhile) << (how.where == Where::here ? " here" : " in the store")
       << (how.locks ? ", locks" : "") << (how.late ? ", late" : ""));
  for (const Pending& each : process.log)
    UNSCOPED_INFO(name(each.effect));
  REQUIRE(process.done.count(writing) == 1);
  CHECK(world.locks_at_rest());
  CHECK(process.pending.empty());

  const bool here = how.where == Where::here;
  const bool signs_in = how.writer == Writer::sign_in;
  if (how.meanwhile == Meanwhile::sign_out && (here || !signs_in)) {
    CHECK(owner_of_store(world) == "");
    if (here) CHECK(process.state() == SessionState::signed_out);
  } else if (how.meanwhile == Meanwhile::sign_out) {
    CHECK(process.state() == SessionState::signed_in);
  } else if (how.meanwhile != Meanwhile::nothing && !here && !signs_in) {
    CHECK(world.store.session() == other);
  } else if (how.meanwhile != Meanwhile::nothing && here) {
    // Two sign-ins: the last to be answered. Else the sign-in, never the writer.
    const std::string person = how.meanwhile == Meanwhile::another_person ? "B" : "A";
    CHECK(process.state() == SessionState::signed_in);
    if (!signs_in) CHECK(owner_of_store(world) == person);
  } else {
    CHECK(owner_of_store(world) == (how.writer == Writer::end_of_session && !signs_in ? "" : "A"));
  }
  const bool ends = how.writer == Writer::end_of_session && how.meanwhile == Meanwhile::nothing;
  if (ends) CHECK(world.store.note().find("\"refused\"") != std::string::npos);
  // Memory and store agree.
  if (here && process.state() == SessionState::signed_in) {
    const std::string token = process.call(CurrentAccessToken{}).value().token.reveal();
    CHECK(world.store.session().find(token) != std::string::npos);
  }
  return true;
}

TEST_CASE("O11: each writer, whatever comes meanwhile, here or in the store, at any await") {
  std::size_t points = 0;
  for (int writer = 0; writer < 8; ++writer) {
    for (const Meanwhile meanwhile : {Meanwhile::nothing, Meanwhile::sign_out,
                                      Meanwhile::same_person, Meanwhile::another_person}) {
      for (const Where where : {Where::here, Where::in_the_store}) {
        for (const bool locks : {true, false}) {
          for (const bool late : {true, false}) {
            const Case how{static_cast<Writer>(writer), meanwhile, where, locks, late};
            std::size_t answers = 0;
            while (interrupt(how, answers))
              ++answers;
            CHECK(answers < 40);
            points += answers;
          }
        }
      }
    }
  }
  CHECK(points > 1000);
}

TEST_CASE("O11: giving up a silent renewal leaves alone who has signed in or out meanwhile") {
  for (const bool signs_out : {true, false}) {
    World world;
    People people(world);
    Process process(world, config_for(Writer::silent_refused));
    prepare(Writer::silent_refused, world, people, process);
    process.held_back = [](const Effect& effect) { return name(effect) == "credential"; };
    const OperationId asked = process.begin(CurrentAccessToken{});
    process.settle();
    world.store.texts.clear();
    if (!signs_out) world.store.texts["hufu.session"] = people.record_of("B");
    process.held_back = nullptr;
    process.settle();
    CHECK(process.outcome<AccessToken>(asked).is(signs_out ? Errc::signed_out : Errc::cancelled));
    CHECK(owner_of_store(world) == (signs_out ? "" : "B"));
    CHECK(process.events_of(EventKind::needs_user) == 0);
  }
}

TEST_CASE("O11: what a server says of one person is not shown of another who is being saved") {
  World world;
  world.host_has_locks = false;
  People people(world);
  Process process(world);
  world.store.texts["hufu.session"] = people.record_of("A");
  process.call(CurrentSession{}).value();
  process.held_back = [](const Effect& effect) {
    return name(effect) == "save" || is_http(effect, "fetch_profile");
  };
  process.begin(FetchProfile{});
  begin_sign_in(process, "B");
  process.settle();
  process.perform(process.find("http", "fetch_profile")->id);
  process.held_back = nullptr;
  process.settle();
  CHECK(process.client->user()->id == "B");
  CHECK(process.client->user()->nickname == "n");
}

}  // namespace
}  // namespace hufu::test
