// libcurl as a whole: opened and set up once, checked, its error codes translated.
#pragma once

#include <curl/curl.h>

#include <memory>

#include <hufu/effects.h>
#include <hufu/result.h>

namespace hufu::native {

/// The functions of libcurl that we call. A program that sends nothing does not load the library
/// and the thirty that it needs itself, which takes longer than all the rest of `hufu token`.
struct Curl {
  decltype(&::curl_global_init) global_init;
  decltype(&::curl_version_info) version_info;

  decltype(&::curl_easy_init) easy_init;
  decltype(&::curl_easy_cleanup) easy_cleanup;
  decltype(&::curl_easy_reset) easy_reset;
  decltype(&::curl_easy_setopt) easy_setopt;
  decltype(&::curl_easy_getinfo) easy_getinfo;
  decltype(&::curl_easy_pause) easy_pause;
  decltype(&::curl_easy_strerror) easy_strerror;

  decltype(&::curl_slist_append) slist_append;
  decltype(&::curl_slist_free_all) slist_free_all;
  decltype(&::curl_mime_init) mime_init;
  decltype(&::curl_mime_addpart) mime_addpart;
  decltype(&::curl_mime_name) mime_name;
  decltype(&::curl_mime_filedata) mime_filedata;
  decltype(&::curl_mime_free) mime_free;

  decltype(&::curl_multi_init) multi_init;
  decltype(&::curl_multi_cleanup) multi_cleanup;
  decltype(&::curl_multi_setopt) multi_setopt;
  decltype(&::curl_multi_add_handle) multi_add_handle;
  decltype(&::curl_multi_remove_handle) multi_remove_handle;
  decltype(&::curl_multi_info_read) multi_info_read;
  decltype(&::curl_multi_perform) multi_perform;
  decltype(&::curl_multi_poll) multi_poll;
  decltype(&::curl_multi_wakeup) multi_wakeup;
  decltype(&::curl_multi_socket_action) multi_socket_action;
};

/// The library as this build gets it: opened_curl.cpp or linked_curl.cpp. Error: `unsupported`.
Result<Curl> find_curl();

/// Finds libcurl and sets it up, once for all threads; it stays loaded. Error: `unsupported`, and
/// what to install, if there is none, or one older than 7.68 or without TLS.
Result<Nothing> prepare_curl();

/// Whole once `prepare_curl` has succeeded, and not to be called before.
const Curl& curl() noexcept;

struct FreeEasy {
  void operator()(CURL* easy) const { curl().easy_cleanup(easy); }
};
struct FreeMulti {
  void operator()(CURLM* multi) const { curl().multi_cleanup(multi); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl().slist_free_all(list); }
};
struct FreeForm {
  void operator()(curl_mime* form) const { curl().mime_free(form); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;
using Multi = std::unique_ptr<CURLM, FreeMulti>;
using HeaderList = std::unique_ptr<curl_slist, FreeList>;
using Form = std::unique_ptr<curl_mime, FreeForm>;

/// What a failed transfer means. `text` is libcurl's own message; it names hosts, not headers.
FailedAnswer failure_of(CURLcode code, const char* text);

}  // namespace hufu::native
