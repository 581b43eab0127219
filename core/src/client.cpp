// The facade: operations in, messages out, the loop drained after every input.
#include "hufu/client.h"

#include <deque>
#include <map>
#include <type_traits>
#include <utility>
#include <vector>

#include "flow/loop.h"
#include "flow/task.h"
#include "session/session.h"
#include "text/url.h"

namespace hufu {
namespace {

// An operation under way, whatever it yields.
class Run : private flow::Continuation {
 public:
  Run(OperationId id, std::vector<OperationId>& ended) : id_(id), ended_(ended) {}
  virtual ~Run() = default;
  virtual Result<Outcome> take() = 0;

 protected:
  flow::Continuation& continuation() { return *this; }

 private:
  // The task is still on the stack: the driver drops it when the loop has come to rest.
  void on_finished() override { ended_.push_back(id_); }

  OperationId id_;
  std::vector<OperationId>& ended_;
};

template <class T>
class RunOf final : public Run {
 public:
  RunOf(OperationId id, std::vector<OperationId>& ended, flow::Task<T> task, flow::Loop& loop)
      : Run(id, ended), task_(std::move(task)) {
    task_.start(loop, continuation());
  }

  Result<Outcome> take() override {
    Result<T> result = task_.take_result();
    if (!result) return std::move(result.error());
    return Outcome(std::move(result).value());
  }

 private:
  flow::Task<T> task_;
};

Result<std::string> allowed_origin(const std::string& url, bool allow_http) {
  const auto parts = text::split_url(url);
  // The text is not repeated: a URL that is refused may have a password in it.
  if (!parts) return Error{Errc::invalid_argument, "base_url or an origin is no http(s) URL", 0, 0};
  const bool clear = parts->scheme.size() == std::string_view("http").size();
  if (clear && !allow_http && !text::is_loopback(parts->host)) {
    return Error{Errc::invalid_argument, "http is for loopback only, or with allow_http; use https",
                 0, 0};
  }
  return text::origin_of(*parts);
}

// The base URL without a slash at its end; a query or fragment has no place in it.
Result<std::vector<std::string>> read_origins(Config& config) {
  if (config.base_url.find_first_of("?#") != std::string::npos) {
    return Error{Errc::invalid_argument, "base_url has a query or a fragment", 0, 0};
  }
  while (config.base_url.ends_with('/'))
    config.base_url.pop_back();
  std::vector<std::string> urls = config.origins;
  urls.insert(urls.begin(), config.base_url);
  std::vector<std::string> origins;
  for (const std::string& url : urls) {
    Result<std::string> origin = allowed_origin(url, config.allow_http);
    if (!origin) return std::move(origin.error());
    origins.push_back(*origin);
  }
  return origins;
}

Error check(const Config& config) {
  if (config.storage_key.empty()) return Error{Errc::invalid_argument, "storage_key", 0, 0};
  if (!(config.early_refresh_ms >= 0)) return {Errc::invalid_argument, "early_refresh_ms", 0, 0};
  if (!(config.lock_wait_ms >= 0)) return {Errc::invalid_argument, "lock_wait_ms", 0, 0};
  return Error{};
}

}  // namespace

class Client::Driver {
 public:
  Driver(Config config, std::vector<std::string> origins)
      : config_(std::move(config)),
        loop_(outgoing_),
        session_(loop_, config_, Signer(std::move(origins), name(config_.platform)), outgoing_) {}

  ~Driver() { runs_.clear(); }

  OperationId begin(Operation operation, Now now) {
    enter(now);
    const OperationId id = next_id();
    std::visit([&](auto& one) { start(id, std::move(one)); }, operation);
    settle();
    return id;
  }

  std::optional<Message> next() {
    if (outgoing_.empty()) return std::nullopt;
    std::optional<Message> message(std::move(outgoing_.front()));
    outgoing_.pop_front();
    return message;
  }

  void resolve(EffectId effect, Answer answer, Now now) {
    enter(now);
    loop_.resolve(effect, std::move(answer));
    settle();
  }

