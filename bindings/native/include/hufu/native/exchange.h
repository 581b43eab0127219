// A request that the application sends by its own means, signed and repeated as the core says.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <hufu/effects.h>
#include <hufu/operations.h>
#include <hufu/result.h>

namespace hufu::native {

class Driver;

/// For other HTTP libraries: `next` says what to send, `answered` tells the status, and so on until
/// `next` gives the head that is the answer. So they get what `fetch` has: a signed request, one
/// renewal and one more try after a 401.
///
/// Thread: one at a time. Going ends the operation.
class Exchange {
 public:
  using Step = std::variant<ForwardEffect, FetchReply>;
  using OnStep = std::function<void(Result<Step>)>;

  Exchange(std::shared_ptr<Driver> driver, Fetch request);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  ~Exchange();

  /// What to send, or the end; waits for it.
  Result<Step> next();
  /// The same for programs that do not wait: `on_step` is called once for each step, at once, on
  /// any thread, without a lock held.
  void next(OnStep on_step);
  /// The head of the answer to what was sent last.
  void answered(int status, std::vector<Header> headers);
  /// It could not be sent.
  void failed(Errc code, std::string detail);

 private:
  class Line;
  const std::shared_ptr<Driver> driver_;
  const std::shared_ptr<Line> line_;
};

}  // namespace hufu::native
