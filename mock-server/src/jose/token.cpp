// Signed tokens: hufu::server takes them apart and checks the signature; cjose signs.
#include "jose/token.h"

#include <cjose/cjose.h>
#include <hufu/server/token.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <memory>
#include <stdexcept>

namespace hufu::mock::jose {
namespace {

using nlohmann::json;

struct ReleaseJws {
  void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
};
using Jws = std::unique_ptr<cjose_jws_t, ReleaseJws>;

struct ReleaseHeader {
  void operator()(cjose_header_t* header) const { cjose_header_release(header); }
};
using Header = std::unique_ptr<cjose_header_t, ReleaseHeader>;

Refusal opened(std::string_view token, server::OpenedToken& parts) {
  switch (server::open_token(token, parts)) {
    case server::TokenFault::none: return Refusal::none;
    case server::TokenFault::too_long: return Refusal::too_large;
    case server::TokenFault::member_twice: return Refusal::duplicate_name;
    default: return Refusal::malformed;
  }
}

/// Headers by which a token would bring its own key or its own rules (RFC 8725 sections 3.10
/// and 3.11).
bool brings_its_own_rules(const json& header) {
  constexpr std::array kForbidden{"jwk",      "jku",  "x5u", "x5c", "x5t",
                                  "x5t#S256", "crit", "b64", "zip"};
  return std::any_of(kForbidden.begin(), kForbidden.end(),
                     [&](const char* name) { return header.contains(name); });
}

std::string lower_media_type(std::string_view typ) {
  std::string lower(typ);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  constexpr std::string_view kPrefix = "application/";
  return lower.starts_with(kPrefix) ? lower.substr(kPrefix.size()) : lower;
}

bool has_type(const json& header, const std::string& typ) {
  return header.contains("typ") && header["typ"].is_string() &&
         lower_media_type(header["typ"].get<std::string>()) == lower_media_type(typ);
}

bool is_text_or_absent(const json& object, const char* name) {
  return !object.contains(name) || object[name].is_string();
}

Refusal check_header(const json& header, const Rules& rules) {
  if (brings_its_own_rules(header)) return Refusal::forbidden_header;
  if (!header.contains("alg") || !is_text_or_absent(header, "alg") ||
      !is_text_or_absent(header, "kid")) {
    return Refusal::malformed;
  }
  return !rules.typ || has_type(header, *rules.typ) ? Refusal::none : Refusal::wrong_type;
}

Refusal check_signature(const server::OpenedToken& parts, const Key& key) {
  if (parts.header["alg"] != name_of(key.algorithm())) return Refusal::wrong_algorithm;
  const bool holds = key.verifying().has_signed(parts.signed_text, parts.signature);
  return holds ? Refusal::none : Refusal::bad_signature;
}

bool names_audience(const json& claims, const std::string& audience) {
  if (!claims.contains("aud")) return false;
  const json& aud = claims["aud"];
  if (aud.is_string()) return aud == audience;
  return aud.is_array() && std::find(aud.begin(), aud.end(), audience) != aud.end();
}

/// Numbers that are dates may have a fraction (RFC 7519 section 2); what is no number is a fault,
/// not an absence. What is beyond all numbers has been read as the largest one.
bool dates_are_numbers(const json& claims) {
  constexpr std::array kDates{"exp", "nbf", "iat"};
  return std::all_of(kDates.begin(), kDates.end(), [&](const char* name) {
    return !claims.contains(name) ||
           (claims[name].is_number() &&
            std::abs(claims[name].get<double>()) < std::numeric_limits<double>::max());
  });
}

Refusal check_dates(const json& claims, const Rules& rules) {
  const auto now = static_cast<double>(rules.now_s);
  const auto leeway = static_cast<double>(rules.leeway.count());
  if (!dates_are_numbers(claims)) return Refusal::malformed;
  if (rules.expiry_required && !claims.contains("exp")) return Refusal::missing_claim;
  if (claims.contains("exp") && !(now < claims["exp"].get<double>() + leeway))
    return Refusal::expired;
  for (const char* name : {"nbf", "iat"}) {
    if (claims.contains(name) && !(claims[name].get<double>() <= now + leeway))
      return Refusal::not_yet_valid;
  }
  return Refusal::none;
}

Refusal check_claims(const json& claims, const Rules& rules) {
  if (rules.issuer && (!claims.contains("iss") || claims["iss"] != *rules.issuer))
    return Refusal::wrong_issuer;
  if (rules.audience && !names_audience(claims, *rules.audience)) return Refusal::wrong_audience;
  return check_dates(claims, rules);
}

Refusal check(std::string_view token, const KeySet& keys, const Rules& rules,
              server::OpenedToken& parts, KeyPointer& key) {
  if (const Refusal fault = opened(token, parts); fault != Refusal::none) return fault;
  if (const Refusal fault = check_header(parts.header, rules); fault != Refusal::none) return fault;
  key = keys.find(parts.header.value("kid", ""));
  if (!key) return Refusal::unknown_key;
  if (const Refusal fault = check_signature(parts, *key); fault != Refusal::none) return fault;
  return check_claims(parts.claims, rules);
}

Header native_header(const json& header) {
  Header native(cjose_header_new(nullptr));
  if (!native) throw std::runtime_error("no memory for a token header");
  for (const auto& [name, value] : header.items()) {
    // cjose takes strings as they are, objects and arrays as JSON, and nothing else.
    const bool set =
        value.is_string()
            ? cjose_header_set(native.get(), name.c_str(),
                               value.get_ref<const std::string&>().c_str(), nullptr)
            : cjose_header_set_raw(native.get(), name.c_str(), value.dump().c_str(), nullptr);
    if (!set)
      throw std::runtime_error("a member of the token header is neither string, object nor array");
  }
  return native;
}

}  // namespace

std::string_view name_of(Refusal refusal) {
  constexpr std::array<std::string_view, 14> kNames{
      "none",           "too_large",     "malformed",       "duplicate_name", "forbidden_header",
      "wrong_type",     "unknown_key",   "wrong_algorithm", "bad_signature",  "wrong_issuer",
      "wrong_audience", "missing_claim", "expired",         "not_yet_valid"};
  return kNames.at(static_cast<std::size_t>(refusal));
}

std::string sign(const json& header, const json& claims, const Key& key) {
  json full = header.is_object() ? header : json::object();
  if (!full.contains("typ")) full["typ"] = "JWT";
  full["alg"] = name_of(key.algorithm());
  if (!key.kid().empty()) full["kid"] = key.kid();

  const Header native = native_header(full);
  const std::string text = claims.dump();
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const Jws jws(cjose_jws_sign(key.native(), native.get(), bytes, text.size(), nullptr));
  const char* compact = nullptr;
  if (!jws || !cjose_jws_export(jws.get(), &compact, nullptr)) {
    throw std::runtime_error("the token could not be signed");
  }
  return compact;
}

Verification verify(std::string_view token, const KeySet& keys, const Rules& rules) {
  Verification result;
  server::OpenedToken parts;
  KeyPointer key;
  result.refusal = check(token, keys, rules, parts, key);
  if (!result.accepted()) return result;
  result.header = std::move(parts.header);
  result.claims = std::move(parts.claims);
  result.key = std::move(key);
  return result;
}

std::optional<std::string> unverified_issuer(std::string_view token) {
  server::OpenedToken parts;
  if (opened(token, parts) != Refusal::none) return std::nullopt;
  if (!parts.claims.contains("iss") || !parts.claims["iss"].is_string()) return std::nullopt;
  return parts.claims["iss"].get<std::string>();
}

}  // namespace hufu::mock::jose
