// The providers that GoTrue knows and nobody has turned on here.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace hufu::mock::gotrue {

inline constexpr std::array kProvidersThatAreOff = {
    "apple",    "azure",         "bitbucket", "discord", "facebook",   "figma",
    "fly",      "github",        "gitlab",    "google",  "kakao",      "keycloak",
    "linkedin", "linkedin_oidc", "notion",    "slack",   "slack_oidc", "snapchat",
    "spotify",  "twitch",        "twitter",   "workos",  "x",          "zoom"};

inline bool is_provider_that_is_off(std::string_view name) {
  return std::ranges::find(kProvidersThatAreOff, name) != kProvidersThatAreOff.end();
}

}  // namespace hufu::mock::gotrue
