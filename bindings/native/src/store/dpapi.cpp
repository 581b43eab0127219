// The keyring of Windows. DPAPI keeps nothing itself: it seals the key for the account of the
// person, and the sealed key lies in a file beside the sessions.
#include <windows.h>
// After windows.h, which it builds upon.
#include <dpapi.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include <hufu/native/open_store.h>

#include "store/keyring.h"

namespace hufu::native {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSuffix = ".dpapi";

Error unavailable(const std::string& sentence) {
  return Error{Errc::store_unavailable, "the keyring (DPAPI) cannot be used: " + sentence, 0, 0};
}

Error refused(const char* doing) {
  return unavailable(std::string(doing) + " failed with Windows error " +
                     std::to_string(::GetLastError()) +
                     "; a key is only unsealed for the account that sealed it");
}

DATA_BLOB blob(std::string& bytes) {
  return {static_cast<DWORD>(bytes.size()), reinterpret_cast<BYTE*>(bytes.data())};
}

/// What DPAPI answered, freed and overwritten.
Secret take(DATA_BLOB& answer) {
  Secret taken(std::string(reinterpret_cast<const char*>(answer.pbData), answer.cbData));
  ::SecureZeroMemory(answer.pbData, answer.cbData);
  ::LocalFree(answer.pbData);
  return taken;
}

/// Ties a sealed key to its name, so that no file can take another's place.
std::string purpose(const std::string& key_id) { return "hufu store key " + key_id; }

class Dpapi final : public Keyring {
 public:
  Result<std::optional<Secret>> find(const KeyringEntry& entry) override {
    const std::optional<fs::path> file = place(entry);
    if (!file) return std::optional<Secret>();
    std::ifstream in(*file, std::ios::binary);
    std::string sealed{std::istreambuf_iterator<char>(in), {}};
    if (!in) return unavailable("cannot read " + file->string());

    std::string bound = purpose(file->stem().string());
    DATA_BLOB from = blob(sealed);
    DATA_BLOB extra = blob(bound);
    DATA_BLOB key{};
    if (!::CryptUnprotectData(&from, nullptr, &extra, nullptr, nullptr, CRYPTPROTECT_UI_FORBIDDEN,
                              &key)) {
      return refused("unsealing");
    }
    return std::optional<Secret>(take(key));
  }

  Result<Nothing> keep(const KeyringEntry& entry, const Secret& key) override {
    std::string plain = key.reveal();
    std::string bound = purpose(entry.key_id);
    DATA_BLOB from = blob(plain);
    DATA_BLOB extra = blob(bound);
    DATA_BLOB sealed{};
    const BOOL done = ::CryptProtectData(&from, L"hufu store key", &extra, nullptr, nullptr,
                                         CRYPTPROTECT_UI_FORBIDDEN, &sealed);
    wipe(plain);
    if (!done) return refused("sealing");
    return write(fs::path(entry.directory) / (entry.key_id + kSuffix), take(sealed));
  }

 private:
  /// The file of this key or, without an id, of any key.
  static std::optional<fs::path> place(const KeyringEntry& entry) {
    std::error_code error;
    const fs::path named = fs::path(entry.directory) / (entry.key_id + kSuffix);
    if (!entry.key_id.empty()) {
      return fs::exists(named, error) ? std::optional(named) : std::nullopt;
    }
    for (const fs::directory_entry& each : fs::directory_iterator(entry.directory, error)) {
      if (each.path().extension() == kSuffix) return each.path();
    }
    return std::nullopt;
  }

  /// Whole or not at all, also after a power cut.
  static Result<Nothing> write(const fs::path& file, const Secret& sealed) {
    const fs::path draft = file.string() + ".writing";
    std::ofstream out(draft, std::ios::binary | std::ios::trunc);
    out << sealed.reveal();
    out.close();
    if (!out) return unavailable("cannot write " + draft.string());
    if (!::MoveFileExW(draft.wstring().c_str(), file.wstring().c_str(),
                       MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH)) {
      return refused("moving a file");
    }
    return Nothing{};
  }
};

}  // namespace

std::unique_ptr<Keyring> system_keyring(const KeyringOptions& /*options*/) {
  // DPAPI answers at once and asks nobody: patience and prompts do not apply.
  return std::make_unique<Dpapi>();
}

std::string_view keyring_name() { return "DPAPI"; }

}  // namespace hufu::native
