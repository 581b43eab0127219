// native.fetch_us, native.fetch_ratio: signed GETs one after the other on a kept connection, beside
// bare libcurl.
#include <curl/curl.h>

#include <cstdlib>

#include "bench_native.h"
#include "identity_server.h"
#include "row.h"

namespace hufu::bench {
namespace {

constexpr int kRounds = 7;
constexpr int kRequests = 2'000;

double fetch_us(native::Client& client, const std::string& url) {
  const Stopwatch watch;
  for (int i = 0; i < kRequests; ++i) {
    native::FetchRequest request;
    request.url = url;
    const auto response = client.fetch(std::move(request));
    if (!response || response->status != 200) std::abort();
  }
  return watch.ns() / 1e3 / kRequests;
}

double curl_us(CURL* easy, const std::string& url) {
  const Stopwatch watch;
  for (int i = 0; i < kRequests; ++i) {
    std::string body;
    curl_slist* headers = curl_slist_append(nullptr, "Authorization: Bearer access-1");
    headers = curl_slist_append(headers, "X-Platform: desktop");
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &body);
    if (curl_easy_perform(easy) != CURLE_OK) std::abort();
    curl_slist_free_all(headers);
  }
  return watch.ns() / 1e3 / kRequests;
}

}  // namespace

void measure_fetch() {
  const test::IdentityServer server;
  const auto client = signed_in(server.origin());
  const std::string url = server.url("/items");
  CURL* easy = curl_easy_init();
  std::vector<double> ours;
  std::vector<double> bare;
  for (int round = 0; round < kRounds; ++round) {
    ours.push_back(fetch_us(*client, url));
    bare.push_back(curl_us(easy, url));
  }
  curl_easy_cleanup(easy);
  print({"native.fetch_us", median(ours), "us", "", "libcurl", median(bare)});
  print({"native.fetch_ratio", median(bare) / median(ours), "ratio", ">=0.95", "libcurl easy"});
}

}  // namespace hufu::bench
