// libcurl as the system has it, opened at run time.
#include <optional>

#include "system/opened_library.h"
#include "transport/curl_library.h"

namespace hufu::native {
namespace {

// Debian and its relatives have both, and a program needs only one; the functions are the same.
constexpr const char* kNames[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};

std::optional<Curl> open_as(const char* name) {
  OpenedLibrary library(name);
  Curl found{};
  library.find("curl_global_init", found.global_init);
  library.find("curl_version_info", found.version_info);
  library.find("curl_easy_init", found.easy_init);
  library.find("curl_easy_cleanup", found.easy_cleanup);
  library.find("curl_easy_reset", found.easy_reset);
  library.find("curl_easy_setopt", found.easy_setopt);
  library.find("curl_easy_getinfo", found.easy_getinfo);
  library.find("curl_easy_pause", found.easy_pause);
  library.find("curl_easy_strerror", found.easy_strerror);
  library.find("curl_slist_append", found.slist_append);
  library.find("curl_slist_free_all", found.slist_free_all);
  library.find("curl_mime_init", found.mime_init);
  library.find("curl_mime_addpart", found.mime_addpart);
  library.find("curl_mime_name", found.mime_name);
  library.find("curl_mime_filedata", found.mime_filedata);
  library.find("curl_mime_free", found.mime_free);
  library.find("curl_multi_init", found.multi_init);
  library.find("curl_multi_cleanup", found.multi_cleanup);
  library.find("curl_multi_setopt", found.multi_setopt);
  library.find("curl_multi_add_handle", found.multi_add_handle);
  library.find("curl_multi_remove_handle", found.multi_remove_handle);
  library.find("curl_multi_info_read", found.multi_info_read);
  library.find("curl_multi_perform", found.multi_perform);
  library.find("curl_multi_poll", found.multi_poll);
  library.find("curl_multi_wakeup", found.multi_wakeup);
  library.find("curl_multi_socket_action", found.multi_socket_action);
  if (!library.is_whole()) return std::nullopt;
  return found;
}

}  // namespace

Result<Curl> find_curl() {
  for (const char* name : kNames) {
    if (const std::optional<Curl> found = open_as(name)) return *found;
  }
  return Error{Errc::unsupported,
               "requests are sent by libcurl 7.68 or newer, which is not installed here (Debian: "
               "libcurl4; Fedora: libcurl)",
               0, 0};
}

}  // namespace hufu::native
