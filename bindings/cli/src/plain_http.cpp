#include "plain_http.h"

#include <curl/curl.h>
#include <strings.h>

#include <memory>
#include <string_view>

namespace hufu::cli {
namespace {

constexpr long kMostSeconds = 10;
constexpr std::size_t kMostReplyBytes = 1U << 20U;

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* reply) {
  std::string& body = static_cast<PlainReply*>(reply)->body;
  if (body.size() + size * count > kMostReplyBytes) return 0;
  body.append(data, size * count);
  return size * count;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* reply) {
  constexpr std::string_view kDate = "date:";
  std::string_view line(data, size * count);
  if (line.size() > kDate.size() && ::strncasecmp(data, kDate.data(), kDate.size()) == 0) {
    line.remove_prefix(kDate.size());
    while (line.starts_with(' '))
      line.remove_prefix(1);
    static_cast<PlainReply*>(reply)->date = line.substr(0, line.find_first_of("\r\n"));
  }
  return size * count;
}

bool is_tls(CURLcode code) {
  return code == CURLE_SSL_CONNECT_ERROR || code == CURLE_PEER_FAILED_VERIFICATION ||
         code == CURLE_SSL_CERTPROBLEM || code == CURLE_SSL_CACERT_BADFILE ||
         code == CURLE_SSL_ISSUER_ERROR;
}

}  // namespace

PlainReply send_plain(const std::string& method, const std::string& url,
                      const std::optional<std::string>& json_body, const std::string& ca_file) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 &curl_easy_cleanup);
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
      curl_slist_append(nullptr, "Content-Type: application/json"), &curl_slist_free_all);
  char text[CURL_ERROR_SIZE] = "";
  PlainReply reply;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, method.c_str());
  if (json_body) {
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, json_body->c_str());
  }
  if (!ca_file.empty()) curl_easy_setopt(curl.get(), CURLOPT_CAINFO, ca_file.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "127.0.0.1,localhost,::1");
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, kMostSeconds);
  curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, text);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &reply);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &reply);

  const CURLcode ended = curl_easy_perform(curl.get());
  if (ended != CURLE_OK) {
    reply.trouble = *text != '\0' ? text : curl_easy_strerror(ended);
    reply.is_tls_trouble = is_tls(ended);
  }
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  reply.status = static_cast<int>(status);
  return reply;
}

}  // namespace hufu::cli
