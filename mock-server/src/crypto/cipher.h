// AES-128-CBC with PKCS#7 padding: how WeChat encrypts what the client sends on.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hufu::mock {

/// Nothing if a size or the padding is wrong. There is no authentication in it: check a signature
/// beside it.
std::optional<std::string> decrypt_aes128_cbc(std::string_view key, std::string_view iv,
                                              std::string_view encrypted);

}  // namespace hufu::mock
