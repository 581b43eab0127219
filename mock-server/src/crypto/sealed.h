// What has to be read back and may not lie open in a database: AES-256-GCM.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hufu::mock {

/// `key` has 32 bytes. `place` says where it will lie, and it opens nowhere else: whoever can write
/// to the database cannot put one row's secret into another. Throws std::runtime_error when OpenSSL
/// fails.
std::string seal(std::string_view key, std::string_view place, std::string_view plain);
/// Nothing if it was sealed with another key, for another place, or was touched since.
std::optional<std::string> unseal(std::string_view key, std::string_view place,
                                  std::string_view sealed);

}  // namespace hufu::mock
