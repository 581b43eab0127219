// The tokens that a website holds for a person (developers.weixin.qq.com: website sign-in).
#include "upstreams/wechat/person_tokens.h"

#include "crypto/encoding.h"
#include "crypto/random.h"
#include "upstreams/wechat/errcode.h"

namespace hufu::mock::wechat {
namespace {

constexpr WallMs kAccessLifeMs = 7200 * 1000;
constexpr WallMs kRefreshLifeMs = WallMs{30} * 24 * 3600 * 1000;

std::string new_token() { return "9" + random_symbols(85, kBase64urlSymbols); }

}  // namespace

void PersonTokenBook::renew_access_token(Grant& grant) {
  grant.tokens.access_token = new_token();
  refresh_token_of_[grant.tokens.access_token] = grant.tokens.refresh_token;
}

PersonTokens PersonTokenBook::issue(const std::string& person_id, const std::string& app_id) {
  const WallMs now = clock_->now_ms();
  Grant grant;
  grant.tokens = PersonTokens{"", new_token(), kAccessLifeMs / 1000, person_id, app_id};
  grant.access_expires_ms = now + kAccessLifeMs;
  grant.refresh_expires_ms = now + kRefreshLifeMs;
  renew_access_token(grant);
  return grants_.emplace(grant.tokens.refresh_token, grant).first->second.tokens;
}

PersonTokens PersonTokenBook::refresh(const std::string& refresh_token, const std::string& app_id) {
  const WallMs now = clock_->now_ms();
  const auto found = grants_.find(refresh_token);
  if (found == grants_.end() || found->second.tokens.app_id != app_id)
    throw invalid_refresh_token();
  Grant& grant = found->second;
  if (now >= grant.refresh_expires_ms) throw invalid_refresh_token();
  if (now >= grant.access_expires_ms) renew_access_token(grant);
  grant.access_expires_ms = now + kAccessLifeMs;
  return grant.tokens;
}

const PersonTokens& PersonTokenBook::authenticate(
    const std::optional<std::string>& access_token) const {
  if (!access_token || access_token->empty()) throw missing_access_token();
  const auto owner = refresh_token_of_.find(*access_token);
  if (owner == refresh_token_of_.end()) throw invalid_access_token();
  const Grant& grant = grants_.at(owner->second);
  if (grant.tokens.access_token != *access_token) throw invalid_access_token();
  if (clock_->now_ms() >= grant.access_expires_ms) throw access_token_expired();
  return grant.tokens;
}

}  // namespace hufu::mock::wechat
