// user_metadata.
#include "gotrue/metadata.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "gotrue/errors.h"
#include "people/profile_rules.h"
#include "store/user_metadata.h"

namespace hufu::mock::gotrue {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLargestBytes = 3 * 1024;

Json kept_metadata(Transaction& transaction, const std::string& user_id) {
  Json kept = Json::parse(find_user_metadata(transaction, user_id), nullptr, false);
  return kept.is_object() ? kept : Json::object();
}

using Names = std::initializer_list<const char*>;

constexpr Names kNameNames = {"full_name", "name"};
constexpr Names kPictureNames = {"avatar_url", "picture"};

// The profile shows this value under this name, so it is not kept twice: null stands in its place.
void leave_to_profile(Json& metadata, Names names, const std::string& value) {
  for (const char* name : names) {
    if (metadata.contains(name) && metadata[name] == value) metadata[name] = nullptr;
  }
}

void show_profile(Json& metadata, Names names, const std::string& value) {
  const bool chosen =
      std::ranges::any_of(names, [&](const char* name) { return metadata.contains(name); });
  for (const char* name : names) {
    if (chosen && !(metadata.contains(name) && metadata[name].is_null())) continue;
    metadata.erase(name);
    if (!value.empty()) metadata[name] = value;
  }
}

// The first of the names under which `data` has a text.
std::string text_in(const Json& data, Names names) {
  for (const char* name : names) {
    const auto found = data.find(name);
    if (found != data.end() && found->is_string()) return found->get<std::string>();
  }
  return "";
}

void merge(Json& metadata, const Json& data) {
  for (const auto& [name, value] : data.items()) {
    if (value.is_null()) {
      metadata.erase(name);
    } else {
      metadata[name] = value;
    }
  }
}

void move_to_profile(Json& metadata, const Config& config, User& user, const Json& data) {
  const std::string nickname = text_in(data, kNameNames);
  const std::string avatar = text_in(data, kPictureNames);
  if (is_acceptable_nickname(nickname)) {
    user.nickname = nickname;
    user.nickname_set_here = true;
  }
  if (is_acceptable_avatar(config, avatar)) {
    user.avatar_url = avatar;
    user.avatar_set_here = true;
  }
  leave_to_profile(metadata, kNameNames, user.nickname);
  leave_to_profile(metadata, kPictureNames, user.avatar_url);
}

}  // namespace

Json shown_metadata(Transaction& transaction, const User& user) {
  Json metadata = kept_metadata(transaction, user.id);
  show_profile(metadata, kNameNames, user.nickname);
  show_profile(metadata, kPictureNames, user.avatar_url);
  return metadata;
}

void change_metadata(Transaction& transaction, const Config& config, User& user, const Json& data) {
  Json metadata = kept_metadata(transaction, user.id);
  merge(metadata, data);
  move_to_profile(metadata, config, user, data);
  const std::string content = metadata.dump();
  if (content.size() > kLargestBytes)
    throw Error(422, "validation_failed", "User metadata cannot be larger than 3 KiB");
  keep_user_metadata(transaction, user.id, content);
  user.has_data = user.has_data || !data.empty();
  save_user(transaction, user);
}

}  // namespace hufu::mock::gotrue
