// What a signed-in person may do on every surface: change name and picture, and leave.
#pragma once

#include <optional>
#include <string>

#include "http/json_body.h"
#include "settings/config.h"
#include "surfaces/surface_caller.h"

namespace hufu::mock {

struct ProfileWish {
  std::optional<std::string> nickname;
  std::optional<std::string> avatar_url;
  /// As `User::gender`; of the surfaces that let people say it.
  std::optional<int> gender;
};

/// Under the names that the surface has for the two, and no other field. Throws 400
/// `invalid_request` for what may not stand in a profile.
ProfileWish read_profile_wish(const JsonBody& body, const Config& config,
                              const std::string& nickname_field, const std::string& avatar_field);
/// The same for a wish that was read elsewhere.
void check_profile_wish(const ProfileWish& wish, const Config& config,
                        const std::string& nickname_field, const std::string& avatar_field);
/// The user with the wish fulfilled.
User fulfil(Transaction& transaction, const SurfaceCaller& caller, const ProfileWish& wish);
/// Ends the session of the caller, and no other.
void leave(Transaction& transaction, const SurfaceCaller& caller);

}  // namespace hufu::mock
