// Who exists at the fake Clerk: users, and the sessions in which they are signed in.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/clock.h"

namespace hufu::mock::clerk {

struct User {
  std::string id;  // "user_…"
  std::string first_name;
  std::string last_name;
  std::string username;
  std::string image_url;
  std::string email;
  bool email_verified = true;
  bool banned = false;
  WallMs created_ms = 0;
  WallMs last_sign_in_ms = 0;
};

struct Session {
  std::string id;  // "sess_…"
  std::string user_id;
  /// When the first factor was verified: the claim `fva` counts minutes from here.
  WallMs verified_ms = 0;
};

/// Used on the network thread only.
class Accounts {
 public:
  explicit Accounts(const Clock& clock) : clock_(&clock) {}

  /// Gives the user an id if there is none.
  User& add(User user);
  User* find(const std::string& user_id);

  /// A fresh sign-in.
  Session& sign_in(User& user);
  Session* find_session(const std::string& session_id);
  /// The user's last sign-in, made now if there was none.
  Session& latest_session(User& user);

 private:
  const Clock* clock_;
  std::map<std::string, User> users_;
  std::map<std::string, Session> sessions_;
  std::map<std::string, std::string> latest_session_of_;
};

/// The user as Clerk's backend API shows it.
nlohmann::json as_backend_api_user(const User& user);

}  // namespace hufu::mock::clerk
