// Why nobody was let in, and how to answer that.
#include <hufu/server/refusal.h>

#include <algorithm>
#include <array>

namespace hufu::server {
namespace {

struct Answer {
  int status;
  std::string_view message;
  std::string_view error;  // none: the reason
};

constexpr Answer kBadToken{401, "The token is not good here.", "invalid_token"};
constexpr Answer kOutage{503, "Nobody can tell who this is. Try again.", "unavailable"};

Answer answer_to(Reason reason) {
  switch (reason) {
    case Reason::no_token: return {401, "Nobody is signed in.", {}};
    case Reason::malformed_request:
      return {400, "One Authorization header with one token, please.", "invalid_request"};
    case Reason::no_platform: return {400, "X-Platform is missing or unknown.", "invalid_request"};
    case Reason::other_site: return {403, "A page of another site has sent this.", {}};
    case Reason::other_person: return {403, "Authorization and cookie are of two people.", {}};
    case Reason::unknown_person: return {403, "Whoever signed in is not known here.", {}};
    case Reason::keys_unavailable:
    case Reason::backend_unavailable: return kOutage;
    default: return kBadToken;
  }
}

}  // namespace

std::string_view name_of(Reason reason) noexcept {
  constexpr std::array<std::string_view, 15> kNames{
      "no_token",       "malformed_request", "malformed",
      "unknown_issuer", "unknown_key",       "bad_signature",
      "expired",        "wrong_claims",      "wrong_platform",
      "no_platform",    "other_site",        "other_person",
      "unknown_person", "keys_unavailable",  "backend_unavailable"};
  return kNames[static_cast<std::size_t>(reason)];
}

Refusal::Refusal(Reason reason, std::string detail, std::int64_t retry_after_ms)
    : reason_(reason), detail_(std::move(detail)), retry_after_ms_(retry_after_ms) {}

int Refusal::status() const noexcept { return answer_to(reason_).status; }

std::string_view Refusal::message() const noexcept { return answer_to(reason_).message; }

std::string_view Refusal::error() const noexcept {
  const std::string_view error = answer_to(reason_).error;
  return error.empty() ? name_of(reason_) : error;
}

std::vector<std::pair<std::string, std::string>> Refusal::headers() const {
  std::vector<std::pair<std::string, std::string>> headers{{"Cache-Control", "no-store"}};
  if (status() < 403) {
    const std::string fault =
        reason_ == Reason::no_token ? "" : " error=\"" + std::string(error()) + "\"";
    headers.emplace_back("WWW-Authenticate", "Bearer" + fault);
  }
  if (status() == 503) {
    const std::int64_t seconds = std::max<std::int64_t>(1, (retry_after_ms_ + 999) / 1000);
    headers.emplace_back("Retry-After", std::to_string(seconds));
  }
  return headers;
}

// None of its texts has a letter that JSON would escape.
std::string Refusal::body() const {
  return "{\"error\":\"" + std::string(error()) + "\",\"message\":\"" + std::string(message()) +
         "\"}";
}

std::string Refusal::text() const {
  const std::string more = detail_.empty() ? "" : ": " + detail_;
  return std::string(message()) + " (" + std::string(name_of(reason_)) + more + ")";
}

}  // namespace hufu::server