  void cancel(OperationId operation) {
    runs_.erase(operation);
    settle();
  }

  Authorization authorize(std::string_view url, Now now) const noexcept {
    // A clock that ran on while the uptime stood still: the token may be older than it looks.
    if (session_.has_slept(now)) {
      const bool allowed = session_.signer()->allows(url);
      return {allowed ? Verdict::needs_token : Verdict::refused, {}, {}};
    }
    return session_.signer()->authorize(url, now.uptime);
  }

  const session::Session& session() const { return session_; }

 private:
  template <class Op>
  void start(OperationId id, Op operation) {
    if constexpr (std::is_same_v<Op, Fetch>) {
      keep(id, session_.perform(std::move(operation), id));
    } else if constexpr (requires { session_.perform(std::move(operation)); }) {
      keep(id, session_.perform(std::move(operation)));
    } else {
      outgoing_.push_back(DoneMessage{id, Error{Errc::unsupported, std::string(Op::kName), 0, 0}});
    }
  }

  template <class T>
  void keep(OperationId id, flow::Task<T> task) {
    runs_.emplace(id, std::make_unique<RunOf<T>>(id, ended_, std::move(task), loop_));
  }

  OperationId next_id() {
    do {
      ++last_operation_;
    } while (last_operation_ == 0 || runs_.count(OperationId{last_operation_}) != 0);
    return OperationId{last_operation_};
  }

  void enter(Now now) {
    session_.observe(now);
    loop_.set_now(now);
  }

  // Run everything that can run; then let go of what has ended, which may set free a lock.
  void settle() {
    loop_.drain();
    session_.publish();
    while (!ended_.empty()) {
      const std::vector<OperationId> ended = std::exchange(ended_, {});
      for (OperationId id : ended)
        finish(id);
      loop_.drain();
      session_.publish();
    }
  }

  void finish(OperationId id) {
    const auto run = runs_.find(id);
    if (run == runs_.end()) return;
    Result<Outcome> outcome = run->second->take();
    runs_.erase(run);
    outgoing_.push_back(DoneMessage{id, std::move(outcome)});
  }

  Config config_;
  std::deque<Message> outgoing_;
  flow::Loop loop_;
  session::Session session_;
  std::vector<OperationId> ended_;
  std::map<OperationId, std::unique_ptr<Run>> runs_;
  std::uint32_t last_operation_ = 0;
};

Result<std::unique_ptr<Client>> Client::open(Config config) {
  Result<std::vector<std::string>> origins = read_origins(config);
  if (!origins) return std::move(origins.error());
  if (Error error = check(config); error.code == Errc::invalid_argument) return error;
  if (config.backend != BackendKind::unified) {
    return Error{Errc::unsupported, "backend " + std::string(name(config.backend)), 0, 0};
  }
  auto driver = std::make_unique<Driver>(std::move(config), std::move(origins).value());
  return std::unique_ptr<Client>(new Client(std::move(driver)));
}

Client::Client(std::unique_ptr<Driver> driver) : driver_(std::move(driver)) {}
Client::~Client() = default;

OperationId Client::begin(Operation operation, Now now) {
  return driver_->begin(std::move(operation), now);
}
std::optional<Message> Client::next() { return driver_->next(); }
void Client::resolve(EffectId effect, Answer answer, Now now) {
  driver_->resolve(effect, std::move(answer), now);
}
void Client::cancel(OperationId operation) { driver_->cancel(operation); }

Authorization Client::authorize(std::string_view url, Now now) const noexcept {
  return driver_->authorize(url, now);
}
std::shared_ptr<const Signer> Client::signer() const { return driver_->session().signer(); }
std::uint32_t Client::signer_version() const noexcept {
  return driver_->session().signer_version();
}
SessionState Client::state() const noexcept { return driver_->session().state(); }
std::optional<User> Client::user() const { return driver_->session().user(); }

}  // namespace hufu
