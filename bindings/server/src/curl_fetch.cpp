// An issuer's keys, asked for with libcurl.
#include <curl/curl.h>

#include <memory>
#include <mutex>
#include <stdexcept>

#include <hufu/server/fetch.h>

namespace hufu::server {
namespace {

constexpr long kTimeoutS = 5;
constexpr std::size_t kMostBytes = std::size_t{256} * 1024;

struct CleanUp {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// One byte more than is taken, so that too much is seen to be too much.
std::size_t take(char* data, std::size_t size, std::size_t count, void* body) {
  auto& text = *static_cast<std::string*>(body);
  if (text.size() > kMostBytes) return 0;
  text.append(data, size * count);
  return size * count;
}

}  // namespace

Fetched fetch_keys(const std::string& url) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  const std::unique_ptr<CURL, CleanUp> handle(curl_easy_init());
  const std::unique_ptr<curl_slist, CleanUp> headers(
      curl_slist_append(nullptr, "Accept: application/json"));
  Fetched answer;
  CURL* curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, kTimeoutS);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  if (const CURLcode fault = curl_easy_perform(curl); fault != CURLE_OK)
    throw std::runtime_error(curl_easy_strerror(fault));
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  return answer;
}

}  // namespace hufu::server
