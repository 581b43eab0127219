#include <hufu/native/file_store.h>

#include <set>
#include <utility>

#include "files/state_directory.h"
#include "store/stored_file.h"
#include "store/supplied_key.h"
#include "store/writers.h"
#include "system/crypto.h"

namespace hufu::native {
namespace {

constexpr std::size_t kMostTextBytes = 1'000'000;  // files are read up to 1 MiB
constexpr std::size_t kLongestName = 180;          // leaves room for the suffixes below 255

/// A key as a file name: letters, digits, `.`, `_`, `-` stay, others become %XX.
std::string file_name(const std::string& key, std::string_view suffix) {
  std::string name;
  for (const char& letter : key) {
    const bool is_plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                          (letter >= '0' && letter <= '9') || letter == '_' || letter == '-' ||
                          (letter == '.' && !name.empty());
    if (is_plain) {
      name += letter;
    } else {
      name += '%' + hex({&letter, 1});
    }
  }
  if (name.empty()) name = "%";
  if (name.size() > kLongestName) {
    const Result<std::string> digest = sha256(key);
    name.resize(kLongestName - 34);
    name += "%%";
    if (digest) name += hex(std::string_view(*digest).substr(0, 16));
  }
  return name.append(suffix);
}

Result<Sealing> choose_sealing(const FileStoreOptions& options) {
  Sealing sealing;
  sealing.accept_plain = options.allow_plaintext;
  sealing.key = options.key;
  if (!sealing.key) {
    Result<std::optional<SuppliedKey>> supplied = supplied_key();
    if (!supplied) return supplied.error();
    if (*supplied) sealing.key = (*supplied)->key;
  }
  if (!sealing.key) {
    if (options.allow_plaintext) return sealing;
    return Error{Errc::store_unavailable,
                 "no key to seal files with: set HUFU_STORE_KEY or pass `key` "
                 "(or name `allow_plaintext`, or use a MemoryStore)",
                 0, 0};
  }
  if (sealing.key->reveal().size() != kKeyBytes) {
    return Error{Errc::invalid_argument, "a store key has 32 bytes", 0, 0};
  }
  Result<std::string> key_id = name_of_key(*sealing.key);
  if (!key_id) return key_id.error();
  sealing.key_id = *key_id;
  return sealing;
}

}  // namespace

/// The directory, the key and the rules for broken files.
class FileStore::Vault {
 public:
  Vault(StateDirectory directory, Sealing sealing, std::function<void(const std::string&)> warn)
      : directory_(std::move(directory)), sealing_(std::move(sealing)), warn_(std::move(warn)) {}

  Vault(const Vault&) = delete;
  Vault& operator=(const Vault&) = delete;
  /// Gives back the room that nothing came for.
  ~Vault() {
    if (reserved_.empty()) return;
    const Result<HeldLock> writers = exclude_writers();
    for (const std::string& name : reserved_) {
      if (writers) directory_.give_back(name);
    }
  }

  const StateDirectory& directory() const { return directory_; }
  const Sealing& sealing() const { return sealing_; }

  Result<HeldLock> exclude_writers() const { return exclude_others(directory_, kWriterLock); }

  /// The file under `key`. Nothing if there is none or, with `is_broken` set, if it is broken.
  Result<std::optional<StoredFile>> read(const std::string& key, bool& is_broken) const {
    is_broken = false;
    const std::string name = file_name(key, ".hufu");
    Result<std::optional<Secret>> file = directory_.read(name);
    if (!file) return file.error();
    if (!*file) return std::optional<StoredFile>();
    std::variant<StoredFile, StoredFileFault> found =
        read_stored_file(sealing_, key, (*file)->reveal());
    if (StoredFile* stored = std::get_if<StoredFile>(&found))
      return std::optional<StoredFile>(*stored);
    is_broken = std::get<StoredFileFault>(found) == StoredFileFault::broken;
    if (is_broken) return std::optional<StoredFile>();
    return refusal(name, std::get<StoredFileFault>(found));
  }

  /// The same, after which no broken file is left; `warning` says so. Only under the lock of the
  /// writers.
  Result<std::optional<StoredFile>> read_or_set_aside(const std::string& key,
                                                      std::string& warning) const {
    bool is_broken = false;
    Result<std::optional<StoredFile>> stored = read(key, is_broken);
    if (!is_broken) return stored;
    const std::string name = file_name(key, ".hufu");
    Result<std::string> aside = directory_.set_aside(name);
    if (!aside) return aside.error();
    warning = "the stored session in " + directory_.path() + "/" + name +
              " was broken and has been set aside as " + *aside;
    return std::optional<StoredFile>();
  }

