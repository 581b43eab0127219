// AES-256-GCM by OpenSSL: nonce, tag and ciphertext, one after the other.
#include "crypto/sealed.h"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

#include "crypto/random.h"

namespace hufu::mock {
namespace {

constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;

struct FreeSealContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using SealContext = std::unique_ptr<EVP_CIPHER_CTX, FreeSealContext>;

const unsigned char* raw_bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* room_in(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void require_done(bool done) {
  if (!done) throw std::runtime_error("sealing failed");
}

// Both ways are the same but for the word.
std::string pass_through(EVP_CIPHER_CTX* context, std::string_view place, std::string_view in) {
  int length = 0;
  require_done(EVP_CipherUpdate(context, nullptr, &length, raw_bytes_of(place),
                                static_cast<int>(place.size())) == 1);
  std::string out(in.size(), '\0');
  require_done(EVP_CipherUpdate(context, room_in(out), &length, raw_bytes_of(in),
                                static_cast<int>(in.size())) == 1);
  return out;
}

SealContext begin_seal(std::string_view key, std::string_view nonce, bool sealing) {
  SealContext context(EVP_CIPHER_CTX_new());
  require_done(context && key.size() == 32 &&
               EVP_CipherInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, raw_bytes_of(key),
                                 raw_bytes_of(nonce), sealing ? 1 : 0) == 1);
  return context;
}

// In this mode there are no last bytes, only a last word on whether all were right.
bool finish_seal(EVP_CIPHER_CTX* context) {
  unsigned char none[kTagBytes];
  int length = 0;
  return EVP_CipherFinal_ex(context, none, &length) == 1;
}

}  // namespace

std::string seal(std::string_view key, std::string_view place, std::string_view plain) {
  const std::string nonce = random_bytes(kNonceBytes);
  const SealContext context = begin_seal(key, nonce, true);
  const std::string hidden = pass_through(context.get(), place, plain);
  std::string tag(kTagBytes, '\0');
  require_done(finish_seal(context.get()) &&
               EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, room_in(tag)) ==
                   1);
  return nonce + tag + hidden;
}

std::optional<std::string> unseal(std::string_view key, std::string_view place,
                                  std::string_view sealed) {
  if (sealed.size() < kNonceBytes + kTagBytes) return std::nullopt;
  const SealContext context = begin_seal(key, sealed.substr(0, kNonceBytes), false);
  std::string tag(sealed.substr(kNonceBytes, kTagBytes));
  require_done(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, room_in(tag)) ==
               1);
  std::string plain = pass_through(context.get(), place, sealed.substr(kNonceBytes + kTagBytes));
  if (!finish_seal(context.get())) return std::nullopt;
  return plain;
}

}  // namespace hufu::mock
