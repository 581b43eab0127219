// Signing in through a browser, with PKCE (RFC 7636): away to the provider, and back with a code.
#include <utility>

#include "session/session.h"
#include "session/verifiers.h"
#include "text/base64url.h"

namespace hufu::session {
namespace {

constexpr int kVerifierBytes = 32;  // 43 letters, as RFC 7636, 4.1 recommends

// What another library has stored under its own name, as JSON.
std::string text_of(const Answer& stored) {
  const auto value = stored ? json::parse(stored.text) : std::nullopt;
  return value && value->is_string() ? *value->text() : std::string();
}

// Whether the next verifier may be the right one: GoTrue compares it before it spends the code.
bool may_be_of_another(const Result<Value>& done) {
  return done.is(Errc::credential_invalid) && !done.error().detail.starts_with("flow_state");
}

Value page_to_open(std::string url) {
  Value shown = Value::object();
  shown.set("kind", "present").set("show", "open_url").set("url", std::move(url));
  shown.set("code", "").set("number", "");
  return shown;
}

}  // namespace

// The verifiers are stored, for the page that comes back is another one. The newest stands alone,
// as JSON, because @supabase/supabase-js has it so under this name: either may finish what the
// other began. All that may still come back are in a list beside it: GoTrue gives no `state` back
// that would say which, so they are tried.
std::string Session::verifier_key() const { return config_.storage_key + "-code-verifier"; }

Task<Value> Session::sign_in_with_oauth(Value how) {
  Call authorize = call("sign_in_with_oauth", std::move(how));
  if (authorize.route == nullptr) co_return Errc::unsupported;
  Answer drawn = co_await host_.try_random(kVerifierBytes);
  if (!drawn) co_return *std::move(drawn.error);
  if (drawn.text.size() != kVerifierBytes) co_return Errc::host_fault;
  Value verifier(text::to_base64url(drawn.text));
  Answer digest = co_await host_.try_digest(*verifier.text());
  if (!digest) co_return *std::move(digest.error);
  authorize.arguments.set("code_challenge", text::to_base64url(digest.text));
  Answer others = co_await host_.try_load(verifier_key() + "s");
  Verifiers waiting(others.text, now().wall);
  waiting.add(*verifier.text(), now().wall);
  Answer listed = co_await host_.try_save(verifier_key() + "s", waiting.text());
  Secret stored(verifier.dump());
  Answer saved = co_await host_.try_save(verifier_key(), stored);
  if (!saved || !listed) co_return *std::move(saved ? listed.error : saved.error);
  co_await host_.present(page_to_open(config_.base_url + dialects::path_of(authorize)));
  co_return info();
}

// A code works once: whoever brings the same one meanwhile, or again, is told what became of it.
Task<Value> Session::exchange_code_for_session(Value what) {
  Secret code(what.take_text("code"));
  if (dialects::find_route(dialect_, "exchange_code_for_session") == nullptr) {
    co_return Errc::unsupported;
  }
  const bool known = code == exchanged_ && !code.empty();
  if (known && exchange_flight_.is_flying()) co_return co_await exchange_flight_.join();
  if (known && vault_.held() != nullptr) co_return info();
  exchanged_ = std::move(code);
  if (!exchange_flight_.is_flying()) co_return co_await exchange_flight_.join();
  co_return co_await exchange_code();
}

Task<Value> Session::exchange_code() {
  const Mark began = generation_.mark();
  const Secret code = exchanged_;
  Answer newest = co_await host_.try_load(verifier_key());
  if (!newest) co_return *std::move(newest.error);
  Answer others = co_await host_.try_load(verifier_key() + "s");
  Verifiers waiting(others.text, now().wall);
  const std::string alone = text_of(newest);
  Result<Value> done = Error{Errc::credential_invalid, "no sign-in was begun here", 0, 0};
  const std::vector<std::string> all = waiting.to_try(alone);
  std::string used;
  for (const std::string& verifier : all) {
    Value with = Value::object();
    with.set("code", code).set("code_verifier", verifier);
    Call exchange = call("exchange_code_for_session", std::move(with));
    done = co_await flow::attempt(sign_in_with(std::move(exchange), CallKind::sign_in, began));
    used = verifier;
    if (done || !may_be_of_another(done)) break;
  }
  if (!done) exchanged_ = Secret();
  // After a lost answer a code may still be good, and which of several it belongs to is not known.
  const bool over = done || (all.size() == 1 && done.error().action() != Action::retry);
  if (!over) co_return done;
  if (used == alone) co_await host_.try_erase(verifier_key());
  if (!waiting.has(used)) co_return done;
  waiting.remove(used);
  if (waiting.is_empty()) {
    co_await host_.try_erase(verifier_key() + "s");
  } else {
    co_await host_.try_save(verifier_key() + "s", waiting.text());
  }
  co_return done;
}

}  // namespace hufu::session
