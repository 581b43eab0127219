#include "stories/oauth.h"

#include <utility>

#include "base/fault.h"
#include "stories/verifiers.h"
#include "text/base64url.h"
#include "text/json.h"

namespace hufu::stories {

using backend::Call;
using backend::CallKind;
using flow::Answer;
using flow::Task;

namespace {

constexpr int kVerifierBytes = 32;  // 43 letters, as RFC 7636, 4.1 recommends
// Behind the verifier of a forgotten password, as @supabase/supabase-js has it.
constexpr std::string_view kRecovery = "/recovery";

constexpr const char* kMethod = "code_challenge_method";

// What another library has stored under its own name, as JSON.
Text text_of(const Answer& stored) {
  const auto value = stored ? json::parse(stored->text) : std::nullopt;
  return value && value->is_string() ? value->text() : Text();
}

Value page_to_open(Value operation, Text url) {
  Value shown = Value::object();
  shown.set("kind", "present").set("operation", std::move(operation));
  shown.set("show", "open_url").set("url", std::move(url)).set("code", "").set("number", "");
  return shown;
}

}  // namespace

OAuth::OAuth(flow::Store& store, flow::Crypto& crypto, flow::Screen& screen,
             const flow::Clock& clock, const Config& config, const vault::Generation& generation,
             const vault::Vault& vault, backend::Backend& backend, announcer::Announcer& announcer,
             OneCall& one_call, SignIn& sign_in)
    : store_(store),
      crypto_(crypto),
      screen_(screen),
      clock_(clock),
      config_(config),
      generation_(generation),
      vault_(vault),
      backend_(backend),
      announcer_(announcer),
      one_call_(one_call),
      sign_in_(sign_in),
      exchange_(this, flow::SingleFlight<Value>::run_of<OAuth, &OAuth::exchange>) {}

// The verifiers are stored, for the page that comes back is another one. The newest stands alone,
// as JSON, because @supabase/supabase-js has it so under this name: either may finish what the
// other began. All that may still come back are in a list beside it: GoTrue gives no `state` back
// that would say which, so they are tried.
Text OAuth::verifier_key() const { return Text(config_.storage_key).append("-code-verifier"); }

Task<Value> OAuth::ask(Call call, Story story, Mark who) {
  const bool has_link = !call->arguments.text_of("redirect_to").empty();
  const bool brings_code = story == Story::open_page || (has_link && call->route != nullptr &&
                                                         call->route->request.has(kMethod));
  return brings_code && call->route != nullptr ? with_challenge(std::move(call), story, who)
                                               : plainly(std::move(call), story, who);
}

Task<Value> OAuth::plainly(Call call, Story story, Mark who) {
  if (story == Story::sign_in_by_address) {
    return sign_in_.with(std::move(call), CallKind::password, who);
  }
  call->is_open = story == Story::ask_openly;
  return one_call_.make(std::move(call), who);
}

// Away, to a page or to somebody's mail, from where a code comes back: its verifier is kept once
// it is known that there will be one.
Task<Value> OAuth::with_challenge(Call call, Story story, Mark who) {
  Answer drawn = co_await crypto_.try_random(kVerifierBytes);
  if (!drawn) co_return drawn->fault;
  if (drawn->text.size() != kVerifierBytes) co_return Errc::host_fault;
  Text verifier = text::to_base64url(drawn->text);
  Answer digest = co_await crypto_.try_digest(verifier);
  if (!digest) co_return digest->fault;
  call->arguments.set("code_challenge", text::to_base64url(digest->text)).set(kMethod, "s256");
  if (call->route->step == "recover_password") verifier += kRecovery;
  const bool opens = story == Story::open_page;
  const Value operation = call->arguments.at("operation");
  const bool as_link = call->arguments.bool_or("as_link", false);
  Value done = Value::object();
  if (opens && call->route->reply.empty()) {
    done.set("url", backend_.url_of(call));
  } else {
    done = co_await plainly(std::move(call), story, who);
  }
  // Who has a session already gets no code.
  if (!opens && done.text_of("state") == "signed_in") co_return done;
  Answer others = co_await store_.try_load(verifier_key() + "s");
  Verifiers waiting(others->text, clock_.wall());
  waiting.add(verifier, clock_.wall());
  Answer listed = co_await store_.try_save(verifier_key() + "s", waiting.text());
  Answer saved = co_await store_.try_save(verifier_key(), json::dump(verifier));
  if (!saved || !listed) co_return saved ? listed->fault : saved->fault;
  if (!opens) co_return done;
  const Text url = done.text_of("url");
  if (!as_link) co_await screen_.present(page_to_open(operation, url));
  Value info = announcer_.info();
  if (as_link) info.set("link", url);
  co_return info;
}

// A code works once: whoever brings the same one meanwhile, or again, is told what became of it.
Task<Value> OAuth::exchange_code_for_session(Value what) {
  Text code = what.text_of("code");
  if (code.empty()) co_return backend_.refusal_of(what);
  if (backend_.route("exchange_code_for_session") == nullptr) {
    co_return Errc::unsupported;
  }
  const bool known = code == exchanged_;
  if (known && exchange_.is_flying()) co_return co_await exchange_.join();
  if (known && vault_.held() != nullptr) co_return announcer_.info();
  exchanged_ = std::move(code);
  if (!exchange_.is_flying()) co_return co_await exchange_.join();
  co_return co_await exchange();
}

Task<Value> OAuth::exchange() {
  const vault::Generation::Mark began = generation_.mark();
  const Text code = exchanged_;
  Answer newest = co_await store_.try_load(verifier_key());
  if (!newest) co_return newest->fault;
  Answer others = co_await store_.try_load(verifier_key() + "s");
  Verifiers waiting(others->text, clock_.wall());
  const Text alone = text_of(newest);
  Tried<Value> done = Fault(Errc::begun_elsewhere);
  const List<Text> all = waiting.to_try(alone);
  Text used;
  for (const Text& kept : all) {
    const std::string_view verifier = kept;
    Value with = Value::object();
    with.set("code", code).set("code_verifier", verifier.substr(0, verifier.find('/')));
    Call offer = backend_.call("exchange_code_for_session", std::move(with));
    done = co_await flow::attempt(sign_in_.with(std::move(offer), CallKind::sign_in, began));
    used = kept;
    // GoTrue compares the verifier before it spends the code: the next one may be the right one.
    if (!done.is(Errc::begun_elsewhere)) break;
  }
  if (done && used.find("/") != Text::npos) announcer_.tell_then(EventKind::password_recovery);
  if (!done) exchanged_ = Text();
  // After a lost answer a code may still be good, and which of several it belongs to is not known.
  const bool refused = !done && done.fault().action() != Action::retry;
  const bool over = done || (all.size() == 1 && refused && !done.is(Errc::begun_elsewhere));
  if (!over) co_return done;
  if (used == alone) co_await store_.try_erase(verifier_key());
  if (!waiting.has(used)) co_return done;
  waiting.remove(used);
  if (waiting.is_empty()) {
    co_await store_.try_erase(verifier_key() + "s");
  } else {
    co_await store_.try_save(verifier_key() + "s", waiting.text());
  }
  co_return done;
}

}  // namespace hufu::stories
