// Open data: what wx.getUserProfile and the phone button hand to the mini-program, signed and
// encrypted with session_key.
#pragma once

#include <string>
#include <string_view>

namespace hufu::mock::wechat {

struct EncryptedData {
  std::string encrypted_data;  // base64
  std::string iv;              // base64
};

/// AES-128-CBC with PKCS#7. `session_key` and `iv` are base64 of 16 bytes.
std::string encrypt_open_data(std::string_view plain, const std::string& session_key,
                              const std::string& iv);
/// The same with a fresh `iv`.
EncryptedData encrypt_open_data(std::string_view plain, const std::string& session_key);

/// Hexadecimal SHA-1 of `raw_data` and the session_key's text.
std::string sign_raw_data(std::string_view raw_data, const std::string& session_key);

/// Hexadecimal HMAC with the session_key's text, not its bytes, as key: the signature of
/// checksession.
std::string sign_login_state(std::string_view data, const std::string& session_key);

}  // namespace hufu::mock::wechat