  Result<Nothing> prepare_save(const std::string& key) {
    Result<HeldLock> writers = exclude_writers();
    if (!writers) return writers.error();
    const std::string name = file_name(key, ".hufu");
    Result<Nothing> reserved = directory_.reserve(name);
    if (reserved) reserved_.insert(name);
    return reserved;
  }

  Result<Nothing> save(const std::string& key, const Secret& value, std::string& warning) {
    if (value.reveal().size() > kMostTextBytes) {
      return Error{Errc::store_unavailable, "more than 1 MB cannot be stored", 0, 0};
    }
    Result<HeldLock> writers = exclude_writers();
    if (!writers) return writers.error();
    Result<std::optional<StoredFile>> old = read_or_set_aside(key, warning);
    if (!old) return old.error();
    if (!*old && !sealing_.key && warning.empty()) {
      warning = "sessions in " + directory_.path() + " are plain text: allow_plaintext is set";
    }
    const std::uint64_t generation = *old ? (*old)->generation + 1 : 1;
    Result<Secret> file = write_stored_file(sealing_, key, StoredFile{generation, value});
    if (!file) return file.error();
    reserved_.erase(file_name(key, ".hufu"));
    return directory_.replace(file_name(key, ".hufu"), *file);
  }

  void warn(const std::string& sentence) const {
    if (warn_ && !sentence.empty()) warn_(sentence);
  }

 private:
  Error refusal(const std::string& name, StoredFileFault fault) const {
    std::string sentence = directory_.path() + "/" + name;
    if (fault == StoredFileFault::newer) {
      sentence += " was written by a newer version of this library";
    } else if (fault == StoredFileFault::plain) {
      sentence += " is plain text; name `allow_plaintext` to have it read and sealed";
    } else {
      sentence += sealing_.key ? " is sealed with another key" : " is sealed and there is no key";
    }
    return Error{Errc::store_unavailable, sentence + " (remove the file to start afresh)", 0, 0};
  }

  StateDirectory directory_;
  Sealing sealing_;
  std::function<void(const std::string&)> warn_;
  std::set<std::string> reserved_;  ///< Only under the lock of the writers.
};

Result<std::shared_ptr<FileStore>> FileStore::open(FileStoreOptions options) {
  if (options.directory.empty()) {
    Result<std::string> directory = default_state_directory();
    if (!directory) return directory.error();
    options.directory = *directory;
  }
  Result<Sealing> sealing = choose_sealing(options);
  if (!sealing) return sealing.error();
  Result<StateDirectory> directory = StateDirectory::open(options.directory);
  if (!directory) return directory.error();
  auto vault = std::make_unique<Vault>(std::move(*directory), std::move(*sealing),
                                       std::move(options.on_warning));
  {
    // Reading needs no writing: where nothing can be left behind, nothing needs to be cleared.
    Result<HeldLock> writers = vault->exclude_writers();
    if (writers) {
      vault->directory().remove_leftovers();
    } else if (!vault->directory().is_read_only() || !vault->directory().has_any(".hufu")) {
      return writers.error();
    }
  }
  return std::shared_ptr<FileStore>(new FileStore(std::move(vault)));
}

FileStore::FileStore(std::unique_ptr<Vault> vault) : vault_(std::move(vault)) {}

FileStore::~FileStore() = default;

Result<std::optional<Secret>> FileStore::load(const std::string& key) {
  bool is_broken = false;
  Result<std::optional<StoredFile>> stored = vault_->read(key, is_broken);
  if (is_broken) {
    // Another process may be about to replace it: look again while nobody writes.
    std::string warning;
    {
      Result<HeldLock> writers = vault_->exclude_writers();
      if (!writers) return writers.error();
      stored = vault_->read_or_set_aside(key, warning);
    }
    vault_->warn(warning);
  }
  if (!stored) return stored.error();
  if (!*stored) return std::optional<Secret>();
  return std::optional<Secret>(std::move((*stored)->text));
}

Result<Nothing> FileStore::save(const std::string& key, const Secret& value) {
  std::string warning;
  Result<Nothing> saved = vault_->save(key, value, warning);
  vault_->warn(warning);
  return saved;
}

Result<Nothing> FileStore::prepare_save(const std::string& key) {
  return vault_->prepare_save(key);
}

Result<Nothing> FileStore::erase(const std::string& key) {
  Result<HeldLock> writers = vault_->exclude_writers();
  if (!writers) return writers.error();
  const std::string name = file_name(key, ".hufu");
  Result<Nothing> removed = vault_->directory().remove(name);
  Result<Nothing> rest = vault_->directory().remove_set_aside(name);
  return removed ? rest : removed;
}

std::string FileStore::lock_file(const std::string& name) const {
  return vault_->directory().path() + "/" + file_name(name, ".lock");
}

bool FileStore::is_encrypted() const { return vault_->sealing().key.has_value(); }

const std::string& FileStore::directory() const { return vault_->directory().path(); }

}  // namespace hufu::native
