// The keyring of Linux desktops, org.freedesktop.secrets: gnome-keyring, KWallet, KeePassXC.
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include <hufu/native/open_store.h>

#include "files/refusal.h"
#include "store/bounded_call.h"
#include "store/keyring.h"
#include "store/keyring_visit.h"

namespace hufu::native {
namespace {

class SecretServiceKeyring final : public Keyring {
 public:
  explicit SecretServiceKeyring(const KeyringOptions& options)
      : options_(options), until_(std::chrono::steady_clock::now() + options.patience) {}

  Result<std::optional<Secret>> find(const KeyringEntry& entry) override {
    return visit_in_time<std::optional<Secret>>(entry,
                                                [](KeyringVisit& visit) { return visit.find(); });
  }

  Result<Nothing> keep(const KeyringEntry& entry, const Secret& key) override {
    return visit_in_time<Nothing>(entry, [key](KeyringVisit& visit) { return visit.keep(key); });
  }

 private:
  /// A visit that ends in time.
  template <class Value, class Call>
  Result<Value> visit_in_time(const KeyringEntry& entry, Call call) const {
    if (libsecret() == nullptr) {
      return unavailable(
          "the keyring (Secret Service) cannot be asked: libsecret-1.so.0 is not installed");
    }
    const auto visit = std::make_shared<KeyringVisit>(options_.may_prompt, entry);
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until_ - std::chrono::steady_clock::now());
    std::optional<Result<Value>> answer = call_within<Result<Value>>(
        left, [visit, call] { return call(*visit); }, [visit] { visit->cancel(); });
    if (answer && (*answer || !visit->is_cancelled())) return *std::move(answer);
    return unavailable("the keyring (Secret Service) did not answer within " +
                       std::to_string(options_.patience.count() / 1000) + " s");
  }

  KeyringOptions options_;
  std::chrono::steady_clock::time_point until_;
};

}  // namespace

std::unique_ptr<Keyring> system_keyring(const KeyringOptions& options) {
  return std::make_unique<SecretServiceKeyring>(options);
}

std::string_view keyring_name() { return "Secret Service"; }

}  // namespace hufu::native
