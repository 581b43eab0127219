// The bytes of one stored file: a header, then the sealed text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <hufu/result.h>
#include <hufu/secret.h>

namespace hufu::native {

/// What a file holds.
struct StoredFile {
  std::uint64_t generation = 0;  ///< Grows with every save.
  Secret text;
};

/// Why a file's text cannot be given out.
enum class StoredFileFault {
  broken,     ///< Not ours, cut short, or a bit has changed.
  other_key,  ///< Sound, but sealed with another key; or sealed, and there is none.
  newer,      ///< Sound, but of a format that this version does not know.
  plain,      ///< Plain text, where only sealed files are accepted.
};

/// How files are sealed: with which key, and whether plain text is accepted.
struct Sealing {
  std::optional<Secret> key;
  std::string key_id;  ///< Names the key in files without betraying it; see `name_of_key`.
  bool accept_plain = false;
};

/// Eight bytes that tell keys apart. Error: `host_fault`.
Result<std::string> name_of_key(const Secret& key);

/// The bytes of a file for `profile`. Sealed if there is a key. Error: `host_fault`.
Result<Secret> write_stored_file(const Sealing& sealing, std::string_view profile,
                                 const StoredFile& stored);

/// The reverse.
std::variant<StoredFile, StoredFileFault> read_stored_file(const Sealing& sealing,
                                                           std::string_view profile,
                                                           std::string_view file);

}  // namespace hufu::native
