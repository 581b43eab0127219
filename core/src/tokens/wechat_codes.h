// Codes of wx.login, for a sign-in that a person asks for and for one in silence.
#pragma once

#include "backend/backend.h"
#include "flow/host.h"

namespace hufu::tokens {

class WechatCodes {
 public:
  WechatCodes(flow::Credentials& credentials, const backend::Backend& backend)
      : credentials_(credentials), backend_(backend) {}

  /// A code, and where the server wants it what WeChat encrypts beside it.
  flow::Ask try_ask();
  /// The call that offers the code. What WeChat said of the person when it gave it goes along,
  /// unless the caller, in `how`, has said it.
  backend::Call sign_in_with(const flow::Answer& code, Value how) const;

 private:
  flow::Credentials& credentials_;
  const backend::Backend& backend_;
};

}  // namespace hufu::tokens
