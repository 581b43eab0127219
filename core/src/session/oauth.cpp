// Signing in through a browser, with PKCE (RFC 7636): away to the provider, and back with a code.
#include <utility>

#include "session/session.h"
#include "text/base64url.h"

namespace hufu::session {
namespace {

constexpr int kVerifierBytes = 32;  // 43 letters, as RFC 7636, 4.1 recommends

Value page_to_open(std::string url) {
  Value shown = Value::object();
  shown.set("kind", "present").set("show", "open_url").set("url", std::move(url));
  shown.set("code", "").set("number", "");
  return shown;
}

}  // namespace

// The verifier is stored, for the page that comes back is another one. As JSON, because
// @supabase/supabase-js has it so under this name: either may finish what the other began.
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
  Secret stored(verifier.dump());
  Answer saved = co_await host_.try_save(verifier_key(), stored);
  if (!saved) co_return *std::move(saved.error);
  co_await host_.present(page_to_open(config_.base_url + backends::path_of(authorize)));
  co_return info();
}

Task<Value> Session::exchange_code_for_session(Value what) {
  Call exchange = call("exchange_code_for_session", std::move(what));
  if (exchange.route == nullptr) co_return Errc::unsupported;
  Answer stored = co_await host_.try_load(verifier_key());
  if (!stored) co_return *std::move(stored.error);
  const auto verifier = json::parse(stored.text);
  if (!verifier || !verifier->is_string()) {
    co_return Error{Errc::credential_invalid, "no sign-in was begun here", 0, 0};
  }
  exchange.arguments.set("code_verifier", *verifier);
  Task<Value> finish = sign_in_with(std::move(exchange), CallKind::sign_in, generation_.mark());
  Result<Value> done = co_await flow::attempt(std::move(finish));
  // A code works once; after a lost answer it may still be good.
  const bool over = done || done.error().action() != Action::retry;
  if (over) co_await host_.try_erase(verifier_key());
  co_return done;
}

}  // namespace hufu::session
