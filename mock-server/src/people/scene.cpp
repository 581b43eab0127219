// Scenes.
#include "people/scene.h"

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "people/bind_code.h"

namespace hufu::mock {
namespace {

constexpr std::string_view kVersion = "h1";
constexpr std::size_t kSecretBytes = 16;

}  // namespace

std::string scene_text(SceneKind kind, std::string_view secret) {
  return std::string(kVersion) + static_cast<char>(kind) + std::string(secret);
}

std::optional<Scene> read_scene(std::string_view text) {
  if (!text.starts_with(kVersion) || text.size() <= kVersion.size()) return std::nullopt;
  const auto kind = static_cast<SceneKind>(text[kVersion.size()]);
  if (kind != SceneKind::sign_in && kind != SceneKind::phone_sign_in && kind != SceneKind::binding)
    return std::nullopt;
  const std::string_view secret = text.substr(kVersion.size() + 1);
  if (!looks_like_qr_secret(secret)) return std::nullopt;
  return Scene{kind, std::string(secret)};
}

std::string drawn_secret(const Secrets& secrets, std::string_view whom, int number) {
  const std::string of = std::string(whom) + '\0' + std::to_string(number);
  const std::string bytes = hmac_sha256(secrets.code_pepper, "hufu scenes 1" + of);
  return encode_base64url(std::string_view(bytes).substr(0, kSecretBytes));
}

std::string drawn_scene(const Secrets& secrets, SceneKind kind, std::string_view device_code,
                        int number) {
  return scene_text(kind, drawn_secret(secrets, device_code, number));
}

}  // namespace hufu::mock
