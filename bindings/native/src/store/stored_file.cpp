#include "store/stored_file.h"

#include <utility>

#include "system/crypto.h"

// magic 8 | format 1 | kind 1 | zero 2 | generation 8 | key id 8 | nonce 12 | check 8 | body
//
// Numbers are big-endian. `check` is the beginning of SHA-256 over the header before it: so a bit
// that changed in the key id is told from another key, and one in the format from a newer version.
// The body is sealed with the whole header and the profile as bound data, so that no field can be
// altered and no file can take another's place; a plain body is followed by its SHA-256 instead.

namespace hufu::native {
namespace {

constexpr std::string_view kMagic = "HUFUSTOR";
constexpr char kFormat = 1;
constexpr char kPlain = 0;
constexpr char kSealed = 1;

constexpr std::size_t kFormatAt = 8;
constexpr std::size_t kKindAt = 9;
constexpr std::size_t kGenerationAt = 12;
constexpr std::size_t kKeyIdAt = 20;
constexpr std::size_t kNonceAt = 28;
constexpr std::size_t kCheckAt = 40;
constexpr std::size_t kHeaderBytes = 48;
constexpr std::size_t kKeyIdBytes = 8;
constexpr std::size_t kDigestBytes = 32;

// A key may seal 2^32 times with random nonces (NIST SP 800-38D, 8.3).
constexpr std::uint64_t kMostGenerations = 1ULL << 32U;

void append_number(std::string& out, std::uint64_t number) {
  for (unsigned shift = 64; shift > 0; shift -= 8) {
    out.push_back(static_cast<char>((number >> (shift - 8)) & 0xffU));
  }
}

std::uint64_t number_at(std::string_view bytes, std::size_t at) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    number = (number << 8U) | static_cast<unsigned char>(bytes[at + i]);
  }
  return number;
}

Result<std::string> header(char kind, const Sealing& sealing, std::uint64_t generation) {
  std::string nonce(kNonceBytes, '\0');
  if (kind == kSealed) {
    Result<std::string> random = random_bytes(kNonceBytes);
    if (!random) return random.error();
    nonce = *random;
  }
  std::string bytes(kMagic);
  bytes.push_back(kFormat);
  bytes.push_back(kind);
  bytes.append(2, '\0');
  append_number(bytes, generation);
  bytes += kind == kSealed ? sealing.key_id : std::string(kKeyIdBytes, '\0');
  bytes += nonce;
  Result<std::string> digest = sha256(bytes);
  if (!digest) return digest.error();
  bytes += digest->substr(0, kHeaderBytes - kCheckAt);
  return bytes;
}

bool is_sound(std::string_view file) {
  if (file.size() < kHeaderBytes || file.substr(0, kMagic.size()) != kMagic) return false;
  const Result<std::string> digest = sha256(file.substr(0, kCheckAt));
  return digest && file.substr(kCheckAt, kHeaderBytes - kCheckAt) ==
                       std::string_view(*digest).substr(0, kHeaderBytes - kCheckAt);
}

std::string bound_data(std::string_view header, std::string_view profile) {
  std::string bound(header);
  bound += profile;
  return bound;
}

std::variant<StoredFile, StoredFileFault> read_plain(std::string_view profile,
                                                     std::string_view file) {
  const std::string_view body = file.substr(kHeaderBytes);
  if (body.size() < kDigestBytes) return StoredFileFault::broken;
  const std::string_view text = body.substr(0, body.size() - kDigestBytes);
  Secret checked(bound_data(file.substr(0, kHeaderBytes + text.size()), profile));
  const Result<std::string> digest = sha256(checked.reveal());
  if (!digest || body.substr(text.size()) != *digest) return StoredFileFault::broken;
  return StoredFile{number_at(file, kGenerationAt), Secret(std::string(text))};
}

}  // namespace

Result<std::string> name_of_key(const Secret& key) {
  const Secret named("hufu store key id" + key.reveal());
  Result<std::string> digest = sha256(named.reveal());
  if (!digest) return digest.error();
  return digest->substr(0, kKeyIdBytes);
}

Result<Secret> write_stored_file(const Sealing& sealing, std::string_view profile,
                                 const StoredFile& stored) {
  if (stored.generation >= kMostGenerations) {
    return Error{Errc::host_fault, "this store key is worn out; use a new one", 0, 0};
  }
  const char kind = sealing.key ? kSealed : kPlain;
  Result<std::string> head = header(kind, sealing, stored.generation);
  if (!head) return head.error();
  if (sealing.key) {
    Result<std::string> sealed =
        seal(*sealing.key, std::string_view(*head).substr(kNonceAt, kNonceBytes),
             bound_data(*head, profile), stored.text.reveal());
    if (!sealed) return sealed.error();
    return Secret(*head + *sealed);
  }
  const Secret file(*head + stored.text.reveal());
  const Secret checked(bound_data(file.reveal(), profile));
  Result<std::string> digest = sha256(checked.reveal());
  if (!digest) return digest.error();
  return Secret(file.reveal() + *digest);
}

std::variant<StoredFile, StoredFileFault> read_stored_file(const Sealing& sealing,
                                                           std::string_view profile,
                                                           std::string_view file) {
  if (!is_sound(file)) return StoredFileFault::broken;
  if (file[kFormatAt] != kFormat) return StoredFileFault::newer;
  if (file[kKindAt] == kPlain) {
    if (!sealing.accept_plain) return StoredFileFault::plain;
    return read_plain(profile, file);
  }
  if (file[kKindAt] != kSealed) return StoredFileFault::newer;
  if (!sealing.key || file.substr(kKeyIdAt, kKeyIdBytes) != sealing.key_id) {
    return StoredFileFault::other_key;
  }
  std::optional<Secret> text =
      unseal(*sealing.key, file.substr(kNonceAt, kNonceBytes),
             bound_data(file.substr(0, kHeaderBytes), profile), file.substr(kHeaderBytes));
  if (!text) return StoredFileFault::broken;
  return StoredFile{number_at(file, kGenerationAt), std::move(*text)};
}

}  // namespace hufu::native
