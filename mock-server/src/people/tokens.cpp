// Our own tokens.
#include "people/tokens.h"

#include <hufu/server/proof.h>

#include <nlohmann/json.hpp>

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "crypto/random.h"
#include "jose/token.h"

namespace hufu::mock {
namespace {

constexpr std::string_view kRefreshPrefix = "hrt1_";
constexpr std::size_t kSessionIdLength = 32;  // hexadecimal
constexpr std::size_t kMacBytes = 32;

std::string refresh_token(const std::string& key, const Session& session, int counter) {
  const std::string mac =
      hmac_sha256(key, session.id + ":" + std::to_string(counter) + ":" + session.salt);
  return std::string(kRefreshPrefix) + session.id + "." + std::to_string(counter) + "." +
         encode_base64url(mac);
}

std::optional<int> parse_counter(std::string_view digits) {
  if (digits.empty() || digits.size() > 9 || digits.front() == '0') return std::nullopt;
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  return std::stoi(std::string(digits));
}

std::optional<VerifiedToken> read_claims(const nlohmann::json& claims) {
  VerifiedToken token;
  try {
    token.access.user_id = claims.at("sub").get<std::string>();
    token.access.session_id = claims.at("sid").get<std::string>();
    token.access.platform = claims.at("platform").get<std::string>();
    token.access.generation = claims.at("gen").get<int>();
    token.issued_s = claims.at("iat").get<std::int64_t>();
    token.expires_s = claims.at("exp").get<std::int64_t>();
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
  return token;
}

std::optional<VerifiedToken> verify_access_token(const Secrets& secrets, std::string_view token,
                                                 std::int64_t now_s) {
  const auto& [issuer, keys] = *secrets.access_issuer;
  // No leeway: the clock is the database's, which is also the one that issued it.
  const auto proved =
      server::prove(token, issuer, keys, {.now_s = static_cast<double>(now_s), .leeway_s = 0});
  const auto* proof = std::get_if<server::Proof>(&proved);
  return proof == nullptr ? std::nullopt : read_claims(proof->claims);
}

}  // namespace

std::string make_access_token(const Secrets& secrets, const Session& session, WallMs now_ms,
                              std::chrono::seconds life, nlohmann::json more) {
  const std::int64_t now_s = now_ms / 1000;
  nlohmann::json claims = std::move(more);
  claims["iss"] = kOwnIssuer;
  claims["aud"] = kOwnAudience;
  claims["sub"] = session.user_id;
  claims["sid"] = session.id;
  claims["platform"] = session.platform;
  claims["gen"] = session.counter;
  claims["jti"] = random_hex(12);
  claims["iat"] = now_s;
  claims["exp"] = now_s + life.count();
  nlohmann::json header;
  header["typ"] = "at+jwt";  // RFC 9068: no other kind of token passes for it
  return jose::sign(header, claims, *secrets.access_key);
}

std::optional<VerifiedToken> read_verified_token(const Secrets& secrets, std::string_view token,
                                                 WallMs now_ms) {
  const std::int64_t now_s = now_ms / 1000;
  if (const auto known = secrets.verified->find(token)) {
    if (now_s >= known->expires_s || now_s < known->issued_s) return std::nullopt;
    return known;
  }
  const std::optional<VerifiedToken> verified = verify_access_token(secrets, token, now_s);
  if (verified) secrets.verified->keep(token, *verified);
  return verified;
}

std::optional<AccessToken> read_access_token(const Secrets& secrets, std::string_view token,
                                             WallMs now_ms) {
  const std::optional<VerifiedToken> verified = read_verified_token(secrets, token, now_ms);
  if (!verified) return std::nullopt;
  return verified->access;
}

std::string make_refresh_token(const Secrets& secrets, const Session& session, int counter) {
  return refresh_token(secrets.refresh_key, session, counter);
}

std::optional<RefreshToken> parse_refresh_token(std::string_view text) {
  RefreshToken token;
  token.text = std::string(text);
  if (!text.starts_with(kRefreshPrefix)) return std::nullopt;
  text.remove_prefix(kRefreshPrefix.size());
  const std::size_t first = text.find('.');
  const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos || first != kSessionIdLength) return std::nullopt;
  const std::optional<int> counter = parse_counter(text.substr(first + 1, second - first - 1));
  const std::optional<std::string> mac = decode_base64url(text.substr(second + 1));
  if (!counter || !mac || mac->size() != kMacBytes) return std::nullopt;
  token.session_id = std::string(text.substr(0, first));
  token.counter = *counter;
  return token;
}

bool is_genuine(const Secrets& secrets, const RefreshToken& token, const Session& session) {
  if (equal_in_constant_time(token.text, make_refresh_token(secrets, session, token.counter)))
    return true;
  const std::string& other = secrets.other_refresh_key;
  return !other.empty() &&
         equal_in_constant_time(token.text, refresh_token(other, session, token.counter));
}

}  // namespace hufu::mock
