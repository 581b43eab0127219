// What libcurl is told of a transfer before it begins.
#include <algorithm>
#include <string>
#include <string_view>

#include "text/ascii.h"
#include "text/url.h"
#include "transport/transfer.h"

namespace hufu::native {
namespace {

template <class Value>
bool set(CURL* easy, CURLoption option, Value value) {
  return curl().easy_setopt(easy, option, value) == CURLE_OK;
}

bool set_text(CURL* easy, CURLoption option, std::string_view text) {
  return set(easy, option, std::string(text).c_str());
}

constexpr std::string_view kSeparators = "()<>@,;:\\\"/[]?={}";  // RFC 9110, 5.6.2

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
    return letter > ' ' && letter < '\x7f' && kSeparators.find(letter) == std::string_view::npos;
  });
}

bool is_one_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Plain http to this machine. It is only allowed because it does not leave the machine, so it must
/// not go through a proxy that the environment names.
bool is_plain_loopback(std::string_view url) {
  const auto parts = text::split_url(url);
  return parts && text::equals_ignoring_case(parts->scheme, "http") &&
         text::is_loopback(parts->host);
}

bool append(HeaderList& list, const std::string& line) {
  curl_slist* longer = curl().slist_append(list.get(), line.c_str());
  if (longer == nullptr) return false;
  static_cast<void>(list.release());
  list.reset(longer);
  return true;
}

bool has_header(const std::vector<Header>& headers, std::string_view name) {
  return std::any_of(headers.begin(), headers.end(), [&](const Header& header) {
    return text::equals_ignoring_case(header.name, name);
  });
}

}  // namespace

bool Transfer::prepare(CURL* easy) {
  easy_ = easy;
  if (set_rules() && set_request() && set_body() && set_headers()) return true;
  if (is_refused_) return false;
  return refuse("libcurl refuses an option that this library cannot do without");
}

bool Transfer::set_rules() {
#if LIBCURL_VERSION_NUM >= 0x075500
  const bool is_http_only = set(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  const bool is_http_only = set(easy_, CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS);
#endif
#if LIBCURL_VERSION_NUM >= 0x075700
  // Removing a transfer must not wait for its name lookup. Older libraries do; no more is lost.
  set(easy_, CURLOPT_QUICK_EXIT, 1L);
#endif
  // Fails where libcurl was built without HTTP/2; then 1.1 it is.
  set(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  if (is_plain_loopback(request_.url) && !set(easy_, CURLOPT_PROXY, "")) return false;
  if (!set_authorities()) return false;
  return is_http_only && set(easy_, CURLOPT_NOSIGNAL, 1L) &&
         set(easy_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) &&
         set(easy_, CURLOPT_SSL_VERIFYPEER, 1L) && set(easy_, CURLOPT_SSL_VERIFYHOST, 2L) &&
         set(easy_, CURLOPT_FOLLOWLOCATION, 0L) &&
         set(easy_, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED)) &&
         set(easy_, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE)) &&
         set(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L) &&
         set(easy_, CURLOPT_TIMEOUT_MS, static_cast<long>(request_.total_ms)) &&
         set(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.connect_ms));
}

bool Transfer::set_authorities() {
  if (request_.authorities == nullptr) return true;
  const auto& [file, directory] = *request_.authorities;
  return (file.empty() || set_text(easy_, CURLOPT_CAINFO, file)) &&
         (directory.empty() || set_text(easy_, CURLOPT_CAPATH, directory));
}

bool Transfer::set_request() {
  if (!is_token(request_.method)) return refuse("the method is not a word");
  if (request_.url.empty() || !is_one_line(request_.url)) return refuse("the URL is not one line");
  if (request_.decode && !set(easy_, CURLOPT_ACCEPT_ENCODING, "")) return false;
  if (!request_.user_agent.empty() && !set_text(easy_, CURLOPT_USERAGENT, request_.user_agent)) {
    return false;
  }
  return set_text(easy_, CURLOPT_URL, request_.url) &&
         set(easy_, CURLOPT_ERRORBUFFER, error_text_) &&
         set(easy_, CURLOPT_HEADERFUNCTION, &Transfer::on_header_line) &&
         set(easy_, CURLOPT_HEADERDATA, static_cast<void*>(this)) &&
         set(easy_, CURLOPT_WRITEFUNCTION, &Transfer::on_piece) &&
         set(easy_, CURLOPT_WRITEDATA, static_cast<void*>(this)) &&
         set(easy_, CURLOPT_PRIVATE, static_cast<void*>(this));
}

bool Transfer::set_body() {
  if (!request_.upload_file.empty()) return set_form();
  if (request_.method == "HEAD") return set(easy_, CURLOPT_NOBODY, 1L);  // a body means nothing
  if (request_.stream != nullptr) {
    const auto length = request_.stream->length_bytes;
    const curl_off_t bytes = length ? static_cast<curl_off_t>(*length) : -1;
    return set(easy_, CURLOPT_UPLOAD, 1L) && set(easy_, CURLOPT_INFILESIZE_LARGE, bytes) &&
           set(easy_, CURLOPT_READFUNCTION, &Transfer::on_read) &&
           set(easy_, CURLOPT_READDATA, static_cast<void*>(this)) &&
           set(easy_, CURLOPT_SEEKFUNCTION, &Transfer::on_seek) &&
           set(easy_, CURLOPT_SEEKDATA, static_cast<void*>(this)) &&
           set_text(easy_, CURLOPT_CUSTOMREQUEST, request_.method);
  }
  const bool wants_body =
      request_.method == "POST" || request_.method == "PUT" || request_.method == "PATCH";
  if (request_.body || wants_body) {
    const std::string_view text = request_.body.value_or(std::string_view());
    const bool is_set =
        set(easy_, CURLOPT_POST, 1L) &&
        set(easy_, CURLOPT_POSTFIELDS, text.empty() ? "" : text.data()) &&
        set(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(text.size()));
    return is_set &&
           (request_.method == "POST" || set_text(easy_, CURLOPT_CUSTOMREQUEST, request_.method));
  }
  return set(easy_, CURLOPT_HTTPGET, 1L) &&
         (request_.method == "GET" || set_text(easy_, CURLOPT_CUSTOMREQUEST, request_.method));
}

bool Transfer::set_form() {
  form_.reset(curl().mime_init(easy_));
  curl_mimepart* part = form_ ? curl().mime_addpart(form_.get()) : nullptr;
  if (part == nullptr || curl().mime_name(part, "file") != CURLE_OK) return false;
  if (curl().mime_filedata(part, std::string(request_.upload_file).c_str()) != CURLE_OK) {
    return refuse("the file to upload cannot be read");
  }
  return set(easy_, CURLOPT_MIMEPOST, form_.get());
}

bool Transfer::set_headers() {
  // A header without a value takes away what libcurl would add by itself.
  if (!append(sent_headers_, "Expect:")) return false;
  if (!has_header(*request_.headers, "Accept") && !append(sent_headers_, "Accept:")) return false;
  const bool names_no_type = !form_ && !has_header(*request_.headers, "Content-Type");
  if (names_no_type && !append(sent_headers_, "Content-Type:")) return false;
  for (const Header& header : *request_.headers) {
    if (!is_token(header.name) || !is_one_line(header.value)) {
      return refuse("a header is not one line of name and value");
    }
    const std::string line =
        is_blank(header.value) ? header.name + ";" : header.name + ": " + header.value;
    if (!append(sent_headers_, line)) return false;
  }
  return set(easy_, CURLOPT_HTTPHEADER, sent_headers_.get());
}

}  // namespace hufu::native
