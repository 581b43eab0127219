// Why nobody was let in, and how to answer that.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hufu::server {

/// What was wrong; for logs. The client needs none of it.
enum class Reason {
  no_token,
  malformed_request,
  malformed,
  unknown_issuer,
  unknown_key,
  bad_signature,
  expired,
  wrong_claims,
  wrong_platform,
  no_platform,
  other_site,
  other_person,
  unknown_person,
  keys_unavailable,
  backend_unavailable,
};

std::string_view name_of(Reason reason) noexcept;

/// Nobody is let in. It holds neither tokens nor secrets: it may be logged.
class Refusal {
 public:
  explicit Refusal(Reason reason, std::string detail = {}, std::int64_t retry_after_ms = 0);

  Reason reason() const noexcept { return reason_; }
  /// 401 for the token's faults, 403 for what this person may not, 400 for the request's, 503 for
  /// an outage.
  int status() const noexcept;
  /// As the answer's body has it.
  std::string_view error() const noexcept;
  std::string_view message() const noexcept;
  /// Which member of the token it was, which issuer; perhaps empty.
  const std::string& detail() const noexcept { return detail_; }
  /// Not before this many milliseconds; 0 where nothing is known.
  std::int64_t retry_after_ms() const noexcept { return retry_after_ms_; }

  /// The headers of the answer, `WWW-Authenticate` (RFC 6750) and `Retry-After` among them.
  std::vector<std::pair<std::string, std::string>> headers() const;
  /// The body of the answer: JSON.
  std::string body() const;
  /// For logs: message, reason and detail.
  std::string text() const;

 private:
  Reason reason_;
  std::string detail_;
  std::int64_t retry_after_ms_;
};

}  // namespace hufu::server
