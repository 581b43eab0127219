#include "hufu/signer.h"

#include <algorithm>
#include <utility>

#include "text/url.h"

namespace hufu {

Signer::Signer(std::vector<std::string> origins, std::string_view platform)
    : origins_(std::move(origins)), platform_(platform) {}

Signer Signer::with_token(const Secret& access_token, Uptime good_until) const {
  Signer signer(origins_, platform_);
  signer.authorization_ = Secret("Bearer " + access_token.reveal());
  signer.good_until_ = good_until;
  return signer;
}

Signer Signer::without_token() const { return Signer(origins_, platform_); }

bool Signer::allows(std::string_view url) const noexcept {
  const auto target = text::split_url(url);
  return target && std::any_of(origins_.begin(), origins_.end(), [&](const std::string& origin) {
           return text::same_origin(*target, *text::split_url(origin));
         });
}

Authorization Signer::authorize(std::string_view url, Uptime now) const noexcept {
  if (!allows(url)) return {Verdict::refused, {}, {}};
  if (authorization_.empty() || now.ms >= good_until_.ms) return {Verdict::needs_token, {}, {}};
  return {Verdict::ready, platform_, authorization_.reveal()};
}

}  // namespace hufu
