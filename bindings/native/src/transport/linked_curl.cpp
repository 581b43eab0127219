// libcurl as a program was linked with it: where it cannot be opened by a name, or is linked
// statically.
#include "transport/curl_library.h"

namespace hufu::native {

Result<Curl> find_curl() {
  return Curl{
      .global_init = &::curl_global_init,
      .version_info = &::curl_version_info,
      .easy_init = &::curl_easy_init,
      .easy_cleanup = &::curl_easy_cleanup,
      .easy_reset = &::curl_easy_reset,
      .easy_setopt = &::curl_easy_setopt,
      .easy_getinfo = &::curl_easy_getinfo,
      .easy_pause = &::curl_easy_pause,
      .easy_strerror = &::curl_easy_strerror,
      .slist_append = &::curl_slist_append,
      .slist_free_all = &::curl_slist_free_all,
      .mime_init = &::curl_mime_init,
      .mime_addpart = &::curl_mime_addpart,
      .mime_name = &::curl_mime_name,
      .mime_filedata = &::curl_mime_filedata,
      .mime_free = &::curl_mime_free,
      .multi_init = &::curl_multi_init,
      .multi_cleanup = &::curl_multi_cleanup,
      .multi_setopt = &::curl_multi_setopt,
      .multi_add_handle = &::curl_multi_add_handle,
      .multi_remove_handle = &::curl_multi_remove_handle,
      .multi_info_read = &::curl_multi_info_read,
      .multi_perform = &::curl_multi_perform,
      .multi_poll = &::curl_multi_poll,
      .multi_wakeup = &::curl_multi_wakeup,
      .multi_socket_action = &::curl_multi_socket_action,
  };
}

}  // namespace hufu::native
