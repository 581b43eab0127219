// A call that may never return, waited for only so long.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace hufu::native {

/// What `call` answers on a thread of its own, or nothing if that takes longer than `patience`, of
/// which the last tenth is left to end early after `give_up`. A call that does not end even then is
/// abandoned with its thread: it must own whatever it uses. Nothing, too, where no thread can be
/// had.
template <class Answer>
std::optional<Answer> call_within(std::chrono::milliseconds patience, std::function<Answer()> call,
                                  const std::function<void()>& give_up) {
  struct Meeting {
    std::mutex mutex;
    std::condition_variable answered;
    std::optional<Answer> answer;
  };
  const auto meeting = std::make_shared<Meeting>();
  const auto begun = std::chrono::steady_clock::now();
  try {
    std::thread([meeting, call = std::move(call)] {
      Answer answer = call();
      const std::lock_guard hold(meeting->mutex);
      meeting->answer = std::move(answer);
      meeting->answered.notify_all();
    }).detach();
  } catch (const std::system_error&) {
    return std::nullopt;
  }
  std::unique_lock hold(meeting->mutex);
  const auto has_answer = [&] { return meeting->answer.has_value(); };
  if (!meeting->answered.wait_until(hold, begun + patience * 9 / 10, has_answer)) {
    hold.unlock();
    give_up();
    hold.lock();
    meeting->answered.wait_until(hold, begun + patience, has_answer);
  }
  return std::exchange(meeting->answer, std::nullopt);
}

}  // namespace hufu::native
