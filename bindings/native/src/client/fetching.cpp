#include "client/fetching.h"

#include <utility>

#include "client/driver.h"

namespace hufu::native {
namespace {

constexpr std::size_t kMostHeldBytes = 64U << 10U;

Error error_of(FailedAnswer failure) {
  return Error{failure.code, std::move(failure.detail), 0, 0};
}

}  // namespace

Fetching::Fetching(std::shared_ptr<Driver> driver, std::shared_ptr<NetworkLoop> loop,
                   FetchRequest request, Deliver deliver)
    : driver_(std::move(driver)),
      loop_(std::move(loop)),
      request_(std::move(request)),
      deliver_(std::move(deliver)) {}

OperationId Fetching::start() {
  const BodyStream* stream = std::get_if<BodyStream>(&request_.body);
  Fetch wanted;
  wanted.url = request_.url;
  wanted.method = request_.method;
  wanted.headers = std::move(request_.headers);
  wanted.replayable = stream == nullptr || stream->rewind != nullptr;
  const Millis timeout_ms = request_.timeout_ms;
  const OperationId begun = driver_->begin(std::move(wanted), shared_from_this());
  if (begun == OperationId{}) {
    finish(Error{Errc::cancelled, "the client is closed", 0, 0});
  } else if (timeout_ms > 0) {
    loop_->post([self = shared_from_this(), timeout_ms] { self->set_timer(timeout_ms); });
  }
  return begun;
}

void Fetching::done(Result<Outcome> outcome) {
  if (is_finished_.load()) return;
  if (loop_->is_here() && (is_in_head_ || !loop_->is_performing())) {
    decide(std::move(outcome));
  } else {
    loop_->post([self = shared_from_this(), outcome = std::move(outcome)]() mutable {
      self->decide(std::move(outcome));
    });
  }
}

bool Fetching::forward(EffectId id, ForwardEffect&& effect) {
  if (is_finished_.load()) return false;
  if (loop_->is_here() && !loop_->is_performing()) {
    send(id, std::move(effect));
  } else {
    loop_->post([self = shared_from_this(), id, effect = std::move(effect)]() mutable {
      self->send(id, std::move(effect));
    });
  }
  return true;
}

void Fetching::decide(Result<Outcome> outcome) {
  if (is_finished_.load()) return;
  if (!outcome) {
    finish(outcome.error());
    return;
  }
  FetchReply& reply = std::get<FetchReply>(*outcome);
  response_.status = reply.status;
  response_.headers = std::move(reply.headers);
  is_decided_ = true;
  if (!is_in_head_) give_out();
}

void Fetching::send(EffectId id, ForwardEffect effect) {
  if (is_finished_.load()) return;
  drop_transfer();
  held_.clear();
  failure_.reset();
  has_answered_ = is_paused_ = has_ended_ = false;
  effect_id_ = id;
  effect_ = std::move(effect);

  TransferRequest request;
  request.method = effect_.method;
  request.url = effect_.url;
  request.headers = &effect_.headers;
  request.authorities = &driver_->transport().authorities;
  if (!set_body(request)) {
    has_answered_ = true;
    driver_->settle(id, FailedAnswer{Errc::host_fault, "the body cannot be read again"});
    return;
  }
  transfer_ = std::make_shared<Transfer>(request, shared_from_this());
  loop_->add(transfer_);
}

bool Fetching::set_body(TransferRequest& request) {
  // A redirect that turned a POST into a GET leaves its body behind (RFC 9110, 15.4).
  if (effect_.method != request_.method) return true;
  if (const std::string* text = std::get_if<std::string>(&request_.body)) {
    request.body = *text;
  } else if (BodyStream* stream = std::get_if<BodyStream>(&request_.body)) {
    if (is_stream_used_ && !(stream->rewind && stream->rewind())) return false;
    is_stream_used_ = true;
    request.stream = stream;
  }
  return true;
}

bool Fetching::on_head(int status, std::vector<Header> headers) {
  has_answered_ = true;
  is_in_head_ = true;
  driver_->settle(effect_id_, ForwardAnswer{status, std::move(headers)});
  is_in_head_ = false;
  return !is_finished_.load();
}

Receiver::Take Fetching::on_body(std::string_view piece) {
  if (is_finished_.load()) return Take::never;
  if (is_decided_) return give(piece) ? Take::taken : Take::never;
  if (held_.size() + piece.size() <= kMostHeldBytes) {
    held_ += piece;
    return Take::taken;
  }
  is_paused_ = true;
  return Take::later;
}

void Fetching::on_end(std::optional<FailedAnswer> failure) {
  transfer_.reset();
  if (is_finished_.load()) return;
  has_ended_ = true;
  failure_ = std::move(failure);
  if (!has_answered_) {
    has_answered_ = true;
    driver_->settle(effect_id_, failure_.value_or(FailedAnswer{Errc::network, "no answer"}));
  } else if (is_decided_) {
    give_out();
  }
}

/// What has been held back, and the end if it is there.
void Fetching::give_out() {
  const std::string held = std::exchange(held_, {});
  if (!held.empty()) give(held);
  if (is_refused_) {
    finish(Error{Errc::cancelled, "the sink wanted no more", 0, 0});
  } else if (has_ended_ || !transfer_) {
    if (failure_) {
      finish(error_of(std::move(*failure_)));
    } else {
      finish(std::move(response_));
    }
  } else if (std::exchange(is_paused_, false)) {
    loop_->resume(transfer_);
  }
}

bool Fetching::give(std::string_view piece) {
  if (!request_.sink) {
    response_.body += piece;
  } else if (!is_refused_) {
    is_refused_ = true;  // also if the sink throws, which ends the transfer
    is_refused_ = !request_.sink(response_, piece);
  }
  return !is_refused_;
}

void Fetching::set_timer(Millis delay_ms) {
  if (is_finished_.load()) return;
  timer_ = loop_->after(delay_ms, [self = shared_from_this()] { self->expire(); });
}

void Fetching::expire() {
  timer_.reset();
  driver_->cancel(operation, Errc::timeout);
}

void Fetching::drop_transfer() {
  if (const std::shared_ptr<Transfer> transfer = std::exchange(transfer_, nullptr)) {
    loop_->remove(transfer);
  }
}

void Fetching::finish(Result<FetchResponse> result) {
  if (is_finished_.exchange(true)) return;
  if (timer_) loop_->cancel(*timer_);
  // Inside libcurl the transfer ends by on_head's answer instead.
  if (!is_in_head_) drop_transfer();
  driver_->forget(operation);
  const Deliver deliver = std::exchange(deliver_, nullptr);
  deliver(std::move(result));
}

}  // namespace hufu::native
