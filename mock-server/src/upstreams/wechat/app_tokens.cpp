// The access tokens of apps (developers.weixin.qq.com: getAccessToken, getStableAccessToken).
#include "upstreams/wechat/app_tokens.h"

#include <algorithm>

#include "crypto/encoding.h"
#include "crypto/random.h"
#include "upstreams/wechat/errcode.h"

namespace hufu::mock::wechat {
namespace {

constexpr WallMs kLifeMs = 7200 * 1000;
constexpr WallMs kOverlapMs = 300 * 1000;
constexpr WallMs kForceApartMs = 30 * 1000;
constexpr int kForcesPerDay = 20;
constexpr WallMs kDayMs = 24 * 3600 * 1000;

}  // namespace

AppToken AppTokens::make(const std::string& app_id,
                         std::map<std::string, std::string>& latest_by_app) {
  const WallMs now = clock_->now_ms();
  std::string& latest = latest_by_app[app_id];
  if (const auto before = issued_.find(latest); before != issued_.end()) {
    before->second.expires_ms = std::min(before->second.expires_ms, now + kOverlapMs);
  }
  latest = "9" + random_symbols(135, kBase64urlSymbols);
  issued_[latest] = Issued{app_id, now + kLifeMs};
  return {latest, kLifeMs / 1000};
}

AppToken AppTokens::issue(const std::string& app_id) { return make(app_id, latest_); }

void AppTokens::count_force(const std::string& app_id) {
  Forced& forced = forced_[app_id];
  const WallMs now = clock_->now_ms();
  if (forced.day != now / kDayMs) forced = Forced{now / kDayMs, 0, 0};
  const bool too_soon = forced.times > 0 && now - forced.last_ms < kForceApartMs;
  if (too_soon || forced.times >= kForcesPerDay) throw daily_quota_reached();
  ++forced.times;
  forced.last_ms = now;
}

AppToken AppTokens::stable(const std::string& app_id, bool force) {
  if (force) {
    count_force(app_id);
    return make(app_id, latest_stable_);
  }
  const auto held = issued_.find(latest_stable_[app_id]);
  const WallMs left_ms = held == issued_.end() ? 0 : held->second.expires_ms - clock_->now_ms();
  if (left_ms > kOverlapMs) return {held->first, left_ms / 1000};
  return make(app_id, latest_stable_);
}

std::string AppTokens::authenticate(const std::optional<std::string>& token) const {
  if (!token || token->empty()) throw missing_access_token();
  const auto found = issued_.find(*token);
  if (found == issued_.end()) throw invalid_access_token();
  if (clock_->now_ms() < found->second.expires_ms) return found->second.app_id;
  // A token that was replaced is "not latest"; one that merely grew old is "expired".
  const auto is_latest = [&](const std::map<std::string, std::string>& latest) {
    const auto entry = latest.find(found->second.app_id);
    return entry != latest.end() && entry->second == *token;
  };
  if (is_latest(latest_) || is_latest(latest_stable_)) throw access_token_expired();
  throw invalid_access_token();
}

}  // namespace hufu::mock::wechat
