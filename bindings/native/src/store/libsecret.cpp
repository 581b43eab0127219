#include "store/libsecret.h"

#include <optional>

#include "system/opened_library.h"

namespace hufu::native {
namespace {

std::optional<Libsecret> open_libsecret() {
  OpenedLibrary library("libsecret-1.so.0");
  Libsecret found{};
  library.find("g_bus_get_sync", found.bus);
  library.find("g_dbus_connection_set_exit_on_close", found.set_exit_on_close);
  library.find("g_cancellable_new", found.new_cancellable);
  library.find("g_cancellable_cancel", found.cancel);
  library.find("g_object_unref", found.unref);
  library.find("g_error_free", found.free_error);
  library.find("g_hash_table_new", found.new_table);
  library.find("g_hash_table_insert", found.insert);
  library.find("g_hash_table_unref", found.unref_table);
  library.find("g_str_hash", found.hash_text);
  library.find("g_str_equal", found.equal_text);
  library.find("g_list_free", found.free_list);
  library.find("secret_service_open_sync", found.open_service);
  library.find("secret_service_get_type", found.service_type);
  library.find("secret_service_search_sync", found.search);
  library.find("secret_service_unlock_sync", found.unlock);
  library.find("secret_collection_for_alias_sync", found.collection_for_alias);
  library.find("secret_collection_get_locked", found.is_collection_locked);
  library.find("secret_collection_create_sync", found.create_collection);
  library.find("secret_item_create_sync", found.create_item);
  library.find("secret_item_get_locked", found.is_item_locked);
  library.find("secret_item_load_secret_sync", found.load_secret);
  library.find("secret_item_get_secret", found.secret_of);
  library.find("secret_value_new", found.new_value);
  library.find("secret_value_get", found.bytes_of);
  library.find("secret_value_unref", found.unref_value);
  if (!library.is_whole()) return std::nullopt;
  return found;
}

}  // namespace

const Libsecret* libsecret() {
  static const std::optional<Libsecret> found = open_libsecret();
  return found ? &*found : nullptr;
}

}  // namespace hufu::native
