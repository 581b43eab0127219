// Access tokens whose signature was found good, so that it is not computed again at every request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace hufu::mock {

struct AccessToken {
  std::string user_id;
  std::string session_id;
  std::string platform;
  int generation = 0;
};

/// What a signature vouches for. Whether it is still true is for the caller to judge, at each use.
struct VerifiedToken {
  AccessToken access;
  std::int64_t issued_s = 0;
  std::int64_t expires_s = 0;
};

/// Under the digest of the whole token, signature included: another text is another token. Tokens
/// themselves are not kept. From any thread.
class VerifiedTokens {
 public:
  std::optional<VerifiedToken> find(std::string_view token) const;
  void keep(std::string_view token, VerifiedToken verified);

 private:
  using Tokens = std::unordered_map<std::string, VerifiedToken>;

  mutable std::mutex mutex_;
  // The newer half and the older one: when the newer is full, the older is forgotten.
  Tokens newer_;
  Tokens older_;
};

}  // namespace hufu::mock
