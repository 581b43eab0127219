// A call of the SDK itself: the whole answer, within its limits, or why there is none.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <hufu/effects.h>

#include "transport/transfer.h"

namespace hufu::native {

/// The limits of the SDK's own calls, as effects.h states them. Only tests use others.
struct CallLimits {
  Millis total_ms = 30'000;
  Millis connect_ms = 10'000;
  std::size_t body_bytes = 1U << 20U;
};

/// What every transfer of one client shares.
struct TransportOptions {
  Authorities authorities;
  std::string user_agent;
  CallLimits limits;
};

/// Collects an answer. Compressed bodies are decoded, the limit is on the decoded size.
class WholeAnswer final : public Receiver {
 public:
  using Done = std::function<void(Answer)>;

  /// A transfer for the effect; `done` is called once, on the loop's thread.
  static std::shared_ptr<Transfer> of(HttpEffect effect, const TransportOptions& options,
                                      Done done);
  static std::shared_ptr<Transfer> of(UploadEffect effect, const TransportOptions& options,
                                      Done done);

  bool on_head(int status, std::vector<Header> headers) override;
  Take on_body(std::string_view piece) override;
  void on_end(std::optional<FailedAnswer> failure) override;

 private:
  WholeAnswer(std::variant<HttpEffect, UploadEffect> effect, std::size_t most_bytes, Done done);

  std::variant<HttpEffect, UploadEffect> effect_;
  std::size_t most_bytes_;
  Done done_;
  HttpAnswer answer_;
  bool is_too_long_ = false;
};

}  // namespace hufu::native
