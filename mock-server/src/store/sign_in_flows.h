// Sign-in flows: one way of a browser to a provider and back (RFC 6749 with PKCE).
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "store/transaction.h"

namespace hufu::mock {

struct SignInFlow {
  std::string id;
  /// started, asking (the provider was asked what its code means), answered (our own code is out),
  /// redeemed, failed
  std::string state = "started";
  std::string state_hmac;
  /// Of our own code; empty until the provider has answered.
  std::string code_hmac;
  std::string provider;
  /// S256 of the verifier that only the browser which began has (RFC 7636).
  std::string challenge;
  std::string redirect_to;
  /// For a link: whose account gets the new identity, and the session that asked for it.
  std::string link_user_id;
  std::string link_session_id;
  /// Whom the provider named.
  std::string subject;
  std::string unionid;
  std::string nickname;
  std::string avatar_url;
  /// Of a mail's link: magiclink, recovery, …
  std::string method;
  /// The session that came of it.
  std::string session_id;
  WallMs created_ms = 0;
  WallMs expires_ms = 0;
};

void add_sign_in_flow(Transaction& transaction, const SignInFlow& flow);
std::optional<SignInFlow> find_flow_by_state(Transaction& transaction,
                                             const std::string& state_hmac);
std::optional<SignInFlow> find_flow_by_code(Transaction& transaction, const std::string& code_hmac);
/// Writes state, code, the person and the session, if it is still in `from`: one of two that try
/// wins.
bool advance_sign_in_flow(Transaction& transaction, const SignInFlow& flow,
                          const std::string& from);
/// Codes that are out for this person and not redeemed yet open nothing any more.
void fail_answered_flows(Transaction& transaction, const std::string& provider,
                         const std::string& subject);

}  // namespace hufu::mock
