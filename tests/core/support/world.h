// A scripted world around hufu::Core: two clocks, one store, one lock table, a server; no
// sleeping.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hufu/core.h"

namespace hufu::test {

class Process;

inline constexpr Millis kMinute = 60'000;
inline constexpr Millis kHour = 3'600'000;
inline constexpr auto kBase = "https://api.example.com";

/// An answer with a JSON body.
HttpAnswer json_answer(int status, std::string body, std::vector<Header> headers = {});
Config config();

/// The store that all processes share.
struct Store {
  std::map<std::string, std::string> texts;
  bool load_fails = false;
  bool save_fails = false;
  bool erase_fails = false;
  int loads = 0, saves = 0, erases = 0;

  bool has_session() const { return texts.count("hufu.session") != 0; }
  const std::string& session() const { return texts.at("hufu.session"); }
  /// Nobody's session, nor a part of one.
  bool has_only_a_note() const { return texts.size() == 1 && !note().empty(); }
  /// What says how the last session ended; empty where nothing does.
  std::string note() const {
    const auto found = texts.find("hufu.session.ended");
    return found == texts.end() ? "" : found->second;
  }
};

/// A server with strict rotation: a refresh token works once; access tokens live `life_ms`.
class FakeServer {
 public:
  Answer operator()(const HttpEffect& request);
  /// The status of an application's or the SDK's request with this token.
  bool accepts(const std::vector<Header>& headers) const;
  /// A grant of the newest generation, as JSON.
  std::string grant() const;
  std::string access_token() const { return "A" + std::to_string(generation); }
  std::string refresh_token() const { return "R" + std::to_string(generation); }

  int generation = 1;
  Millis life_ms = 900'000;
  int renewals = 0;
  int reuses = 0;
  bool revoked = false;
  Millis issued_at = 0;  ///< By the world's true time.
  const Millis* true_time = nullptr;
};

/// What all processes of one machine share.
class World {
 public:
  World();

  Now now() const { return {{wall_ms}, {uptime_ms}}; }
  void advance(Millis by);
  /// Sleeping: the wall clock goes on, the uptime only if it counts suspended time.
  void suspend(Millis by, bool uptime_counts);
  void step_wall(Millis by) { wall_ms += by; }

  /// Puts a session into the store, received `age` ago.
  void store_session(Millis age, Millis life, bool with_refresh_token = true);
  /// No lock is held and as many were given back as were granted.
  bool locks_at_rest() const { return holders.empty() && granted == released; }

  Millis wall_ms = 1'700'000'000'000;
  Millis uptime_ms = 5'000'000;
  Millis true_ms = 0;  ///< Never steps, counts suspended time.

  Store store;
  FakeServer server;
  std::function<Answer(const HttpEffect&)> http;
  std::function<Answer(const ForwardEffect&)> forward;
  std::function<Answer(const CredentialEffect&)> credential;
  std::function<Answer(const UploadEffect&)> upload;
  std::function<std::string(std::size_t)> random;

  bool host_has_locks = true;  ///< False: every lock is granted at once.
  struct Holder {
    Process* process;
    EffectId effect;
  };
  std::map<std::string, Holder> holders;
  int granted = 0, released = 0;
};

struct Pending {
  EffectId id{};
  Effect effect;
  Millis asked_at = 0;  ///< By the uptime.
};

/// One client with its driver.
class Process {
 public:
  explicit Process(World& world, Config config = test::config());
  ~Process();
  Process(const Process&) = delete;

  OperationId begin(Operation operation);
  void cancel(OperationId operation);
  /// The host says that the network is back.
  void wake();
  /// Take every message there is.
  void drain();

  /// Answer what is not held back until nothing more can be answered now.
  void settle();
  /// Let time pass, settling whenever something falls due.
  void run(Millis duration);
  /// Answer one effect as the world does. False if it has to wait (a lock, a sleep).
  bool perform(EffectId id);
  /// Answer one effect with this.
  void answer(EffectId id, Answer answer);

  /// Begin, let time pass until it is done, and take the outcome.
  template <class Op>
  Result<typename Op::Outcome> call(Op operation) {
    const OperationId id = begin(std::move(operation));
    settle();
    for (int i = 0; i < 2000 && done.count(id) == 0; ++i)
      run(1000);
    return outcome<typename Op::Outcome>(id);
  }
  /// The outcome of an operation; `host_fault` with "not done" while there is none.
  template <class T>
  Result<T> outcome(OperationId id) {
    const auto found = done.find(id);
    if (found == done.end()) return Error{Errc::host_fault, "not done", 0, 0};
    if (!found->second) return found->second.error();
    return std::get<T>(*found->second);
  }

  /// The first pending effect of that name (and flow, for `http`); nullptr if there is none.
  const Pending* find(std::string_view effect, std::string_view flow = {}) const;
  std::size_t count(std::string_view effect) const;
  int requests(const std::string& flow) const;
  int events_of(EventKind kind) const;
  SessionState state() const { return client->state(); }
  Authorization authorize(std::string_view url) const {
    return client->authorize(url, world.now());
  }

  World& world;
  std::unique_ptr<Core> client;
  std::function<bool(const Effect&)> held_back;  ///< What `settle` must not answer.
  std::deque<Pending> pending;
  std::vector<Pending> cancelled;  ///< What the core gave up; a host may still have done it.
  std::map<OperationId, Result<Outcome>> done;
  int done_messages = 0;
  std::vector<Event> events;
  std::vector<Pending> log;  ///< Every effect, in order.
  std::vector<ForwardEffect> forwarded;

 private:
  std::optional<Answer> answer_of(const Pending& pending);
  std::optional<Answer> lock_answer(const Pending& pending, const LockEffect& lock);
  void take(Message message);
  void release(EffectId lock, const std::string& name);
  Answer load(const std::string& key);
  Answer save(const SaveEffect& save);
  Answer erase(const std::string& key);
};

/// Signs a process in through the server; the first pair of tokens is "A1" and "R1".
void sign_in(Process& process);
bool is_http(const Effect& effect, std::string_view flow);
std::string header(const std::vector<Header>& headers, std::string_view name);

}  // namespace hufu::test
