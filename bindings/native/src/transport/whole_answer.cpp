#include "transport/whole_answer.h"

#include <algorithm>
#include <utility>

namespace hufu::native {
namespace {

// A token answer fits: so its bytes are not copied about, and left behind, while it grows.
constexpr std::size_t kUsualBytes = 8U << 10U;

TransferRequest request_within(const TransportOptions& options) {
  TransferRequest request;
  request.authorities = &options.authorities;
  request.user_agent = options.user_agent;
  request.decode = true;
  request.total_ms = options.limits.total_ms;
  request.connect_ms = options.limits.connect_ms;
  return request;
}

}  // namespace

WholeAnswer::WholeAnswer(std::variant<HttpEffect, UploadEffect> effect, std::size_t most_bytes,
                         Done done)
    : effect_(std::move(effect)), most_bytes_(most_bytes), done_(std::move(done)) {}

std::shared_ptr<Transfer> WholeAnswer::of(HttpEffect effect, const TransportOptions& options,
                                          Done done) {
  const std::shared_ptr<WholeAnswer> receiver(
      new WholeAnswer(std::move(effect), options.limits.body_bytes, std::move(done)));
  const HttpEffect& kept = std::get<HttpEffect>(receiver->effect_);
  TransferRequest request = request_within(options);
  request.method = kept.method;
  request.url = kept.url;
  request.headers = &kept.headers;
  if (!kept.body.empty()) request.body = kept.body.reveal();
  return std::make_shared<Transfer>(request, receiver);
}

std::shared_ptr<Transfer> WholeAnswer::of(UploadEffect effect, const TransportOptions& options,
                                          Done done) {
  const std::shared_ptr<WholeAnswer> receiver(
      new WholeAnswer(std::move(effect), options.limits.body_bytes, std::move(done)));
  const UploadEffect& kept = std::get<UploadEffect>(receiver->effect_);
  TransferRequest request = request_within(options);
  request.method = "POST";
  request.url = kept.url;
  request.headers = &kept.headers;
  request.upload_file = kept.file;
  return std::make_shared<Transfer>(request, receiver);
}

bool WholeAnswer::on_head(int status, std::vector<Header> headers) {
  answer_.status = status;
  answer_.headers = std::move(headers);
  answer_.body.reserve(std::min(kUsualBytes, most_bytes_));
  return true;
}

Receiver::Take WholeAnswer::on_body(std::string_view piece) {
  is_too_long_ = piece.size() > most_bytes_ - answer_.body.size();
  if (is_too_long_) return Take::never;
  answer_.body += piece;
  return Take::taken;
}

void WholeAnswer::on_end(std::optional<FailedAnswer> failure) {
  if (is_too_long_) {
    failure = FailedAnswer{Errc::malformed_reply,
                           "the answer is longer than " + std::to_string(most_bytes_) + " bytes"};
  }
  if (failure) {
    done_(std::move(*failure));
  } else {
    done_(std::move(answer_));
  }
}

}  // namespace hufu::native
