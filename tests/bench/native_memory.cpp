// native.client_kib: resident memory of one client that has signed in and sent a request, without
// what libcurl itself has allocated for it.
#include <curl/curl.h>
#include <malloc.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <thread>

#include "bench_native.h"
#include "row.h"

namespace hufu::bench {
namespace {

constexpr int kClients = 200;
// The client's threads for stores and callbacks go when they have been idle for a second.
constexpr auto kUntilIdle = std::chrono::milliseconds(1500);

std::atomic<long> curl_bytes{0};

void* counted(void* memory) {
  if (memory != nullptr) curl_bytes += static_cast<long>(::malloc_usable_size(memory));
  return memory;
}

void* curl_malloc(std::size_t bytes) { return counted(std::malloc(bytes)); }
void* curl_calloc(std::size_t count, std::size_t bytes) {
  return counted(std::calloc(count, bytes));
}
char* curl_strdup(const char* text) { return static_cast<char*>(counted(::strdup(text))); }
void curl_free_counted(void* memory) {
  if (memory != nullptr) curl_bytes -= static_cast<long>(::malloc_usable_size(memory));
  std::free(memory);
}
void* curl_realloc(void* memory, std::size_t bytes) {
  if (memory != nullptr) curl_bytes -= static_cast<long>(::malloc_usable_size(memory));
  return counted(std::realloc(memory, bytes));
}

double resident_kib() {
  std::ifstream statm("/proc/self/statm");
  double all = 0;
  double resident = 0;
  statm >> all >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1024;
}

std::unique_ptr<native::Client> used_client(const std::string& origin) {
  auto client = signed_in(origin);
  native::FetchRequest request;
  request.url = origin + "/items";
  if (!client->fetch(std::move(request))) std::abort();
  return client;
}

}  // namespace

void measure_memory(const std::string& origin) {
  curl_global_init_mem(CURL_GLOBAL_DEFAULT, curl_malloc, curl_free_counted, curl_realloc,
                       curl_strdup, curl_calloc);
  const auto first = used_client(origin);  // what every process needs once
  std::this_thread::sleep_for(kUntilIdle);
  const double before = resident_kib();
  const double curl_before = static_cast<double>(curl_bytes.load()) / 1024;

  std::vector<std::unique_ptr<native::Client>> clients;
  for (int i = 0; i < kClients; ++i)
    clients.push_back(used_client(origin));
  std::this_thread::sleep_for(kUntilIdle);
  const double all = (resident_kib() - before) / kClients;
  const double curl = (static_cast<double>(curl_bytes.load()) / 1024 - curl_before) / kClients;
  print({"native.client_kib", all - curl, "KiB", "<64", "libcurl's own share", curl});
}

}  // namespace hufu::bench
