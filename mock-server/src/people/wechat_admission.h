// Who WeChat names becomes a user with a session: the same story for every surface.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <type_traits>
#include <utility>

#include "people/backend.h"
#include "people/wechat_api.h"
#include "people/wechat_open_data.h"
#include "settings/config.h"
#include "store/identities.h"
#include "store/sessions.h"
#include "store/users.h"

namespace hufu::mock {

inline constexpr std::size_t kLoginCodeBytes = 512;
inline constexpr std::size_t kOpenDataBytes = 16 * 1024;

struct WechatVisit {
  WechatPerson person;
  /// What the session is good for: a platform of the unified surface, or another surface's name.
  std::string platform;
  /// For the audit log.
  std::string surface = "wechat";
  /// From the body, so a hint: it fills what is empty and is never compared with anything.
  std::string hinted_nickname;
  std::string hinted_avatar;
  OpenData open_data;
};

/// What a request to sign in says; a surface adds what else it takes.
struct WechatSignIn {
  /// Of wx.login.
  std::string code;
  /// The person is not known yet.
  WechatVisit visit;
};

struct Admission {
  User user;
  Identity identity;
  Session session;
  bool is_new = false;
  WallMs now_ms = 0;
};

/// What a person of the mini-program is found, or made, by.
NewIdentity wechat_identity(const Config& config, const WechatPerson& person);

/// Finds the user or makes one: first calls in parallel make one. Throws 400 `invalid_user_data`,
/// 403 `user_banned`, and `user_not_found` for who has no account where none are made.
Admission admit_wechat_person(Transaction& transaction, const Config& config,
                              const Oddities& oddities, const WechatVisit& visit);

/// Asks WeChat whose code it is, which spends it, whatever comes after (B20); then runs
/// `admit(Transaction&, const Backend&, const Wanted&)` in a transaction. `Wanted` is a
/// `WechatSignIn`. Throws what `WechatApi::exchange_code` throws.
template <class Wanted, class Admit>
boost::asio::awaitable<std::invoke_result_t<Admit, Transaction&, const Backend&, const Wanted&>>
admit_with_code(Backend& backend, Wanted wanted, Admit admit) {
  wanted.visit.person = co_await backend.wechat.exchange_code(wanted.code);
  auto work = [&backend, wanted, admit](Transaction& transaction) {
    return admit(transaction, backend, wanted);
  };
  co_return co_await backend.database.run(std::move(work));
}

}  // namespace hufu::mock
