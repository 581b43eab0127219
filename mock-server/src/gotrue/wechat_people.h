// WeChat people as users of this surface: found by openid, joined by unionid, or made.
#pragma once

#include <string>

#include "gotrue/gotrue.h"
#include "people/wechat_union.h"
#include "store/identities.h"
#include "store/sign_in_flows.h"

namespace hufu::mock::gotrue {

/// Whom WeChat named at one of our two apps.
struct WechatWho {
  /// "wechat" at the mini-program, "wechat_qr" at the website.
  std::string provider;
  std::string app_id;
  std::string openid;
  /// Empty where the apps belong to no Open Platform account.
  std::string unionid;
  /// Of the website only: the mini-program tells none.
  std::string nickname;
  std::string avatar_url;
};

/// At the mini-program, with what wx.login's code was exchanged for.
WechatWho mini_program_person(const Gotrue& gotrue, const WechatPerson& person);
/// At the website, as the flow keeps them.
WechatWho website_person(const Gotrue& gotrue, const SignInFlow& flow);

/// Throws `Error` 403 `user_banned` if the person is, here or, by the unionid, at the other
/// app: who is banned in the mini-program does not come back over the website.
void require_not_banned(Transaction& transaction, const WechatWho& who);

/// The identity of this openid. Throws as above, and 422 `signup_disabled` where nobody new is let
/// in. A new one joins the user who has the same unionid,
/// because by it WeChat says that they are one person; else it gets a user of its own.
FoundIdentity find_or_create_wechat_identity(Transaction& transaction, const Gotrue& gotrue,
                                             const WechatWho& who);

/// Why the identity cannot become another one of this user's; nothing if it can, or is already.
/// Throws `Error` 422 `identity_already_exists`.
void require_linkable(Transaction& transaction, const Gotrue& gotrue, const std::string& user_id,
                      const WechatWho& who);
/// Adds it, unless it is there already. Tokens from before are nobody's parent any more (B13).
/// Throws as above.
Identity link_wechat_identity(Transaction& transaction, const Gotrue& gotrue,
                              const std::string& user_id, const WechatWho& who);

}  // namespace hufu::mock::gotrue
