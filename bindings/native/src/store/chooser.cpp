#include "store/chooser.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <utility>

#include "files/refusal.h"
#include "store/keyring.h"
#include "store/stored_file.h"
#include "store/supplied_key.h"
#include "store/writers.h"
#include "system/crypto.h"

namespace hufu::native {
namespace {

constexpr std::chrono::milliseconds kProbe{3'000};
constexpr std::chrono::milliseconds kPerson{120'000};  // reads a question, looks for a password

constexpr const char* kHowToSupply =
    "set HUFU_STORE_KEY (for example to the output of: openssl rand -base64 32)";

Error unfit(const char* sentence) { return Error{Errc::invalid_argument, sentence, 0, 0}; }

Result<ChosenStore> sealed_with(StoreKind kind, Secret key, std::string source) {
  Result<std::string> id = name_of_key(key);
  if (!id) return id.error();
  return ChosenStore{{kind, hex(*id)}, std::move(key), std::move(source)};
}

/// Chooses the store of one directory.
class Chooser {
 public:
  Chooser(const StateDirectory& directory, const StoreOptions& options)
      : directory_(directory), options_(options) {}

  Result<ChosenStore> choose() {
    if (Result<Nothing> ready = look_for_key(); !ready) return ready.error();
    if (Result<Nothing> sane = check_wishes(); !sane) return sane.error();
    // What is remembered needs no turn: only those who may write it take one.
    Result<std::optional<StoreChoice>> remembered = recall();
    if (!remembered) return remembered.error();
    if (directory_.is_read_only()) return take_to_read(*remembered);
    if (*remembered) {
      Result<ChosenStore> chosen = take(wanted(**remembered), *remembered);
      if (!chosen || chosen->choice == **remembered) return chosen;
    }
    return choose_in_turn();
  }

 private:
  Result<Nothing> look_for_key() {
    if (options_.key) {
      if (options_.key->reveal().size() != kKeyBytes) return unfit("a store key has 32 bytes");
      supplied_ = SuppliedKey{*options_.key, "the program"};
      return Nothing{};
    }
    Result<std::optional<SuppliedKey>> found = supplied_key();
    if (!found) return found.error();
    supplied_ = *std::move(found);
    return Nothing{};
  }

  Result<Nothing> check_wishes() const {
    if (options_.kind == StoreKind::keyring && options_.key) {
      return unfit("a key of its own and the keyring exclude each other");
    }
    if (options_.kind == StoreKind::plain && supplied_) {
      return unfit("plain files are asked for, but there is a key (HUFU_STORE_KEY?)");
    }
    if (options_.kind == StoreKind::plain && !options_.allow_plaintext) {
      return unfit("plain files are asked for, but allow_plaintext is not set");
    }
    return Nothing{};
  }

  /// The choice of before, if it binds.
  Result<std::optional<StoreChoice>> recall() const {
    bool is_broken = false;
    return read_choice(directory_, is_broken);
  }

  StoreKind wanted(const std::optional<StoreChoice>& remembered) const {
    if (options_.kind) return *options_.kind;
    if (options_.key) return StoreKind::supplied_key;
    // Plain files were the best there was; something better may be there by now.
    if (remembered && remembered->kind != StoreKind::plain) return remembered->kind;
    return supplied_ ? StoreKind::supplied_key : StoreKind::keyring;
  }

  /// Nothing can be chosen anew or remembered where nothing can be written.
  Result<ChosenStore> take_to_read(const std::optional<StoreChoice>& remembered) {
    if (remembered && !options_.kind) return take(remembered->kind, remembered);
    return take(supplied_ ? StoreKind::supplied_key : options_.kind.value_or(StoreKind::plain),
                remembered);
  }

  Result<ChosenStore> choose_in_turn() {
    Result<HeldLock> turn = exclude_others(directory_, kChooserLock);
    if (!turn) return turn.error();
    bool is_broken = false;
    Result<std::optional<StoreChoice>> remembered = read_choice(directory_, is_broken);
    if (!remembered) return remembered.error();
    if (is_broken) {
      Result<HeldLock> writing = exclude_others(directory_, kWriterLock);
      if (!writing) return writing.error();
      Result<std::string> warning = set_choice_aside(directory_);
      if (!warning) return warning.error();
      warn(*warning);
    }
    Result<ChosenStore> chosen = take(wanted(*remembered), *remembered);
    const bool may_be_plain = !options_.kind && !*remembered && options_.allow_plaintext;
    if (!chosen && chosen.error().code == Errc::store_unavailable && may_be_plain) {
      warn(chosen.error().detail);
      chosen = ChosenStore{{StoreKind::plain, {}}, {}, {}};
    }
    if (!chosen) return chosen.error();
    if (Result<Nothing> kept = remember(*remembered, chosen->choice); !kept) return kept.error();
    return chosen;
  }

  Result<ChosenStore> take(StoreKind kind, const std::optional<StoreChoice>& remembered) {
    switch (kind) {
      case StoreKind::keyring: return take_from_keyring(remembered);
      case StoreKind::supplied_key: return take_supplied(remembered);
      default: return ChosenStore{{StoreKind::plain, {}}, {}, {}};
    }
  }

  Result<ChosenStore> take_supplied(const std::optional<StoreChoice>& remembered) const {
    if (supplied_) {
      return sealed_with(StoreKind::supplied_key, supplied_->key, supplied_->source);
    }
    const std::string why = remembered ? "sessions in " + directory_.path() +
                                             " are sealed with a supplied key, and there is none: "
                                       : "no key is supplied: ";
    return unavailable(why + kHowToSupply);
  }

  Result<ChosenStore> take_from_keyring(const std::optional<StoreChoice>& remembered) const {
    const std::unique_ptr<Keyring> keyring =
        system_keyring({options_.interactive ? kPerson : kProbe, options_.interactive});
    if (!keyring) {
      const Errc code = options_.kind ? Errc::unsupported : Errc::store_unavailable;
      return Error{code, std::string("this build knows no keyring: ") + kHowToSupply, 0, 0};
    }
    const bool is_known = remembered && remembered->kind == StoreKind::keyring;
    const std::filesystem::path place = std::filesystem::absolute(directory_.path());
    KeyringEntry entry{place.lexically_normal().string(), is_known ? remembered->key_id : ""};
    Result<std::optional<Secret>> found = keyring->find(entry);
    if (!found) return with_advice(found.error(), is_known);
    if (*found) return found_in_keyring(**found, entry);
    if (is_known) {
      return unavailable("the keyring no longer has the key to " + directory_.path() +
                         "; to start afresh, remove that directory and sign in again");
    }
    Result<ChosenStore> made = make_key();
    if (!made) return made;
    entry.key_id = made->choice.key_id;
    if (Result<Nothing> kept = keyring->keep(entry, *made->key); !kept) {
      return with_advice(kept.error(), is_known);
    }
    // A keyring that takes a key and loses it would cost every session, so it is asked again.
    found = keyring->find(entry);
    if (!found) return with_advice(found.error(), is_known);
    if (!*found) return unavailable("the keyring took the key and does not give it back");
    return found_in_keyring(**found, entry);
  }

  static Result<ChosenStore> make_key() {
    Result<std::string> key = random_bytes(kKeyBytes);
    if (!key) return key.error();
    return sealed_with(StoreKind::keyring, Secret(std::move(*key)), std::string(keyring_name()));
  }

  static Result<ChosenStore> found_in_keyring(Secret key, const KeyringEntry& entry) {
    const bool has_size = key.reveal().size() == kKeyBytes;
    Result<ChosenStore> chosen =
        sealed_with(StoreKind::keyring, std::move(key), std::string(keyring_name()));
    if (!chosen) return chosen;
    if (!has_size || (!entry.key_id.empty() && chosen->choice.key_id != entry.key_id)) {
      return unavailable("the keyring gives another key than it was given");
    }
    return chosen;
  }

  static Error with_advice(Error error, bool is_known) {
    if (!is_known && error.code == Errc::store_unavailable) {
      error.detail += std::string("; to do without a keyring, ") + kHowToSupply;
    }
    return error;
  }

  /// Nobody's sessions become unreadable by a new choice.
  Result<Nothing> remember(const std::optional<StoreChoice>& before, const StoreChoice& now) const {
    if (before == now) return Nothing{};
    if (before && directory_.has_any(".hufu")) {
      const bool was_plain = before->kind == StoreKind::plain;
      if (was_plain && !options_.allow_plaintext) {
        return unavailable("sessions in " + directory_.path() +
                           " are plain text: name `allow_plaintext` to have them sealed");
      }
      if (!was_plain) {
        return unavailable("sessions in " + directory_.path() + " are sealed with another key (" +
                           std::string(name_of(before->kind)) +
                           "): use that, or sign out there, or remove the directory");
      }
    }
    Result<HeldLock> writing = exclude_others(directory_, kWriterLock);
    if (!writing) return writing.error();
    return write_choice(directory_, now);
  }

  void warn(const std::string& sentence) const {
    if (options_.on_warning) options_.on_warning(sentence);
  }

  const StateDirectory& directory_;
  const StoreOptions& options_;
  std::optional<SuppliedKey> supplied_;
};

}  // namespace

Result<ChosenStore> choose_store(const StateDirectory& directory, const StoreOptions& options) {
  return Chooser(directory, options).choose();
}

}  // namespace hufu::native
