// One request of the application: sent as often as the core asks, its body given out once.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <hufu/native/fetch.h>
#include <hufu/result.h>

#include "client/waiters.h"
#include "transport/network_loop.h"
#include "transport/transfer.h"

namespace hufu::native {

class Driver;

/// The core sees the head of each answer and decides: it is the answer, or the request is sent
/// again (renewed token, redirect). Until then the body waits: up to 64 KiB of it here, so that a
/// short body is read to its end and the connection can be used again, the rest with the server.
///
/// Threads: `start`, `done` and `forward` from any; everything else on the thread of the loop.
class Fetching final : public Waiter,
                       public Receiver,
                       public std::enable_shared_from_this<Fetching> {
 public:
  using Deliver = std::function<void(Result<FetchResponse>)>;

  /// `deliver` is called once, on the loop's thread.
  Fetching(std::shared_ptr<Driver> driver, std::shared_ptr<NetworkLoop> loop, FetchRequest request,
           Deliver deliver);

  /// Begins the operation; on any thread, once.
  OperationId start();

  void done(Result<Outcome> outcome) override;
  bool forward(EffectId id, ForwardEffect&& effect) override;
  bool outlives_operation() const override { return true; }

  bool on_head(int status, std::vector<Header> headers) override;
  Take on_body(std::string_view piece) override;
  void on_end(std::optional<FailedAnswer> failure) override;

 private:
  void decide(Result<Outcome> outcome);
  void send(EffectId id, ForwardEffect effect);
  bool set_body(TransferRequest& request);
  void give_out();
  bool give(std::string_view piece);
  void set_timer(Millis delay_ms);
  void expire();
  void drop_transfer();
  void finish(Result<FetchResponse> result);

  const std::shared_ptr<Driver> driver_;
  const std::shared_ptr<NetworkLoop> loop_;
  FetchRequest request_;
  Deliver deliver_;
  FetchResponse response_;
  std::optional<NetworkLoop::TimerId> timer_;

  // The present attempt.
  EffectId effect_id_{};
  ForwardEffect effect_;
  std::shared_ptr<Transfer> transfer_;
  std::string held_;
  std::optional<FailedAnswer> failure_;
  bool has_answered_ = false;
  bool is_paused_ = false;
  bool has_ended_ = false;

  bool is_stream_used_ = false;
  bool is_in_head_ = false;  // inside libcurl, where transfers cannot be touched
  bool is_decided_ = false;  // the present attempt's body is the answer's
  bool is_refused_ = false;  // by the sink
  std::atomic<bool> is_finished_ = false;
};

}  // namespace hufu::native
