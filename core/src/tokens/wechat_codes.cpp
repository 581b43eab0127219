#include "tokens/wechat_codes.h"

#include <utility>

namespace hufu::tokens {
namespace {

constexpr Literal kStep = "sign_in_with_wechat";

}  // namespace

flow::Ask WechatCodes::try_ask() {
  const dialects::Route* route = backend_.route(kStep);
  const bool with_data = route != nullptr && dialects::needs_arguments(*route);
  return credentials_.try_credential(CredentialKind::wechat_code, true, with_data);
}

backend::Call WechatCodes::sign_in_with(const flow::Answer& code, Value how) const {
  how.set("code", code->text);
  for (const char* member : {"encrypted_data", "iv", "raw_data", "signature"}) {
    const Text said = code->whole.text_of(member);
    if (!said.empty() && how.text_or(member, "").empty()) how.set(member, said);
  }
  return backend_.call(kStep, std::move(how));
}

}  // namespace hufu::tokens
