// libcurl as a whole: set up once, checked, its error codes translated.
#pragma once

#include <curl/curl.h>

#include <memory>

#include <hufu/effects.h>
#include <hufu/result.h>

namespace hufu::native {

struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct FreeMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeForm {
  void operator()(curl_mime* form) const { curl_mime_free(form); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;
using Multi = std::unique_ptr<CURLM, FreeMulti>;
using HeaderList = std::unique_ptr<curl_slist, FreeList>;
using Form = std::unique_ptr<curl_mime, FreeForm>;

/// Sets libcurl up, once for all threads. Error: `unsupported` if the library that is there is
/// older than 7.68 or has no TLS.
Result<Nothing> prepare_curl();

/// What a failed transfer means. `text` is libcurl's own message; it names hosts, not headers.
FailedAnswer failure_of(CURLcode code, const char* text);

}  // namespace hufu::native
