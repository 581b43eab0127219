// The token for a request: the one we hold, a renewed one, or one that the host lends.
#pragma once

#include "announcer/announcer.h"
#include "backend/backend.h"
#include "base/fault.h"
#include "flow/host.h"
#include "hufu/config.h"
#include "tokens/borrowing.h"
#include "tokens/refresh.h"
#include "tokens/token.h"
#include "tokens/wechat_codes.h"
#include "tokens/worth.h"
#include "vault/vault.h"

namespace hufu::tokens {

class Tokens {
 public:
  using Mark = vault::Generation::Mark;
  template <class T>
  using Task = flow::Task<T>;

  Tokens(flow::Credentials& credentials, flow::Timer& timer, flow::Crypto& crypto,
         const flow::Clock& clock, const Config& config, vault::Generation& generation,
         vault::Vault& vault, backend::Backend& backend, announcer::Announcer& announcer,
         WechatCodes& codes);

  /// The token for a request that is about to be sent, of whoever was here at `who`. Fault:
  /// `cancelled` if somebody else has signed in since.
  Task<Token> for_request(Mark who);
  /// A token in the place of one that the server refused; null where another would fare no better.
  /// Fault: as above.
  Task<Token> instead_of(Token refused);
  /// The outcome of the operation `access_token`.
  Task<Value> hand_out(Mark who);
  /// A record whose token will still be good when a request arrives.
  Task<vault::RecordRef> fresh_record();

  /// A server has refused this token. False if that is no reason to get another.
  bool refuse(const Text& token);
  void renewal_helped() { worth_.renewal_helped(); }
  void outdate(const Text& token) { worth_.outdate(token); }
  bool is_alive(const vault::Record& record) const { return worth_.is_alive(record); }

  /// A session was granted: what servers have said of the one before is forgotten.
  void begin_anew();
  /// The session is left: the refresh under way is for nobody.
  void forget() { refresh_.abort(Fault(Errc::signed_out)); }
  /// The host has ended the session that it lent tokens of, for it was asked to.
  void nothing_lent() { borrowing_.ended(EndCause::sign_out); }
  void follow(vault::RecordRef stored) { refresh_.follow(std::move(stored)); }
  void wake() { refresh_.wake(); }
  /// Until when the token that is held may be used without asking.
  Uptime good_until() const;

 private:
  const flow::Clock& clock_;
  const Config& config_;
  vault::Generation& generation_;
  vault::Vault& vault_;
  announcer::Announcer& announcer_;
  Worth worth_;
  Borrowing borrowing_;
  Refresh refresh_;
  Uptime save_again_at_{};
};

}  // namespace hufu::tokens
