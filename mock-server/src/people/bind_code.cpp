// The two spellings of a bind code.
#include "people/bind_code.h"

#include "crypto/encoding.h"
#include "crypto/random.h"

namespace hufu::mock {
namespace {

constexpr std::size_t kQrSecretBytes = 16;

}  // namespace

std::string new_typed_code() { return with_dash(random_symbols(kCodeSymbolCount, kCodeSymbols)); }

std::string with_dash(std::string symbols) {
  symbols.insert(kCodeSymbolCount / 2, "-");
  return symbols;
}

std::string new_qr_secret() { return encode_base64url(random_bytes(kQrSecretBytes)); }

std::optional<std::string> normalise_typed_code(std::string_view text) {
  std::string code;
  for (const char symbol : text) {
    if (symbol == ' ' || symbol == '-') continue;
    const char upper = symbol >= 'a' && symbol <= 'z' ? static_cast<char>(symbol - 32) : symbol;
    if (kCodeSymbols.find(upper) == std::string_view::npos || code.size() == kCodeSymbolCount)
      return std::nullopt;
    code += upper;
  }
  if (code.size() != kCodeSymbolCount) return std::nullopt;
  return code;
}

bool looks_like_qr_secret(std::string_view text) {
  const auto bytes = decode_base64url(text);
  return bytes && bytes->size() == kQrSecretBytes;
}

}  // namespace hufu::mock
