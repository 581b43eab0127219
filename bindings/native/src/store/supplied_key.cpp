#include "store/supplied_key.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <hufu/native/file_store.h>

#include "files/state_directory.h"
#include "system/crypto.h"

namespace hufu::native {
namespace {

constexpr const char* kVariable = "HUFU_STORE_KEY";
constexpr const char* kCredential = "hufu-store-key";
constexpr std::size_t kMostKeyText = 256;  // far beyond any key, far below any mistake

Result<std::optional<SuppliedKey>> read_as_key(std::string_view text, std::string source,
                                               const std::string& place) {
  Result<Secret> key = read_store_key(text);
  if (!key) {
    key.error().detail = place + ": " + key.error().detail;
    return key.error();
  }
  return std::optional<SuppliedKey>(SuppliedKey{*std::move(key), std::move(source)});
}

/// The credential's text; nothing if there is no such file.
Result<std::optional<Secret>> read_credential(const std::string& path) {
  const Fd file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!file && errno == ENOENT) return std::optional<Secret>();
  std::string bytes(kMostKeyText, '\0');
  const ssize_t length = file ? ::read(file.number(), bytes.data(), bytes.size()) : -1;
  if (length < 0) {
    return Error{Errc::store_unavailable,
                 "cannot read " + path + ": " + std::generic_category().message(errno), 0, 0};
  }
  bytes.resize(static_cast<std::size_t>(length));
  return std::optional<Secret>(Secret(std::move(bytes)));
}

}  // namespace

Result<std::optional<SuppliedKey>> supplied_key() {
  const char* text = std::getenv(kVariable);
  if (text != nullptr && *text != '\0') return read_as_key(text, kVariable, kVariable);

  const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
  if (credentials == nullptr || *credentials != '/') return std::optional<SuppliedKey>();
  const std::string path = std::string(credentials) + "/" + kCredential;
  Result<std::optional<Secret>> file = read_credential(path);
  if (!file) return file.error();
  if (!*file) return std::optional<SuppliedKey>();
  return read_as_key((*file)->reveal(), "systemd credential", path);
}

}  // namespace hufu::native
