#include "face/machine.h"

#include <algorithm>
#include <utility>

#include "base/fault.h"
#include "catalogue/fields.h"
#include "catalogue/operation_table.h"
#include "dialects/dialect.h"
#include "hufu/storage_key.h"
#include "text/headers.h"
#include "text/url.h"

namespace hufu {
namespace {

Tried<Text> allowed_origin(const std::string& url, bool allow_http) {
  const auto parts = text::split_url(url);
  // The text is not repeated: a URL that is refused may have a password in it.
  if (!parts) return Fault(Errc::invalid_argument, "base_url or an origin is no http(s) URL");
  const bool clear = parts->scheme.size() == std::string_view("http").size();
  if (clear && !allow_http && !text::is_loopback(parts->host)) {
    return Fault(Errc::invalid_argument,
                 "http is for loopback only, or with allow_http; use https");
  }
  return text::origin_of(*parts);
}

// The origins that may receive a token, the server's first. The base URL loses the slash at its
// end; a query or fragment has no place in it.
Fault read_origins(Config& config, std::vector<std::string>& origins) {
  if (config.base_url.find_first_of("?#") != std::string::npos) {
    return Fault(Errc::invalid_argument, "base_url has a query or a fragment");
  }
  while (config.base_url.ends_with('/'))
    config.base_url.pop_back();
  const auto add = [&](const std::string& url) {
    const Tried<Text> origin = allowed_origin(url, config.allow_http);
    if (origin) origins.emplace_back(std::string_view(*origin));
    return origin.fault();
  };
  Fault fault = add(config.base_url);
  for (std::size_t i = 0; !fault && i < config.origins.size(); ++i)
    fault = add(config.origins[i]);
  return fault;
}

// Empty, or a path that stays on the origin of `base_url`. Other dialects have their own.
bool is_path_of_server(std::string_view path, BackendKind backend) {
  if (path.empty()) return true;
  return dialects::dialect(backend).only_signs_in && text::is_clean(path) &&
         path.find('#') == std::string_view::npos && text::is_whole_path(path);
}

std::string_view wrong_setting(const Config& config) {
  if (!is_path_of_server(config.profile_path, config.backend)) return "profile_path";
  if (!is_path_of_server(config.sign_out_path, config.backend)) return "sign_out_path";
  if (!text::is_clean_header("apikey", config.app_key)) return "app_key";
  if (config.storage_key.empty()) return "storage_key";
  if (!(config.early_refresh_ms >= 0)) return "early_refresh_ms";
  if (!(config.lock_wait_ms >= 0)) return "lock_wait_ms";
  return {};
}

// Whoever has to mend the program reads which of its calls it was.
Fault with_place(const Fault& fault, const OperationRow& row, BackendKind backend) {
  if (!fault.is(Errc::unsupported) && !fault.is(Errc::host_fault)) return fault;
  Text detail = fault.detail();
  if (fault.is(Errc::unsupported) && detail.empty()) {
    detail = Text("not with the backend ").append(name(backend));
  }
  return fault.with_detail(Text(row.name).append(detail.empty() ? "" : ": ").append(detail));
}

Signer signer_of(const Config& config, std::vector<std::string> origins) {
  const dialects::Dialect& dialect = dialects::dialect(config.backend);
  const bool tells_platform = dialect.sends_platform || config.send_platform;
  return Signer(std::move(origins), tells_platform ? name(config.platform) : std::string_view(),
                dialect.has_gateway ? config.app_key : std::string_view());
}

}  // namespace

// An operation under way.
class Machine::Run final : private flow::Continuation {
 public:
  Run(Machine& machine, OperationId its_id, const OperationRow& its_row, flow::Task<Value> its_task)
      : id(its_id),
        row(its_row),
        task(std::move(its_task)),
        next(machine.runs_),
        machine_(machine) {
    task.start(machine.loop_, *this);
  }

  const OperationId id;
  const OperationRow& row;
  flow::Task<Value> task;
  Run* next;
  Run* before = nullptr;

 private:
  // The task is still on the stack: the machine drops it when the loop has come to rest.
  void on_finished() override { machine_.ended_.push_back(this); }

