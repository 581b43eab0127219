// The keyring of Linux desktops, org.freedesktop.secrets: gnome-keyring, KWallet, KeePassXC.
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <hufu/native/open_store.h>

#include "system/crypto.h"
#include "store/bounded_call.h"
#include "store/keyring.h"
#include "store/libsecret.h"

namespace hufu::native {
namespace {

constexpr const char* kDefault = "default";  // the alias of the collection that people unlock
constexpr const char* kContentType = "application/octet-stream";

Error unavailable(std::string sentence) {
  return Error{Errc::store_unavailable, std::move(sentence), 0, 0};
}

Error locked() {
  return unavailable(
      "the keyring (Secret Service) is locked: sign in to the desktop or unlock it, then try "
      "again");
}

/// An object of GLib's, given back when this goes.
template <class Object>
using Held = std::unique_ptr<Object, std::function<void(Object*)>>;

template <class Object>
Held<Object> hold(Object* object) {
  return Held<Object>(object, [](Object* gone) { libsecret()->unref(gone); });
}

/// One visit to the keyring, on a thread that may be abandoned: owns all that it uses.
class Visit {
 public:
  Visit(bool may_prompt, KeyringEntry entry)
      : may_prompt_(may_prompt),
        entry_(std::move(entry)),
        schema_{"org.hufu.StoreKey",
                SECRET_SCHEMA_NONE,
                {{"directory", SECRET_SCHEMA_ATTRIBUTE_STRING},
                 {"key", SECRET_SCHEMA_ATTRIBUTE_STRING}},
                0,
                nullptr,
                nullptr,
                nullptr,
                nullptr,
                nullptr,
                nullptr,
                nullptr} {}

  Result<std::optional<Secret>> find() {
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

  Result<Nothing> keep(const Secret& key) {
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

  void cancel() {
    is_cancelled_ = true;
    api_.cancel(cancellable_.get());
  }
  bool is_cancelled() const { return is_cancelled_; }

 private:
  Result<Nothing> connect() {
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

  /// The attributes by which the key is kept, or as many of them as it is looked for by.
  Held<GHashTable> table(bool whole) {
    Held<GHashTable> attributes(api_.new_table(api_.hash_text, api_.equal_text),
                                [](GHashTable* gone) { libsecret()->unref_table(gone); });
    const auto add = [&](const char* name, std::string& value) {
      api_.insert(attributes.get(), const_cast<char*>(name), value.data());
    };
    if (whole || entry_.key_id.empty()) add("directory", entry_.directory);
    if (!entry_.key_id.empty()) add("key", entry_.key_id);
    return attributes;
  }

  Result<Held<SecretItem>> search() {
    const auto attributes = table(false);
    GError* why = nullptr;
    GList* items = api_.search(service_.get(), &schema_, attributes.get(), SECRET_SEARCH_ALL,
                               cancellable_.get(), &why);
    if (why != nullptr) return failure("search", why);
    return items == nullptr ? Held<SecretItem>() : take_one(items);
  }

  /// The first that is open, else the first.
  Held<SecretItem> take_one(GList* items) {
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

  Result<std::optional<Secret>> read(SecretItem* item) {
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

  Result<Held<SecretCollection>> default_collection() {
    GError* why = nullptr;
    Held<SecretCollection> collection = hold(api_.collection_for_alias(
        service_.get(), kDefault, SECRET_COLLECTION_NONE, cancellable_.get(), &why));
    if (why != nullptr) return failure("look for a place", why);
    return collection;
  }

  /// Whether the default collection was locked; then it is open now.
  Result<bool> open_default() {
    Result<Held<SecretCollection>> collection = default_collection();
    if (!collection) return collection.error();
    if (!*collection || api_.is_collection_locked(collection->get()) == 0) return false;
    if (Result<Nothing> open = unlock(collection->get()); !open) return open.error();
    return true;
  }

  Result<Held<SecretCollection>> unlocked_collection() {
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
    Held<SecretCollection> made =
        hold(api_.create_collection(service_.get(), "Login", kDefault,
                                    SECRET_COLLECTION_CREATE_NONE, cancellable_.get(), &why));
    if (!made) return failure("make a place", why);
    return made;
  }

  Result<Nothing> unlock(void* object) {
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

  Error failure(const char* doing, GError* why) {
    std::string sentence = std::string("the keyring (Secret Service) cannot be used: ") + doing;
    if (why != nullptr) {
      sentence += std::string(": ") + why->message;
      api_.free_error(why);
    }
    return unavailable(std::move(sentence));
  }

  const Libsecret& api_ = *libsecret();
  bool may_prompt_;
  KeyringEntry entry_;
  SecretSchema schema_;
  Held<GCancellable> cancellable_ = hold(api_.new_cancellable());
  Held<SecretService> service_;
  std::atomic<bool> is_cancelled_ = false;
};

class SecretServiceKeyring final : public Keyring {
 public:
  explicit SecretServiceKeyring(const KeyringManners& manners)
      : manners_(manners), until_(std::chrono::steady_clock::now() + manners.patience) {}

  Result<std::optional<Secret>> find(const KeyringEntry& entry) override {
    return pay<std::optional<Secret>>(entry, [](Visit& visit) { return visit.find(); });
  }

  Result<Nothing> keep(const KeyringEntry& entry, const Secret& key) override {
    return pay<Nothing>(entry, [key](Visit& visit) { return visit.keep(key); });
  }

 private:
  /// Pays a visit that ends in time.
  template <class Value, class Call>
  Result<Value> pay(const KeyringEntry& entry, Call call) const {
    if (libsecret() == nullptr) {
      return unavailable(
          "the keyring (Secret Service) cannot be asked: libsecret-1.so.0 is not installed");
    }
    const auto visit = std::make_shared<Visit>(manners_.may_prompt, entry);
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until_ - std::chrono::steady_clock::now());
    std::optional<Result<Value>> answer = call_within<Result<Value>>(
        left, [visit, call] { return call(*visit); }, [visit] { visit->cancel(); });
    if (answer && (*answer || !visit->is_cancelled())) return *std::move(answer);
    return unavailable("the keyring (Secret Service) did not answer within " +
                       std::to_string(manners_.patience.count() / 1000) + " s");
  }

  KeyringManners manners_;
  std::chrono::steady_clock::time_point until_;
};

}  // namespace

std::unique_ptr<Keyring> system_keyring(const KeyringManners& manners) {
  return std::make_unique<SecretServiceKeyring>(manners);
}

std::string_view keyring_name() { return "Secret Service"; }

}  // namespace hufu::native
