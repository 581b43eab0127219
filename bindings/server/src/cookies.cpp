// Tokens in cookies.
#include "cookies.h"

#include <algorithm>
#include <array>

#include <hufu/server/refusal.h>

#include "asking.h"
#include "base64url.h"
#include "claims.h"
#include "json_text.h"
#include "percent.h"

namespace hufu::server {
namespace {

constexpr std::array<std::string_view, 3> kSafeMethods{"GET", "HEAD", "OPTIONS"};
constexpr std::string_view kEncoded = "base64-";

void add(CookiesOfRequest& cookies, std::string_view pair) {
  const std::size_t equals = pair.find('=');
  if (equals == pair.npos) return;
  const std::string_view text = pair.substr(equals + 1);
  // A foreign cookie may hold anything: what is no escaped text stays as it is.
  const std::string value = unescaped(text).value_or(std::string(text));
  const auto [known, is_new] = cookies.try_emplace(std::string(pair.substr(0, equals)), value);
  if (!is_new && known->second != value) known->second.reset();
}

// Of two that differ (of two paths, or of a sister site) another one could be read elsewhere.
std::optional<std::string> value_of(const CookiesOfRequest& cookies, const std::string& name) {
  const auto found = cookies.find(name);
  if (found == cookies.end()) return std::nullopt;
  if (!found->second) throw Refusal(Reason::malformed, "two cookies of one name");
  return found->second;
}

// The cookie's text, of its chunks if need be; Clerk has none.
std::string whole(const CookiesOfRequest& cookies, const std::string& name, bool has_chunks) {
  std::string text = value_of(cookies, name).value_or("");
  if (!text.empty() || !has_chunks) return text;
  for (int at = 0;; ++at) {
    const auto chunk = value_of(cookies, name + "." + std::to_string(at));
    if (!chunk) return text;
    text += *chunk;
  }
}

std::optional<std::string> text_of_session(const std::string& text) {
  if (text.starts_with(kEncoded))
    return decoded_base64url(std::string_view(text).substr(kEncoded.size()));
  return text.starts_with('%') ? unescaped(text) : text;
}

std::string token_of_session(const std::string& cookie) {
  const std::optional<std::string> text = text_of_session(cookie);
  nlohmann::json record;
  const JsonFault fault = text ? read_json(*text, record) : JsonFault::no_json;
  const bool is_session = fault == JsonFault::none || fault == JsonFault::member_twice;
  const std::string* token = is_session ? text_member(record, "access_token") : nullptr;
  if (token == nullptr) throw Refusal(Reason::malformed, "cookie");
  return *token;
}

}  // namespace

CookiesOfRequest cookies_in(const RequestView& request) {
  constexpr std::string_view kBetween = "; ";
  CookiesOfRequest cookies;
  for (std::string_view line : lines_of(request, "cookie")) {
    while (true) {
      const std::size_t end = line.find(kBetween);
      add(cookies, line.substr(0, end));
      if (end == line.npos) break;
      line.remove_prefix(end + kBetween.size());
    }
  }
  return cookies;
}

void judge_site(const RequestView& request, const std::vector<std::string>& origins) {
  const bool is_safe = std::ranges::find(kSafeMethods, request.method) != kSafeMethods.end();
  // A WebSocket begins with a GET.
  if (is_safe && lines_of(request, "upgrade").empty()) return;
  const auto sites = lines_of(request, "sec-fetch-site");
  const auto pages = lines_of(request, "origin");
  const bool is_own = !sites.empty() && sites.front() == "same-origin";
  const bool is_named =
      !pages.empty() && std::ranges::find(origins, pages.front()) != origins.end();
  if (!is_own && !is_named) throw Refusal(Reason::other_site);
}

std::optional<std::string> token_in(const CookiesOfRequest& cookies, const IssuerRules& issuer) {
  if (issuer.cookie.empty()) return std::nullopt;
  const bool has_chunks = issuer.kind != IssuerKind::clerk;
  std::string text = whole(cookies, "__Host-" + issuer.cookie, has_chunks);
  if (text.empty()) text = whole(cookies, issuer.cookie, has_chunks);
  if (text.empty()) return std::nullopt;
  return has_chunks ? token_of_session(text) : text;
}

}  // namespace hufu::server
