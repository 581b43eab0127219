// Users: one row for one person, however many ways they have to sign in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "store/transaction.h"

namespace hufu::mock {

struct User {
  std::string id;
  std::string nickname;
  std::string avatar_url;
  std::string email;
  std::string phone;
  /// active, banned, tombstone (its identities went to `merged_into`)
  std::string state;
  std::string merged_into;
  /// Whose identities went here, and who had gone to those: all that this user was before.
  std::vector<std::string> absorbed_ids;
  /// The person made something of it: a profile, a picture, a phone number.
  bool has_data = false;
  /// The application says that it keeps something under this id.
  bool app_has_data = false;
  WallMs created_ms = 0;
  WallMs updated_ms = 0;
  /// As WeChat counts: 1 a man, 2 a woman, 0 not told.
  int gender = 0;
  /// The person chose it here: what a provider says does not overwrite it.
  bool nickname_set_here = false;
  bool avatar_set_here = false;
  bool gender_set_here = false;
  /// "web", "miniapp" or "server": where the account began.
  std::string registration_source = "web";
  /// A JSON object that the application's servers keep here, and nobody else; empty: none.
  std::string app_metadata;
  /// What the person's tokens say they may be; empty: what everybody is.
  std::string role;
  /// When a ban ends by itself; 0: it does not.
  WallMs banned_until_ms = 0;
  /// When the account was closed by a server that wanted to keep its row; 0: it is open.
  WallMs deleted_ms = 0;
  /// When a server asked the person to come; 0: never.
  WallMs invited_ms = 0;
};

/// Own id first: what others keep under any of them is this user's.
std::vector<std::string> ids_of(const User& user);

/// What a question about users names, and where its answer goes.
extern const std::string kUserColumns;
Fields user_fields(User& user);

/// Whose ban has ended by itself is active again. Call with whatever `user_fields` has read.
void lift_spent_ban(Transaction& transaction, User& user);

std::optional<User> find_user(Transaction& transaction, const std::string& id);
/// The user of this id, or who absorbed them.
std::optional<User> find_survivor(Transaction& transaction, const std::string& id);
/// With an empty `id` one is made. One that is somebody's is for the caller to have looked for.
User create_user(Transaction& transaction, std::string nickname, std::string avatar_url,
                 std::string registration_source = "web", std::string id = "");
/// Writes every field but the ids, the source and the times.
void save_user(Transaction& transaction, const User& user);
/// Writes down that this user was those, too.
void save_absorbed_ids(Transaction& transaction, const std::string& user_id,
                       const std::vector<std::string>& absorbed_ids);
/// Writes what the application's servers say of the person: app_metadata, role, state, and the
/// times of ban, deletion and invitation.
void save_administration(Transaction& transaction, const User& user);
void delete_user(Transaction& transaction, const std::string& id);
/// Locks both rows in the order of their ids, so that two links of the same pair cannot wait for
/// each other (B22).
void lock_users(Transaction& transaction, std::string first, std::string second);

}  // namespace hufu::mock
