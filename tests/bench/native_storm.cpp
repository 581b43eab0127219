// native.storm_*: 10,000 operations from 16 threads that all find the token expired.
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "bench_native.h"
#include "identity_server.h"
#include "row.h"

namespace hufu::bench {
namespace {

constexpr int kThreads = 16;
constexpr int kOperations = 10'000;
constexpr int kRounds = 5;
const std::string kFailed = "failed";

/// Counts answers and wakes whoever waits for the last.
class Answers {
 public:
  void take(const Result<Outcome>& outcome) {
    const std::lock_guard hold(mutex_);
    const std::string& token = outcome ? std::get<AccessToken>(*outcome).token.reveal() : kFailed;
    if (count_ == 0) first_ = token;
    is_one_token_ = is_one_token_ && token == first_ && outcome;
    if (++count_ == kOperations) changed_.notify_all();
  }
  void wait_for_all() {
    std::unique_lock hold(mutex_);
    changed_.wait(hold, [&] { return count_ == kOperations; });
  }
  bool is_one_token() const { return is_one_token_; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
  std::string first_;
  bool is_one_token_ = true;
};

/// A session whose token has expired; the next one lives long.
std::unique_ptr<native::Client> expired(test::IdentityServer& server) {
  server.set_lifetime_s(1);
  auto client = signed_in(server.origin());
  server.set_lifetime_s(3600);
  while (client->authorize(server.url("/")).verdict() == Verdict::ready) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return client;
}

double round_trip_ms(test::IdentityServer& server) {
  const auto client = expired(server);
  const Stopwatch watch;
  if (!client->access_token()) std::abort();
  return watch.ms();
}

double storm_ms(test::IdentityServer& server, bool& is_one_token) {
  const auto client = expired(server);
  Answers answers;
  std::vector<std::thread> threads;
  const Stopwatch watch;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < kOperations / kThreads; ++j) {
        client->begin(Operation(CurrentAccessToken{}),
                      [&](const auto& outcome) { answers.take(outcome); });
      }
    });
  }
  answers.wait_for_all();
  const double spent = watch.ms();
  for (std::thread& thread : threads)
    thread.join();
  is_one_token = answers.is_one_token();
  return spent;
}

}  // namespace

void measure_storm() {
  test::IdentityServer server;
  // Long enough that all have asked before the one answer is there.
  server.set_renewal_delay(std::chrono::milliseconds(200));
  std::vector<double> round_trips;
  std::vector<double> storms;
  double most_refreshes = 0;
  for (int round = 0; round < kRounds; ++round) {
    round_trips.push_back(round_trip_ms(server));
    const int before = server.renewals();
    bool is_one_token = false;
    storms.push_back(storm_ms(server, is_one_token));
    most_refreshes = std::max<double>(most_refreshes, server.renewals() - before);
    if (!is_one_token) most_refreshes = 1e9;  // not all were served with one token
  }
  print({"native.storm_refreshes", most_refreshes, "refreshes", "==1"});
  print({"native.storm_overhead_ms", median(storms) - median(round_trips), "ms", "<=50"});
}

}  // namespace hufu::bench
