// The public state: whatever changes is a row of the table, and every row happens.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>
#include <utility>

#include "announcer/states.h"
#include "people.h"

namespace hufu::test {
namespace {

using enum SessionState;
using Change = std::pair<SessionState, SessionState>;

// Looks at the state after every step that a test takes, and at what was told of it.
class Watch {
 public:
  void look(const Process& process) {
    const SessionState now = process.state();
    if (now != last_) seen_.emplace(last_, now);
    last_ = now;
    for (; told_ < process.events.size(); ++told_) {
      const Event& event = process.events[told_];
      if (event.kind == EventKind::store_failed || event.kind == EventKind::refreshed) continue;
      if (event.kind == EventKind::initial_session) continue;
      if (event.state == settled_) continue;  // the same person again
      CHECK(announcer::event_of(settled_, event.state) == event.kind);
      settled_ = event.state;
    }
  }
  const std::set<Change>& seen() const { return seen_; }

 private:
  std::set<Change> seen_;
  SessionState last_ = signed_out;
  SessionState settled_ = signed_out;
  std::size_t told_ = 0;
};

struct Scene {
  explicit Scene(std::set<Change>& all) : all_(all) {}
  ~Scene() { all_.insert(watch.seen().begin(), watch.seen().end()); }

  void look() { watch.look(process); }
  template <class Op>
  void call(Op operation) {
    static_cast<void>(process.call(std::move(operation)));
    look();
  }
  // Signs in, and looks while the server thinks about it.
  void sign_in(bool granted) {
    process.held_back = [](const Effect& effect) { return is_http(effect, "sign_in_with_wechat"); };
    begin_sign_in(process, "A");
    process.settle();
    look();
    process.held_back = nullptr;
    const EffectId asked = process.find("http", "sign_in_with_wechat")->id;
    if (!granted) process.answer(asked, HttpAnswer{400, {}, R"({"error":"wechat_code_invalid"})"});
    process.settle();
    look();
  }
  // The store has a session that nothing but the person can renew.
  void store_spent() {
    std::string text = people.record_of("A", 365 * 24 * kHour);
    const std::string refresh_token = "A.refresh.1";
    text.replace(text.find(refresh_token), refresh_token.size(), "");
    world.store.texts["hufu.session"] = text;
  }

  World world;
  People people{world};
  Process process{world};
  Watch watch;

 private:
  std::set<Change>& all_;
};

TEST_CASE("Every change of the public state is a row of its table, and every row happens") {
  std::set<Change> seen;
  {
    Scene scene(seen);
    scene.sign_in(false);
    scene.sign_in(true);
    scene.call(SignOut{});
  }
  {
    Scene scene(seen);
    scene.world.store.texts["hufu.session"] = scene.people.record_of("A");
    scene.call(CurrentSession{});
    scene.store_spent();
    scene.world.advance(365 * 24 * kHour);
    scene.call(CurrentAccessToken{});
    scene.sign_in(false);
    scene.world.store.texts["hufu.session"] = scene.people.record_of("A");
    scene.call(CurrentAccessToken{});
  }
  {
    Scene scene(seen);
    std::string needs_person = scene.people.record_of("A");
    needs_person.insert(needs_person.size() - 1, R"(,"needs_user":true)");
    scene.world.store.texts["hufu.session"] = needs_person;
    scene.call(CurrentSession{});
    scene.call(SignOut{});
  }
  std::set<Change> rows;
  for (const announcer::Transition& row : announcer::transitions())
    rows.emplace(row.from, row.to);
  CHECK(seen == rows);
}

}  // namespace
}  // namespace hufu::test
