// What the stories of all surfaces share.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <set>
#include <string>

#include "context.h"
#include "http/message.h"
#include "people/call_rate.h"
#include "people/clerk.h"
#include "people/hearing.h"
#include "people/mailbell.h"
#include "people/secrets.h"
#include "people/waits.h"
#include "people/wechat_api.h"
#include "store/database.h"

namespace hufu::mock {

/// Kept alive by the handlers; its references by the server.
struct Backend {
  explicit Backend(ServerContext& server);

  /// What it remembers of WeChat and Clerk goes with them.
  void forget_upstreams();

  const Config& config;
  Clock& clock;
  const LiveOddities& oddities;
  Database& database;
  boost::asio::io_context& network;
  Secrets secrets;
  WechatApi wechat;
  ClerkApi clerk;
  /// For a change of a binding, a device grant or what is being looked up.
  Waits waits;
  Hearing hearing;
  /// There may be something in the outbox.
  Mailbell mail;
  /// Of applications' servers, by the digests of their keys.
  CallRate server_calls;
  /// Whoever waits for a change gets what there is by now.
  bool is_ending = false;
  /// Identities whose profile is being asked from Clerk right now.
  std::set<std::string> looking_up;
};

}  // namespace hufu::mock
