// Signing in with what a person has given: a code of WeChat, an address with a password, nothing.
#pragma once

#include "announcer/announcer.h"
#include "backend/backend.h"
#include "flow/single_flight.h"
#include "tokens/tokens.h"
#include "tokens/wechat_codes.h"
#include "vault/vault.h"

namespace hufu::stories {

class SignIn {
 public:
  using Mark = vault::Generation::Mark;
  template <class T>
  using Task = flow::Task<T>;

  SignIn(const Config& config, vault::Generation& generation, vault::Vault& vault,
         backend::Backend& backend, announcer::Announcer& announcer, tokens::Tokens& tokens,
         tokens::WechatCodes& codes);

  Task<Value> with_wechat(Value how);
  /// With one call that carries all that it takes.
  Task<Value> with(backend::Call call, backend::CallKind kind, Mark began);
  /// Hold and write the session of a grant, unless somebody has signed out since it `began`.
  Task<Value> keep(const backend::Grant& grant, Mark began);

  /// The person has signed out: a sign-in that asks the host for a code is for nobody.
  void abort(const Fault& why) { by_host_.abort(why); }

 private:
  Task<Value> with_code_of_host();
  Task<Value> hold(vault::RecordRef record, bool is_new_user, Mark began);

  const Config& config_;
  vault::Generation& generation_;
  vault::Vault& vault_;
  backend::Backend& backend_;
  announcer::Announcer& announcer_;
  tokens::Tokens& tokens_;
  tokens::WechatCodes& codes_;
  flow::SingleFlight<Value> by_host_;
  Value pending_sign_in_;  ///< What the sign-in under way was asked with.
};

}  // namespace hufu::stories
