// Open data, as developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
// describes it.
#include "upstreams/wechat/user_data.h"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "crypto/random.h"

namespace hufu::mock::wechat {
namespace {

constexpr std::size_t kBlockBytes = 16;

std::string sixteen_bytes(const std::string& base64) {
  const auto bytes = decode_base64(base64);
  if (!bytes || bytes->size() != kBlockBytes) throw std::invalid_argument("not base64 of 16 bytes");
  return *bytes;
}

const unsigned char* octets(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string encrypt_open_data(std::string_view plain, const std::string& session_key,
                              const std::string& iv) {
  const std::string key_bytes = sixteen_bytes(session_key);
  const std::string iv_bytes = sixteen_bytes(iv);
  const std::string input(plain);
  std::string output(input.size() + kBlockBytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(output.data());
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> cipher(EVP_CIPHER_CTX_new(),
                                                                               EVP_CIPHER_CTX_free);
  int body = 0;
  int tail = 0;
  const bool done = cipher &&
                    EVP_EncryptInit_ex(cipher.get(), EVP_aes_128_cbc(), nullptr, octets(key_bytes),
                                       octets(iv_bytes)) == 1 &&
                    EVP_EncryptUpdate(cipher.get(), out, &body, octets(input),
                                      static_cast<int>(input.size())) == 1 &&
                    EVP_EncryptFinal_ex(cipher.get(), out + body, &tail) == 1;
  if (!done) throw std::runtime_error("AES-128-CBC failed");
  output.resize(static_cast<std::size_t>(body + tail));
  return encode_base64(output);
}

EncryptedData encrypt_open_data(std::string_view plain, const std::string& session_key) {
  std::string iv = encode_base64(random_bytes(kBlockBytes));
  std::string encrypted = encrypt_open_data(plain, session_key, iv);
  return {std::move(encrypted), std::move(iv)};
}

std::string sign_raw_data(std::string_view raw_data, const std::string& session_key) {
  return encode_hex(sha1(std::string(raw_data) + session_key));
}

std::string sign_login_state(std::string_view data, const std::string& session_key) {
  return encode_hex(hmac_sha256(session_key, data));
}

}  // namespace hufu::mock::wechat