  Machine& machine_;
};

Tried<std::unique_ptr<Machine>> Machine::open(Config&& config) {
  std::vector<std::string> origins;
  if (Fault fault = read_origins(config, origins)) return fault;
  if (const std::string_view wrong = wrong_setting(config); !wrong.empty()) {
    return Fault(Errc::invalid_argument, wrong);
  }
  config.storage_key = storage_key_of(config);
  return std::unique_ptr<Machine>(new Machine(std::move(config), std::move(origins)));
}

Machine::Machine(Config&& config, std::vector<std::string> origins)
    : config_(std::move(config)),
      loop_(outbox_),
      session_(loop_, outbox_, config_, signer_of(config_, std::move(origins))) {}

Machine::~Machine() {
  while (runs_ != nullptr)
    delete std::exchange(runs_, runs_->next);
}

OperationId Machine::begin(std::string_view operation, const Value& arguments, Now now) {
  enter(now);
  const OperationId id = next_id();
  const OperationRow* row = find_operation(operation);
  if (row == nullptr || !arguments.is_object()) {
    tell(id, Fault(Errc::invalid_argument, row == nullptr ? "operation" : "arguments"));
    return id;
  }
  Tried<Value> read = read_fields(row->fields, arguments);
  if (read) {
    Run* run = new Run(*this, id, *row, session_.perform(*row, *std::move(read), id));
    if (runs_ != nullptr) runs_->before = run;
    runs_ = run;
  } else {
    tell(id, read);
  }
  settle();
  return id;
}

void Machine::resolve(EffectId effect, const Value& answer, Now now) {
  enter(now);
  loop_.resolve(effect, answer);
  settle();
}

void Machine::wake(Now now) {
  enter(now);
  session_.wake();
  settle();
}

bool Machine::cancel(OperationId operation) {
  Run* run = runs_;
  while (run != nullptr && run->id != operation)
    run = run->next;
  if (run == nullptr) return false;
  finish(*run);
  settle();
  return true;
}

Authorization Machine::authorize(std::string_view url, Now now) const noexcept {
  // A clock that ran on while the uptime stood still: the token may be older than it looks.
  if (session_.has_slept(now)) {
    const bool allowed = session_.announcer().signer()->allows(url);
    return {allowed ? Verdict::needs_token : Verdict::refused, {}, {}, {}};
  }
  return session_.announcer().signer()->authorize(url, now.uptime);
}

// A host that keeps headers looks at one clock only, so it asks again soon: a clock that was set
// back must not make a token live longer than by this.
Millis Machine::good_for(Now now) const noexcept {
  constexpr Millis kMost = 1000;
  if (session_.has_slept(now)) return 0;
  return std::clamp<Millis>(session_.announcer().signer()->good_until().ms - now.uptime.ms, 0,
                            kMost);
}

// After 2^32 operations the count starts again; none lasts that long.
OperationId Machine::next_id() {
  if (++last_operation_ == 0) ++last_operation_;
  return OperationId{last_operation_};
}

void Machine::enter(Now now) { session_.observe(now); }

// Run everything that can run; then let go of what has ended, which may set free a lock.
void Machine::settle() {
  loop_.drain();
  session_.publish();
  while (!ended_.empty()) {
    const List<Run*> ended = std::exchange(ended_, {});
    for (Run* run : ended) {
      const OperationId id = run->id;
      Tried<Value> outcome = run->task.take_result();
      if (!outcome) outcome = with_place(outcome.fault(), run->row, config_.backend);
      finish(*run);
      tell(id, outcome);
    }
    loop_.drain();
    session_.publish();
  }
}

void Machine::finish(Run& run) {
  (run.before != nullptr ? run.before->next : runs_) = run.next;
  if (run.next != nullptr) run.next->before = run.before;
  delete &run;
}

void Machine::tell(OperationId id, const Tried<Value>& outcome) {
  outbox_.push(
      {flow::Outgoing::Kind::done, static_cast<std::uint32_t>(id), *outcome, outcome.fault()});
}

}  // namespace hufu
