// What may stand in a record as it is.
#include "record/harmless.h"

#include <algorithm>
#include <array>

namespace hufu::mock::record {
namespace {

using Names = std::string_view;

constexpr std::array kHeaders = std::to_array<Names>({
    "accept",
    "accept-encoding",
    "accept-language",
    "allow",
    "cache-control",
    "connection",
    "content-length",
    "content-type",
    "date",
    "expect",
    "host",
    "origin",
    "retry-after",
    "transfer-encoding",
    "user-agent",
    "vary",
    "www-authenticate",
    "x-content-type-options",
    "x-platform",
    "x-supabase-api-version",
});

constexpr std::array kMembers = std::to_array<Names>({
    "alg",           "allowed",    "attemptsLeft",
    "browser",       "client",     "code_challenge_method",
    "createdAt",     "crv",        "effect",
    "enabled",       "errcode",    "error",
    "error_code",    "event",      "expiresIn",
    "expires_at",    "expires_in", "grant_type",
    "half",          "hits",       "interval",
    "kind",          "kty",        "limit",
    "message",       "method",     "msg",
    "nowMs",         "offsetMs",   "openedAs",
    "place",         "platform",   "provider",
    "purpose",       "requestId",  "requests",
    "response_type", "route",      "scanKind",
    "scan_kind",     "scope",      "seen",
    "sentAs",        "since",      "status",
    "success",       "survivor",   "target",
    "times",         "token_type", "total",
    "use",           "wait",
});

bool is_letter(char symbol) {
  return (symbol >= 'a' && symbol <= 'z') || (symbol >= 'A' && symbol <= 'Z');
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char symbol) {
    return symbol >= 'A' && symbol <= 'Z' ? static_cast<char>(symbol + 32) : symbol;
  });
  return lower;
}

bool is_harmless_header(std::string_view name) {
  return std::ranges::find(kHeaders, name) != kHeaders.end();
}

bool is_harmless_member(std::string_view name) {
  return std::ranges::find(kMembers, name) != kMembers.end();
}

bool is_known_state(std::string_view value) {
  constexpr std::array states = std::to_array<Names>(
      {"accepted", "agreed", "already_linked", "approved", "confirmed", "declined", "denied",
       "expired", "issued", "over", "pending", "redeemed", "scanned"});
  return std::ranges::find(states, value) != states.end();
}

bool looks_like_a_name(std::string_view name) {
  return !name.empty() && name.size() <= 32 && name.front() >= 'a' && name.front() <= 'z' &&
         std::ranges::all_of(
             name, [](char symbol) { return is_letter(symbol) || symbol == '_' || symbol == '-'; });
}

}  // namespace hufu::mock::record
