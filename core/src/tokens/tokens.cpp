#include "tokens/tokens.h"

#include <utility>

#include "base/fault.h"

namespace hufu::tokens {

using flow::Task;
using vault::RecordRef;

namespace {

constexpr Millis kSaveAgainAfter = 5'000;

Fault somebody_else() { return Fault(Errc::cancelled, "somebody else has signed in"); }

}  // namespace

Tokens::Tokens(flow::Credentials& credentials, flow::Timer& timer, flow::Crypto& crypto,
               const flow::Clock& clock, const Config& config, vault::Generation& generation,
               vault::Vault& vault, backend::Backend& backend, announcer::Announcer& announcer,
               WechatCodes& codes)
    : clock_(clock),
      config_(config),
      generation_(generation),
      vault_(vault),
      announcer_(announcer),
      worth_(clock, config),
      borrowing_(credentials, generation, announcer, worth_),
      refresh_(timer, crypto, clock, config, generation, vault, backend, announcer, worth_, codes) {
}

Task<Value> Tokens::hand_out(Mark who) {
  Value access = Value::object();
  Token token = co_await for_request(who);
  access.set("token", token->text).set("expires_in_ms", announcer_.time_left());
  co_return access;
}

// The last look at who is here comes after every wait: what it lets pass is the token of `who`.
Task<Token> Tokens::for_request(Mark who) {
  Text text;
  vault::Person whose = who.person();
  if (config_.session == SessionSource::borrowed) {
    Value lent = co_await borrowing_.token(false);
    text = lent.text();
  } else {
    RecordRef record = co_await fresh_record();
    text = record->access_token;
    whose = record->person;
  }
  if (whose != who.person() || !generation_.same_person_since(who)) co_return somebody_else();
  co_return Token::make(std::move(text), who);
}

// Bitwarden's rule: renew only if the token we hold is still the one that was refused.
Task<Token> Tokens::instead_of(Token refused) {
  // Of a borrowed token we know only whether it was refused before: then the host has a newer one.
  const bool fresh = !worth_.is_refused(refused->text) || borrowing_.is_getting_another();
  if (!refuse(refused->text)) co_return Token();
  const Mark who = refused->who;
  if (config_.session == SessionSource::own || !fresh) co_return co_await for_request(who);
  Value lent = co_await borrowing_.token(true);
  if (!generation_.same_person_since(who)) co_return somebody_else();
  co_return Token::make(lent.text(), who);
}

Task<RecordRef> Tokens::fresh_record() {
  RecordRef held = co_await vault_.load();
  if (vault_.is_dirty()) {
    if (clock_.uptime().ms >= save_again_at_.ms) {
      save_again_at_ = Uptime{clock_.uptime().ms + kSaveAgainAfter};
      co_await vault_.save_again();
    }
    held = co_await vault_.load();  // somebody may have signed out meanwhile
  }
  if (worth_.is_fresh(*held)) co_return held;
  if (refresh_.is_cooling_down() && worth_.is_alive(*held)) co_return held;
  // Where only the person can go on there is no request to hold back: the store is asked whether
  // another process has seen the person.
  if (refresh_.is_cooling_down() && !held->needs_user) co_return refresh_.why_not_yet();
  co_return co_await refresh_.join();
}

bool Tokens::refuse(const Text& token) {
  const RecordRef& held = vault_.held();
  const bool own = config_.session == SessionSource::own;
  if (own && (held == nullptr || held->access_token != token)) return true;
  return worth_.refuse(token);
}

void Tokens::begin_anew() {
  refresh_.begin_anew();
  worth_.renewal_helped();
}

Uptime Tokens::good_until() const {
  const RecordRef& held = vault_.held();
  return held == nullptr ? Uptime{} : worth_.good_until(*held, refresh_.cooled_down());
}

}  // namespace hufu::tokens
