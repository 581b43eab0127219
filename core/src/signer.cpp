#include "hufu/signer.h"

#include <algorithm>
#include <utility>

#include "text/url.h"

namespace hufu {
namespace {

// Nearly every URL begins with the normalised origin itself, and then nothing needs to be taken
// apart: the authority ends at the first of these.
bool begins_with_origin(std::string_view url, std::string_view origin) noexcept {
  if (!url.starts_with(origin)) return false;
  if (url.size() == origin.size()) return true;
  const char next = url[origin.size()];
  return next == '/' || next == '?' || next == '#';
}

}  // namespace

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
  const bool is_usual = std::any_of(origins_.begin(), origins_.end(), [&](const auto& origin) {
    return begins_with_origin(url, origin);
  });
  if (is_usual) return text::is_clean(url);
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
