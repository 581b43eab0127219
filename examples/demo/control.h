// The mock backend's control surface: makes people, moves its clock, tells what it has seen.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "timeline.h"

namespace demo {

/// An entry of the server's audit log.
struct AuditEntry {
  std::string event;
  std::string user_id;
};

/// WeChat's word on a person, signed and encrypted.
struct OpenData {
  std::string raw_data;
  std::string signature;
  std::string encrypted_data;
  std::string iv;
};

/// Speaks to `/_control` of one server. Every call throws std::runtime_error with a sentence when
/// the server does not do what it was asked.
class Control {
 public:
  explicit Control(std::string url) : url_(std::move(url)) {}

  /// A person with a phone. Returns the person's id at the fake WeChat.
  std::string add_wechat_person(const std::string& nickname);
  /// What `wx.login` gives on that person's phone.
  std::string wechat_login_code(const std::string& person_id);

  /// What the phone-number button gives there.
  std::string wechat_phone_code(const std::string& person_id);
  /// What `wx.getUserInfo` gives there, made with the session key of the last code.
  OpenData wechat_open_data(const std::string& person_id);

  /// What WeChat's scanner makes of a picture (a `data:` URL) on that person's phone, `how` being
  /// `scan`, `long_press` or `album`.
  nlohmann::json wechat_scan(const std::string& person_id, const std::string& picture,
                             const std::string& how);
  /// What WeChat makes of a URL Link or a scheme that they tap.
  nlohmann::json wechat_open(const std::string& person_id, const std::string& url);

  /// A person at the fake Clerk, signed in on a page. Returns the user's id there.
  std::string add_clerk_user(const std::string& first_name, const std::string& email);
  /// They sign in once more, just now.
  void sign_in_at_clerk(const std::string& user_id);
  /// What `getToken()` gives on their page.
  std::string clerk_token(const std::string& user_id);

  /// The backend lets this user in no more.
  void ban(const std::string& user_id);

  void advance_clock(std::int64_t ms);
  /// Let `route` answer `status`, this many times; 0 means always.
  void script_fault(const std::string& route, int status, int times = 0);

  std::vector<SeenRequest> requests_after(std::int64_t number);
  std::vector<AuditEntry> audit_after(std::int64_t& number);

 private:
  nlohmann::json call(const std::string& method, const std::string& path,
                      const nlohmann::json* body, int expected_status);
  nlohmann::json post(const std::string& path, const nlohmann::json& body, int expected_status);

  std::string url_;
};

}  // namespace demo
