// What a signed-in person may do on every surface.
#include "surfaces/surface_profile.h"

#include "http/errors.h"
#include "people/profile_rules.h"
#include "store/audit.h"

namespace hufu::mock {

ProfileWish read_profile_wish(const JsonBody& body, const Config& config,
                              const std::string& nickname_field, const std::string& avatar_field) {
  body.allow_only({nickname_field, avatar_field});
  ProfileWish wish;
  wish.nickname = body.optional_text(nickname_field, 1024);
  wish.avatar_url = body.optional_text(avatar_field, 1024);
  check_profile_wish(wish, config, nickname_field, avatar_field);
  return wish;
}

void check_profile_wish(const ProfileWish& wish, const Config& config,
                        const std::string& nickname_field, const std::string& avatar_field) {
  if (wish.nickname && !is_acceptable_nickname(*wish.nickname)) {
    throw invalid_request("The field " + nickname_field +
                          " has to be 1 to 64 bytes of text without control characters.");
  }
  const bool clears_avatar = wish.avatar_url && wish.avatar_url->empty();
  if (wish.avatar_url && !clears_avatar && !is_acceptable_avatar(config, *wish.avatar_url)) {
    throw invalid_request("The field " + avatar_field +
                          " has to be https from WeChat's or Clerk's picture hosts.");
  }
}

User fulfil(Transaction& transaction, const SurfaceCaller& caller, const ProfileWish& wish) {
  User user = caller.user;
  if (!wish.nickname && !wish.avatar_url && !wish.gender) return user;
  if (wish.nickname) user.nickname = *wish.nickname;
  if (wish.avatar_url) user.avatar_url = *wish.avatar_url;
  user.nickname_set_here = user.nickname_set_here || wish.nickname;
  user.avatar_set_here = user.avatar_set_here || wish.avatar_url;
  if (wish.gender) user.gender = *wish.gender;
  user.gender_set_here = user.gender_set_here || wish.gender;
  user.has_data = true;
  save_user(transaction, user);
  write_audit(transaction, "profile_changed", user.id, caller.session.id, "");
  return user;
}

void leave(Transaction& transaction, const SurfaceCaller& caller) {
  end_session(transaction, caller.session.id, "signed_out");
  write_audit(transaction, "signed_out", caller.user.id, caller.session.id, "local");
}

}  // namespace hufu::mock
