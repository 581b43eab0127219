// native.fetch_64_ratio: signed GETs, 64 of them in flight, beside libcurl's multi interface with
// as many.
#include <curl/curl.h>

#include <array>
#include <cstdlib>
#include <future>
#include <mutex>

#include "bench_native.h"
#include "identity_server.h"
#include "row.h"

namespace hufu::bench {
namespace {

constexpr int kInFlight = 64;
constexpr int kRounds = 7;
constexpr int kRequests = 8'000;

/// Sends the next request whenever one has ended.
class Ours {
 public:
  Ours(native::Client& client, const std::string& url) : client_(client), url_(url) {}

  void run() {
    for (int i = 0; i < kInFlight; ++i)
      send();
    all_.get_future().wait();
  }

 private:
  void send() {
    {
      const std::lock_guard hold(mutex_);
      if (sent_ == kRequests) return;
      ++sent_;
    }
    native::FetchRequest request;
    request.url = url_;
    client_.begin_fetch(
        std::move(request), [this](const auto& response) { take(response); },
        native::Deliver::at_once);
  }

  void take(const Result<native::FetchResponse>& response) {
    if (!response || response->status != 200) std::abort();
    bool is_last = false;
    {
      const std::lock_guard hold(mutex_);
      is_last = ++ended_ == kRequests;
    }
    if (is_last) return all_.set_value();
    send();
  }

  native::Client& client_;
  const std::string& url_;
  std::promise<void> all_;
  std::mutex mutex_;
  int sent_ = 0;
  int ended_ = 0;
};

/// The same by hand.
class Bare {
 public:
  explicit Bare(const std::string& url) : url_(url), multi_(curl_multi_init()) {
    headers_ = curl_slist_append(nullptr, "Authorization: Bearer access-1");
    headers_ = curl_slist_append(headers_, "X-Platform: desktop");
    for (Transfer& transfer : transfers_)
      transfer.easy = curl_easy_init();
  }
  Bare(const Bare&) = delete;
  Bare& operator=(const Bare&) = delete;
  ~Bare() {
    for (const Transfer& transfer : transfers_)
      curl_easy_cleanup(transfer.easy);
    curl_multi_cleanup(multi_);
    curl_slist_free_all(headers_);
  }

  void run() {
    int sent = 0;
    for (Transfer& transfer : transfers_)
      start(transfer, sent);
    int running = 0;
    do {
      if (curl_multi_perform(multi_, &running) != CURLM_OK) std::abort();
      int left = 0;
      while (const CURLMsg* message = curl_multi_info_read(multi_, &left))
        end(message->easy_handle, message->data.result, sent);
      if (running > 0) curl_multi_poll(multi_, nullptr, 0, 1000, nullptr);
    } while (running > 0 || sent < kRequests || in_flight_ > 0);
  }

 private:
  struct Transfer {
    CURL* easy = nullptr;
    std::string body;
  };

  void start(Transfer& transfer, int& sent) {
    if (sent == kRequests) return;
    ++sent;
    ++in_flight_;
    transfer.body.clear();
    curl_easy_setopt(transfer.easy, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(transfer.easy, CURLOPT_PROXY, "");
    curl_easy_setopt(transfer.easy, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(transfer.easy, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(transfer.easy, CURLOPT_WRITEDATA, &transfer.body);
    curl_easy_setopt(transfer.easy, CURLOPT_PRIVATE, &transfer);
    if (curl_multi_add_handle(multi_, transfer.easy) != CURLM_OK) std::abort();
  }

  void end(CURL* easy, CURLcode code, int& sent) {
    long status = 0;
    Transfer* transfer = nullptr;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
    if (code != CURLE_OK || status != 200) std::abort();
    curl_multi_remove_handle(multi_, easy);
    --in_flight_;
    start(*transfer, sent);
  }

  const std::string& url_;
  CURLM* multi_;
  curl_slist* headers_ = nullptr;
  std::array<Transfer, kInFlight> transfers_;
  int in_flight_ = 0;
};

}  // namespace

void measure_fetch_64() {
  const test::IdentityServer server;
  const auto client = signed_in(server.origin());
  const std::string url = server.url("/items");
  Bare by_hand(url);
  std::vector<double> ours;
  std::vector<double> bare;
  for (int round = 0; round < kRounds; ++round) {
    const Stopwatch our_watch;
    Ours(*client, url).run();
    ours.push_back(our_watch.ms());
    const Stopwatch bare_watch;
    by_hand.run();
    bare.push_back(bare_watch.ms());
  }
  print({"native.fetch_64_ratio", median(bare) / median(ours), "ratio", ">=0.95", "libcurl multi"});
}

}  // namespace hufu::bench
