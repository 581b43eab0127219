// Where a person is.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace hufu::server {

/// As `X-Platform` and our own tokens name it.
enum class Platform { web, miniprogram, desktop, server };

inline constexpr std::array kPlatforms{Platform::web, Platform::miniprogram, Platform::desktop,
                                       Platform::server};

constexpr std::string_view name_of(Platform platform) noexcept {
  switch (platform) {
    case Platform::web: return "web";
    case Platform::miniprogram: return "miniprogram";
    case Platform::desktop: return "desktop";
    case Platform::server: return "server";
  }
  return {};
}

constexpr std::optional<Platform> platform_called(std::string_view name) noexcept {
  for (const Platform platform : kPlatforms)
    if (name_of(platform) == name) return platform;
  return std::nullopt;
}

}  // namespace hufu::server
