// Scenes: what a mini-program code or a link holds, and what it leads to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "people/secrets.h"

namespace hufu::mock {

/// "h1" (kind and version), what it is for, and 16 bytes as base64url: it fits among the 32 symbols
/// that WeChat takes, and is never the code that people type.
enum class SceneKind : char { sign_in = 's', phone_sign_in = 'p', binding = 'b' };

struct Scene {
  SceneKind kind = SceneKind::sign_in;
  /// 22 symbols.
  std::string secret;
};

std::string scene_text(SceneKind kind, std::string_view secret);
/// Nothing for what is no scene.
std::optional<Scene> read_scene(std::string_view text);

/// The `number`-th secret that a screen shows for `whom`: whoever holds a device code, or a
/// binding. It follows from a key that is outside the database, so that a page may ask again for
/// the one that it should show, and what is kept is its HMAC alone.
std::string drawn_secret(const Secrets& secrets, std::string_view whom, int number);
/// The same in a scene, for whoever holds this device code; kept under "scene".
std::string drawn_scene(const Secrets& secrets, SceneKind kind, std::string_view device_code,
                        int number);

}  // namespace hufu::mock
