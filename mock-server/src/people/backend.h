// What the stories of the unified backend share.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <set>
#include <string>

#include "http/message.h"
#include "people/clerk.h"
#include "people/secrets.h"
#include "people/signal.h"
#include "people/wechat_api.h"
#include "server.h"
#include "store/database.h"

namespace hufu::mock {

/// Kept alive by the handlers; its references by the server.
struct Backend {
  explicit Backend(ServerContext& server);

  const Config& config;
  Clock& clock;
  const LiveOddities& oddities;
  Database& database;
  boost::asio::io_context& network;
  Secrets secrets;
  WechatApi wechat;
  ClerkApi clerk;
  /// Something about a binding or a device grant changed in this process.
  Signal changed;
  /// Identities whose profile is being asked from Clerk right now.
  std::set<std::string> looking_up;
};

// One story each; the files are named after them.
using Story = boost::asio::awaitable<Response> (*)(Backend&, Request);

boost::asio::awaitable<Response> sign_in_with_wechat(Backend& backend, Request request);
boost::asio::awaitable<Response> refresh_session(Backend& backend, Request request);
boost::asio::awaitable<Response> sign_out(Backend& backend, Request request);
boost::asio::awaitable<Response> show_profile(Backend& backend, Request request);
boost::asio::awaitable<Response> change_profile(Backend& backend, Request request);
boost::asio::awaitable<Response> take_avatar(Backend& backend, Request request);
boost::asio::awaitable<Response> show_avatar(Backend& backend, Request request);
boost::asio::awaitable<Response> bind_phone(Backend& backend, Request request);
boost::asio::awaitable<Response> issue_bind_code(Backend& backend, Request request);
boost::asio::awaitable<Response> redeem_bind_code(Backend& backend, Request request);
boost::asio::awaitable<Response> redeem_for_merge(Backend& backend, Request request);
boost::asio::awaitable<Response> accept_binding(Backend& backend, Request request);
boost::asio::awaitable<Response> confirm_binding(Backend& backend, Request request);
boost::asio::awaitable<Response> decline_binding(Backend& backend, Request request);
boost::asio::awaitable<Response> watch_binding(Backend& backend, Request request);
boost::asio::awaitable<Response> unbind_identity(Backend& backend, Request request);
boost::asio::awaitable<Response> start_device_grant(Backend& backend, Request request);
boost::asio::awaitable<Response> redeem_device_grant(Backend& backend, Request request);
boost::asio::awaitable<Response> preview_device(Backend& backend, Request request);
boost::asio::awaitable<Response> approve_device(Backend& backend, Request request);
boost::asio::awaitable<Response> deny_device(Backend& backend, Request request);

}  // namespace hufu::mock
