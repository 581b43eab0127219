// libsecret and GLib, opened when a keyring is first asked for.
#pragma once

#include <libsecret/secret.h>

namespace hufu::native {

/// The functions of both libraries that we call. Programs that never ask a keyring do not load
/// them, and start where they are not installed.
struct Libsecret {
  decltype(&::g_bus_get_sync) bus;
  decltype(&::g_dbus_connection_set_exit_on_close) set_exit_on_close;
  decltype(&::g_cancellable_new) new_cancellable;
  decltype(&::g_cancellable_cancel) cancel;
  decltype(&::g_object_unref) unref;
  decltype(&::g_error_free) free_error;
  decltype(&::g_hash_table_new) new_table;
  decltype(&::g_hash_table_insert) insert;
  decltype(&::g_hash_table_unref) unref_table;
  decltype(&::g_str_hash) hash_text;
  decltype(&::g_str_equal) equal_text;
  decltype(&::g_list_free) free_list;

  decltype(&::secret_service_open_sync) open_service;
  decltype(&::secret_service_get_type) service_type;
  decltype(&::secret_service_search_sync) search;
  decltype(&::secret_service_unlock_sync) unlock;
  decltype(&::secret_collection_for_alias_sync) collection_for_alias;
  decltype(&::secret_collection_get_locked) is_collection_locked;
  decltype(&::secret_collection_create_sync) create_collection;
  decltype(&::secret_item_create_sync) create_item;
  decltype(&::secret_item_get_locked) is_item_locked;
  decltype(&::secret_item_load_secret_sync) load_secret;
  decltype(&::secret_item_get_secret) secret_of;
  decltype(&::secret_value_new) new_value;
  decltype(&::secret_value_get) bytes_of;
  decltype(&::secret_value_unref) unref_value;
};

/// Null where the library is not installed or older than we know it.
const Libsecret* libsecret();

}  // namespace hufu::native
