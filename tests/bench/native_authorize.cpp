// native.authorize_*: the headers of a request, in one thread and in eight.
#include <thread>

#include "bench_native.h"
#include "identity_server.h"
#include "row.h"

namespace hufu::bench {
namespace {

constexpr int kRounds = 9;
constexpr int kCalls = 1'000'000;
constexpr int kThreads = 8;
constexpr int kCores = 2;  // of the machine that the goal is for

/// Keeps the compiler from leaving the call out.
void use(const native::SignedHeaders& headers) {
  asm volatile("" : : "r"(headers.authorization().data()) : "memory");
}

double ns_per_call(const native::Client& client, const std::string& url, int calls) {
  const Stopwatch watch;
  for (int i = 0; i < calls; ++i)
    use(client.authorize(url));
  return watch.ns() / calls;
}

double ns_in_threads(const native::Client& client, const std::string& url) {
  constexpr int kCallsEach = kCalls / 4;
  std::vector<std::thread> threads;
  const Stopwatch watch;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] { ns_per_call(client, url, kCallsEach); });
  }
  for (std::thread& thread : threads)
    thread.join();
  return watch.ns() * kCores / (static_cast<double>(kThreads) * kCallsEach);
}

}  // namespace

void measure_authorize() {
  const test::IdentityServer server;
  const auto client = signed_in(server.origin());
  const std::string url = server.url("/api/items?page=1");

  std::vector<double> alone;
  std::vector<double> together;
  for (int round = 0; round < kRounds; ++round)
    alone.push_back(ns_per_call(*client, url, kCalls));
  const std::size_t before = allocations();
  ns_per_call(*client, url, kCalls);
  const std::size_t allocated = allocations() - before;
  for (int round = 0; round < kRounds; ++round)
    together.push_back(ns_in_threads(*client, url));

  print({"native.authorize_ns", best(alone), "ns", "<=100"});
  print({"native.authorize_allocations", static_cast<double>(allocated), "per 1,000,000 calls",
         "==0"});
  print(
      {"native.authorize_8_threads_ns", best(together), "ns", "<=200", "one thread", best(alone)});
}

}  // namespace hufu::bench
