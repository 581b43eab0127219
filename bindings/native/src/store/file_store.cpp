#include <hufu/native/file_store.h>

#include <chrono>
#include <cstdlib>
#include <mutex>
#include <utility>

#include "crypto.h"
#include "lock/held_lock.h"
#include "store/record.h"
#include "store/state_directory.h"

namespace hufu::native {
namespace {

// Writers hold their lock for milliseconds; who waits longer waits for a stopped process.
constexpr Millis kWriterWaitMs = 5'000;
constexpr std::string_view kWriterLock = ".writers.lock";  // no key leads to such a name
constexpr std::size_t kMostTextBytes = 1'000'000;          // files are read up to 1 MiB
constexpr std::size_t kLongestName = 180;                  // leaves room for the suffixes below 255

/// A key as a file name: letters, digits, `.`, `_`, `-` stay, others become %XX.
std::string file_name(const std::string& key, std::string_view suffix) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string name;
  for (const char letter : key) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool is_plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                          (letter >= '0' && letter <= '9') || letter == '_' || letter == '-' ||
                          (letter == '.' && !name.empty());
    if (is_plain) {
      name += letter;
    } else {
      name += '%';
      name += kHex[byte >> 4U];
      name += kHex[byte & 0xfU];
    }
  }
  if (name.empty()) name = "%";
  if (name.size() > kLongestName) {
    const Result<std::string> digest = sha256(key);
    name.resize(kLongestName - 34);
    name += "%%";
    for (std::size_t i = 0; digest && i < 16; ++i) {
      name += kHex[static_cast<unsigned char>((*digest)[i]) >> 4U];
      name += kHex[static_cast<unsigned char>((*digest)[i]) & 0xfU];
    }
  }
  return name.append(suffix);
}

Result<std::string> default_directory() {
  const char* state = std::getenv("XDG_STATE_HOME");
  // The XDG specification: relative paths are to be ignored.
  if (state != nullptr && *state == '/') return std::string(state) + "/hufu";
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home == '/') return std::string(home) + "/.local/state/hufu";
  return Error{Errc::store_unavailable, "neither XDG_STATE_HOME nor HOME says where to keep files",
               0, 0};
}

