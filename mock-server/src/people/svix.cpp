// Webhooks as svix signs them.
#include "people/svix.h"

#include <cstdlib>
#include <sstream>

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "http/errors.h"

namespace hufu::mock {
namespace {

constexpr std::string_view kSecretPrefix = "whsec_";
constexpr std::int64_t kToleranceS = 5 * 60;

// Exactly one field of that name, and no longer than such a thing is.
std::string only(const Headers& headers, const char* name) {
  const std::string value = headers.find(name).value_or("");
  return headers.count(name) == 1 && value.size() <= 1024 ? value : "";
}

bool is_of_now(const std::string& timestamp, WallMs now_ms) {
  if (timestamp.empty() || timestamp.size() > 11) return false;
  if (timestamp.find_first_not_of("0123456789") != std::string::npos) return false;
  return std::llabs(std::stoll(timestamp) - now_ms / 1000) <= kToleranceS;
}

// "v1,BASE64 v1,BASE64": one of each secret, while they are changed.
bool is_among(const std::string& signatures, const std::string& expected) {
  std::istringstream words(signatures);
  bool found = false;
  for (std::string word; words >> word;)
    found = equal_in_constant_time(word, "v1," + expected) || found;
  return found;
}

}  // namespace

std::string require_svix_signature(const Request& request, const std::string& secret,
                                   WallMs now_ms) {
  const HttpError refusal(
      401, "invalid_signature",
      "This message was not signed with the secret of this server, or long ago.");
  const std::string id = only(request.headers, "svix-id");
  const std::string timestamp = only(request.headers, "svix-timestamp");
  const std::string signatures = only(request.headers, "svix-signature");
  if (id.empty() || !is_of_now(timestamp, now_ms) || !secret.starts_with(kSecretPrefix))
    throw refusal;
  const auto key = decode_base64(secret.substr(kSecretPrefix.size()));
  if (!key || key->empty()) throw refusal;
  const std::string content = id + "." + timestamp + "." + request.body;
  if (!is_among(signatures, encode_base64(hmac_sha256(*key, content)))) throw refusal;
  return id;
}

}  // namespace hufu::mock
