// A signed token (JWT in the compact form), taken apart. Nothing here is proved.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace hufu::server {

inline constexpr std::size_t kMostTokenBytes = std::size_t{8} * 1024;

/// Why a text is no token.
enum class TokenFault {
  none,
  too_long,
  form,          ///< Not three parts, or a part that is not base64url.
  json,          ///< Header or claims are no JSON object, or one that is too deep.
  member_twice,  ///< Others may read the first of two where we read the last (RFC 7515, section 4).
};

/// A token's parts; `signed_text` is a part of the token itself.
struct OpenedToken {
  nlohmann::json header;
  nlohmann::json claims;
  std::string_view signed_text;
  std::string signature;
};

/// Whether this looks like a signed token.
bool is_token(std::string_view text) noexcept;

/// Takes it apart. An empty signature is one, too: it proves nothing.
TokenFault open_token(std::string_view token, OpenedToken& opened);

}  // namespace hufu::server