Result<Sealing> choose_sealing(const FileStoreOptions& options) {
  Sealing sealing;
  sealing.accept_plain = options.allow_plaintext;
  sealing.key = options.key;
  const char* text = std::getenv("HUFU_STORE_KEY");
  if (!sealing.key && text != nullptr && *text != '\0') {
    Result<Secret> key = read_store_key(text);
    if (!key) {
      key.error().detail = "HUFU_STORE_KEY: " + key.error().detail;
      return key.error();
    }
    sealing.key = *key;
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

std::string unix_time_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

}  // namespace

/// The directory, the key and the rules for broken files.
class FileStore::Vault {
 public:
  Vault(StateDirectory directory, Sealing sealing, std::function<void(const std::string&)> warn)
      : directory_(std::move(directory)), sealing_(std::move(sealing)), warn_(std::move(warn)) {}

  const StateDirectory& directory() const { return directory_; }
  const Sealing& sealing() const { return sealing_; }

  Result<HeldLock> exclude_writers() const {
    const std::string file = directory_.path() + "/" + std::string(kWriterLock);
    Result<HeldLock> lock = HeldLock::take({file, file}, kWriterWaitMs);
    if (!lock && lock.error().code == Errc::lock_timeout) {
      return Error{Errc::store_unavailable, "another process holds " + file + " for seconds", 0, 0};
    }
    return lock;
  }

  /// The record under `key`. Nothing if there is none or, with `is_broken` set, if it is broken.
  Result<std::optional<Record>> read(const std::string& key, bool& is_broken) const {
    is_broken = false;
    const std::string name = file_name(key, ".hufu");
    Result<std::optional<Secret>> file = directory_.read(name);
    if (!file) return file.error();
    if (!*file) return std::optional<Record>();
    std::variant<Record, RecordFault> found = read_record(sealing_, key, (*file)->reveal());
    if (Record* record = std::get_if<Record>(&found)) return std::optional<Record>(*record);
    is_broken = std::get<RecordFault>(found) == RecordFault::broken;
    if (is_broken) return std::optional<Record>();
    return refusal(name, std::get<RecordFault>(found));
  }

  /// The same, after which no broken file is left; `warning` says so. Only under the lock of the
  /// writers.
  Result<std::optional<Record>> read_or_set_aside(const std::string& key,
                                                  std::string& warning) const {
    bool is_broken = false;
    Result<std::optional<Record>> record = read(key, is_broken);
    if (!is_broken) return record;
    const std::string name = file_name(key, ".hufu");
    const std::string aside = name + ".corrupt-" + unix_time_ms();
    if (Result<Nothing> moved = directory_.rename(name, aside); !moved) return moved.error();
    warning = "the stored session in " + directory_.path() + "/" + name +
              " was broken and has been set aside as " + aside;
    return std::optional<Record>();
  }

  Result<Nothing> save(const std::string& key, const Secret& value, std::string& warning) const {
    if (value.reveal().size() > kMostTextBytes) {
      return Error{Errc::store_unavailable, "more than 1 MB cannot be stored", 0, 0};
    }
    Result<HeldLock> writers = exclude_writers();
    if (!writers) return writers.error();
    Result<std::optional<Record>> old = read_or_set_aside(key, warning);
    if (!old) return old.error();
    const std::uint64_t generation = *old ? (*old)->generation + 1 : 1;
    Result<Secret> file = write_record(sealing_, key, Record{generation, value});
    if (!file) return file.error();
    return directory_.replace(file_name(key, ".hufu"), *file);
  }

  void warn(const std::string& sentence) const {
    if (warn_ && !sentence.empty()) warn_(sentence);
  }

 private:
  Error refusal(const std::string& name, RecordFault fault) const {
    std::string sentence = directory_.path() + "/" + name;
    if (fault == RecordFault::newer) {
      sentence += " was written by a newer version of this library";
    } else if (fault == RecordFault::plain) {
      sentence += " is plain text; name `allow_plaintext` to have it read and sealed";
    } else {
      sentence += sealing_.key ? " is sealed with another key" : " is sealed and there is no key";
    }
    return Error{Errc::store_unavailable, sentence + " (remove the file to start afresh)", 0, 0};
  }

  StateDirectory directory_;
  Sealing sealing_;
  std::function<void(const std::string&)> warn_;
};

Result<std::shared_ptr<FileStore>> FileStore::open(FileStoreOptions options) {
  if (options.directory.empty()) {
    Result<std::string> directory = default_directory();
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
    Result<HeldLock> writers = vault->exclude_writers();
    if (!writers) return writers.error();
    vault->directory().remove_leftovers();
  }
  if (!vault->sealing().key) {
    vault->warn("sessions in " + options.directory + " are plain text: allow_plaintext is set");
  }
  return std::shared_ptr<FileStore>(new FileStore(std::move(vault)));
}

FileStore::FileStore(std::unique_ptr<Vault> vault) : vault_(std::move(vault)) {}

FileStore::~FileStore() = default;

Result<std::optional<Secret>> FileStore::load(const std::string& key) {
  bool is_broken = false;
  Result<std::optional<Record>> record = vault_->read(key, is_broken);
  if (is_broken) {
    // Another process may be about to replace it: look again while nobody writes.
    std::string warning;
    {
      Result<HeldLock> writers = vault_->exclude_writers();
      if (!writers) return writers.error();
      record = vault_->read_or_set_aside(key, warning);
    }
    vault_->warn(warning);
  }
  if (!record) return record.error();
  if (!*record) return std::optional<Secret>();
  return std::optional<Secret>(std::move((*record)->text));
}

Result<Nothing> FileStore::save(const std::string& key, const Secret& value) {
  std::string warning;
  Result<Nothing> saved = vault_->save(key, value, warning);
  vault_->warn(warning);
  return saved;
}

Result<Nothing> FileStore::erase(const std::string& key) {
  Result<HeldLock> writers = vault_->exclude_writers();
  if (!writers) return writers.error();
  return vault_->directory().remove(file_name(key, ".hufu"));
}

std::string FileStore::lock_file(const std::string& name) const {
  return vault_->directory().path() + "/" + file_name(name, ".lock");
}

bool FileStore::is_encrypted() const { return vault_->sealing().key.has_value(); }

const std::string& FileStore::directory() const { return vault_->directory().path(); }

}  // namespace hufu::native
