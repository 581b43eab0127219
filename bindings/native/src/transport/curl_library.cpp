#include "transport/curl_library.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

namespace hufu::native {
namespace {

constexpr unsigned kOldestCurl = 0x074400;  // 7.68.0: the first with curl_multi_wakeup

Error unsupported(const std::string& sentence) { return Error{Errc::unsupported, sentence, 0, 0}; }

Curl functions{};

Result<Nothing> set_up() {
  const Result<Curl> found = find_curl();
  if (!found) return found.error();
  functions = *found;
  if (functions.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    return unsupported("libcurl could not be set up");
  }
  const curl_version_info_data* about = functions.version_info(CURLVERSION_NOW);
  if (about->version_num < kOldestCurl) {
    return unsupported(std::string("libcurl ") + about->version + " is too old: 7.68 is needed");
  }
  if ((about->features & CURL_VERSION_SSL) == 0) return unsupported("this libcurl has no TLS");
  return Nothing{};
}

}  // namespace

Result<Nothing> prepare_curl() {
  static const Result<Nothing> prepared = set_up();
  return prepared;
}

const Curl& curl() noexcept { return functions; }

namespace {

/// libcurl has one number for every way in which a handshake ends; OpenSSL and GnuTLS have words.
bool speaks_no_tls(CURLcode code, std::string_view text) {
  if (code != CURLE_SSL_CONNECT_ERROR) return false;
  constexpr std::string_view kWords[] = {"wrong version number", "packet length too long",
                                         "record overflow", "unexpected TLS packet",
                                         "http request"};
  return std::any_of(std::begin(kWords), std::end(kWords), [text](std::string_view words) {
    return text.find(words) != std::string_view::npos;
  });
}

}  // namespace

FailedAnswer failure_of(CURLcode code, const char* text) {
  FailedAnswer failure;
  failure.detail = text != nullptr && *text != '\0' ? text : curl().easy_strerror(code);
  if (speaks_no_tls(code, failure.detail)) {
    failure.code = Errc::invalid_argument;
    failure.detail =
        "https was asked of a port that does not speak it: is it http, or another port? (" +
        failure.detail + ")";
    return failure;
  }
  switch (code) {
    case CURLE_SSL_CACERT_BADFILE:  // libcurl names the file
      failure.code = Errc::invalid_argument;
      break;
    case CURLE_OPERATION_TIMEDOUT: failure.code = Errc::timeout; break;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_USE_SSL_FAILED: failure.code = Errc::tls; break;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:  // the server's answer was HTTP/0.9
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_FILESIZE_EXCEEDED: failure.code = Errc::malformed_reply; break;
    case CURLE_FAILED_INIT:
    case CURLE_URL_MALFORMAT:
    case CURLE_NOT_BUILT_IN:
    case CURLE_OUT_OF_MEMORY:
    case CURLE_READ_ERROR:
    case CURLE_ABORTED_BY_CALLBACK:
    case CURLE_BAD_FUNCTION_ARGUMENT:
    case CURLE_UNKNOWN_OPTION:
    case CURLE_SEND_FAIL_REWIND: failure.code = Errc::host_fault; break;
    default: failure.code = Errc::network;
  }
  return failure;
}

}  // namespace hufu::native
