#include "store/keyring_visit.h"

#include <utility>

#include "files/refusal.h"

namespace hufu::native {
namespace {

constexpr const char* kDefault = "default";  // the alias of the collection that people unlock
constexpr const char* kContentType = "application/octet-stream";

Error locked() {
  return unavailable(
      "the keyring (Secret Service) is locked: sign in to the desktop or unlock it, then try "
      "again");
}

template <class Object>
Held<Object> hold(Object* object) {
  return Held<Object>(object, [](Object* gone) { libsecret()->unref(gone); });
}

}  // namespace

KeyringVisit::KeyringVisit(bool may_prompt, KeyringEntry entry)
    : may_prompt_(may_prompt),
      entry_(std::move(entry)),
      schema_{
          "org.hufu.StoreKey",
          SECRET_SCHEMA_NONE,
          {{"directory", SECRET_SCHEMA_ATTRIBUTE_STRING}, {"key", SECRET_SCHEMA_ATTRIBUTE_STRING}},
          0,
          nullptr,
          nullptr,
          nullptr,
          nullptr,
          nullptr,
          nullptr,
          nullptr},
      cancellable_(hold(api_.new_cancellable())) {}

Result<std::optional<Secret>> KeyringVisit::find() {
  if (Result<Nothing> ready = connect(); !ready) return ready.error();
  Result<Held<SecretItem>> item = search();
  if (!item) return item.error();
  if (!*item) {
    // What is locked need not be found: before "none" is said, the place has to be open.
    Result<bool> opened = open_default();
    if (!opened) return opened.error();
    if (*opened) item = search();
    if (!item) return item.error();
  }
  if (!*item) return std::optional<Secret>();
  if (api_.is_item_locked(item->get()) != 0) {
    if (Result<Nothing> open = unlock(item->get()); !open) return open.error();
  }
  return read(item->get());
}

Result<Nothing> KeyringVisit::keep(const Secret& key) {
  if (Result<Nothing> ready = connect(); !ready) return ready.error();
  Result<Held<SecretCollection>> place = unlocked_collection();
  if (!place) return place.error();
  const auto attributes = table(true);
  SecretValue* value =
      api_.new_value(key.reveal().data(), static_cast<gssize>(key.reveal().size()), kContentType);
  GError* why = nullptr;
  const auto item =
      hold(api_.create_item(place->get(), &schema_, attributes.get(), "Key of stored sign-ins",
                            value, SECRET_ITEM_CREATE_NONE, cancellable_.get(), &why));
  api_.unref_value(value);
  if (!item) return failure("keep a key", why);
  return Nothing{};
}

void KeyringVisit::cancel() {
  is_cancelled_ = true;
  api_.cancel(cancellable_.get());
}

Result<Nothing> KeyringVisit::connect() {
  GError* why = nullptr;
  const auto bus = hold(api_.bus(G_BUS_TYPE_SESSION, cancellable_.get(), &why));
  if (!bus) return failure("reach the session bus", why);
  // Otherwise GLib would end the whole program together with the desktop's session.
  api_.set_exit_on_close(bus.get(), 0);
  service_ = hold(api_.open_service(api_.service_type(), nullptr, SECRET_SERVICE_OPEN_SESSION,
                                    cancellable_.get(), &why));
  if (!service_) return failure("open", why);
  return Nothing{};
}

Held<GHashTable> KeyringVisit::table(bool whole) {
  Held<GHashTable> attributes(api_.new_table(api_.hash_text, api_.equal_text),
                              [](GHashTable* gone) { libsecret()->unref_table(gone); });
  const auto add = [&](const char* name, std::string& value) {
    api_.insert(attributes.get(), const_cast<char*>(name), value.data());
  };
  if (whole || entry_.key_id.empty()) add("directory", entry_.directory);
  if (!entry_.key_id.empty()) add("key", entry_.key_id);
  return attributes;
}

Result<Held<SecretItem>> KeyringVisit::search() {
  const auto attributes = table(false);
  GError* why = nullptr;
  GList* items = api_.search(service_.get(), &schema_, attributes.get(), SECRET_SEARCH_ALL,
                             cancellable_.get(), &why);
  if (why != nullptr) return failure("search", why);
  return items == nullptr ? Held<SecretItem>() : take_one(items);
}

Held<SecretItem> KeyringVisit::take_one(GList* items) {
  GList* best = items;
  for (GList* one = items; one != nullptr; one = one->next) {
    if (api_.is_item_locked(static_cast<SecretItem*>(one->data)) == 0) {
      best = one;
      break;
    }
  }
  Held<SecretItem> taken = hold(static_cast<SecretItem*>(best->data));
  for (GList* one = items; one != nullptr; one = one->next) {
    if (one != best) api_.unref(one->data);
  }
  api_.free_list(items);
  return taken;
}

Result<std::optional<Secret>> KeyringVisit::read(SecretItem* item) {
  GError* why = nullptr;
  if (api_.load_secret(item, cancellable_.get(), &why) == 0) return failure("read a key", why);
  SecretValue* value = api_.secret_of(item);
  if (value == nullptr) return locked();
  gsize length = 0;
  const gchar* bytes = api_.bytes_of(value, &length);
  std::optional<Secret> key(Secret(std::string(bytes, length)));
  api_.unref_value(value);
  return key;
}

Result<Held<SecretCollection>> KeyringVisit::default_collection() {
  GError* why = nullptr;
  Held<SecretCollection> collection = hold(api_.collection_for_alias(
      service_.get(), kDefault, SECRET_COLLECTION_NONE, cancellable_.get(), &why));
  if (why != nullptr) return failure("look for a place", why);
  return collection;
}

Result<bool> KeyringVisit::open_default() {
  Result<Held<SecretCollection>> collection = default_collection();
  if (!collection) return collection.error();
  if (!*collection || api_.is_collection_locked(collection->get()) == 0) return false;
  if (Result<Nothing> open = unlock(collection->get()); !open) return open.error();
  return true;
}

Result<Held<SecretCollection>> KeyringVisit::unlocked_collection() {
  Result<bool> opened = open_default();
  if (!opened) return opened.error();
  Result<Held<SecretCollection>> collection = default_collection();
  if (!collection || *collection) return collection;
  if (!may_prompt_) {
    return unavailable(
        "the keyring (Secret Service) has no default place yet: make one, by the desktop's "
        "program for passwords and keys");
  }
  GError* why = nullptr;
  Held<SecretCollection> made = hold(api_.create_collection(
      service_.get(), "Login", kDefault, SECRET_COLLECTION_CREATE_NONE, cancellable_.get(), &why));
  if (!made) return failure("make a place", why);
  return made;
}

Result<Nothing> KeyringVisit::unlock(void* object) {
  if (!may_prompt_) return locked();
  GList one{object, nullptr, nullptr};
  GList* unlocked = nullptr;
  GError* why = nullptr;
  const int count = api_.unlock(service_.get(), &one, cancellable_.get(), &unlocked, &why);
  for (GList* each = unlocked; each != nullptr; each = each->next)
    api_.unref(each->data);
  api_.free_list(unlocked);
  if (why != nullptr) return failure("unlock", why);
  if (count == 0) return unavailable("the keyring (Secret Service) stayed locked");
  return Nothing{};
}

Error KeyringVisit::failure(const char* doing, GError* why) {
  std::string sentence = std::string("the keyring (Secret Service) cannot be used: ") + doing;
  if (why != nullptr) {
    sentence += std::string(": ") + why->message;
    api_.free_error(why);
  }
  return unavailable(std::move(sentence));
}

}  // namespace hufu::native
