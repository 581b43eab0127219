// What is known of an issuer: by these rules its tokens are judged.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <hufu/server/algorithm.h>
#include <hufu/server/issuer.h>
#include <hufu/server/platform.h>
#include <hufu/server/verifying_key.h>

namespace hufu::server {

enum class IssuerKind { clerk, unified, gotrue, authing, wx_login, mini_login, oidc };

/// The claim that is not as it has to be; empty: none.
using FaultOf = std::string_view (*)(const nlohmann::json& claims);
/// When the person proved who they are, in seconds since 1970.
using ProvedAt = std::optional<double> (*)(const nlohmann::json& claims);

std::string_view no_fault(const nlohmann::json& claims);
std::optional<double> proved_at_auth_time(const nlohmann::json& claims);

struct IssuerRules {
  IssuerKind kind;
  std::string title;
  /// What its tokens have as `iss`, compared as it is; nothing where they have none.
  std::optional<std::string> name;
  std::vector<Algorithm> algorithms = {};
  /// What `typ` may be, in small letters; empty: it may be absent.
  std::vector<std::string> types = {};
  /// What `X-Platform` may say beside its tokens.
  std::vector<Platform> platforms = {Platform::web, Platform::desktop, Platform::server};
  /// The address of its keys, or of its discovery document, which has that of its keys.
  std::string jwks = {};
  std::string discovery = {};
  /// What it signs with, where there are no keys.
  VerifyingKeyPointer secret = {};
  /// Whether its tokens may come without `iss`.
  bool is_nameless = false;
  /// `aud` has to have one of these; none: the token has none.
  std::vector<std::string> audiences = {};
  /// Whether its tokens say themselves what platform they are of.
  bool names_platform = false;
  /// The claims with the person's id, and with the session's.
  std::string subject = "sub";
  std::string session = "sid";
  /// Whether its clients send the token without a scheme.
  bool is_bare = false;
  /// Origins of pages that `azp` may name; none: any.
  std::vector<std::string> authorized_parties = {};
  /// The cookie that a session of it is in; empty: none.
  std::string cookie = {};
  /// What else has to be so.
  FaultOf fault = no_fault;
  ProvedAt proved_at = proved_at_auth_time;
};

}  // namespace hufu::server
