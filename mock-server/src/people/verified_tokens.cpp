// Access tokens whose signature was found good.
#include "people/verified_tokens.h"

#include <utility>

#include "crypto/digest.h"

namespace hufu::mock {
namespace {

constexpr std::size_t kHalf = 8192;

}  // namespace

std::optional<VerifiedToken> VerifiedTokens::find(std::string_view token) const {
  const std::string digest = sha256(token);
  const std::lock_guard hold(mutex_);
  for (const Tokens* half : {&newer_, &older_}) {
    const auto found = half->find(digest);
    if (found != half->end()) return found->second;
  }
  return std::nullopt;
}

void VerifiedTokens::keep(std::string_view token, VerifiedToken verified) {
  std::string digest = sha256(token);
  const std::lock_guard hold(mutex_);
  if (newer_.size() >= kHalf) older_ = std::exchange(newer_, {});
  newer_.insert_or_assign(std::move(digest), std::move(verified));
}

}  // namespace hufu::mock
