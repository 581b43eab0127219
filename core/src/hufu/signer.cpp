#include "hufu/signer.h"

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

Signer::Signer(std::vector<std::string> origins, std::string_view platform,
               std::string_view app_key)
    : origins_(std::move(origins)), platform_(platform), app_key_(app_key) {}

Signer Signer::with_token(const Secret& access_token, Uptime good_until) const {
  Signer signer = without_token();
  signer.authorization_ = Secret("Bearer " + access_token.reveal());
  signer.good_until_ = good_until;
  return signer;
}

Signer Signer::without_token() const { return Signer(origins_, platform_, app_key_); }

// The origin that `url` is of; nullptr if it is of none, or not clean.
const std::string* Signer::find_origin(std::string_view url) const noexcept {
  for (const std::string& origin : origins_) {
    if (begins_with_origin(url, origin)) return text::is_clean(url) ? &origin : nullptr;
  }
  const auto target = text::split_url(url);
  if (!target) return nullptr;
  for (const std::string& origin : origins_) {
    if (text::same_origin(*target, *text::split_url(origin))) return &origin;
  }
  return nullptr;
}

bool Signer::allows(std::string_view url) const noexcept { return find_origin(url) != nullptr; }

Authorization Signer::without_person(std::string_view url) const noexcept {
  const std::string* origin = find_origin(url);
  if (origin == nullptr) return {Verdict::refused, {}, {}, {}};
  const bool is_server = origin == &origins_.front();
  return {Verdict::needs_token, platform_, is_server ? app_key_ : std::string_view(), {}};
}

Authorization Signer::authorize(std::string_view url, Uptime now) const noexcept {
  Authorization headers = without_person(url);
  if (headers.verdict == Verdict::refused) return headers;
  if (authorization_.empty() || now.ms >= good_until_.ms) return {Verdict::needs_token, {}, {}, {}};
  headers.verdict = Verdict::ready;
  headers.authorization = authorization_.reveal();
  return headers;
}

}  // namespace hufu
