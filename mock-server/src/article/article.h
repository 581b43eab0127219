// The backend as its article has it (document 000), mistakes included: for old clients to be tried
// against, behind --as-the-article. A code of wx.login becomes a token of 30 days that nothing
// renews and nothing takes back, and accounts are bound in one step, without asking the other side.
#pragma once

#include <optional>
#include <string>

#include "http/errors.h"
#include "people/backend.h"
#include "store/identities.h"
#include "store/users.h"

namespace hufu::mock::article {

void register_routes(ServerContext& context);

boost::asio::awaitable<Response> sign_in(Backend& backend, Request request);
boost::asio::awaitable<Response> show_profile(Backend& backend, Request request);
boost::asio::awaitable<Response> bind_account(Backend& backend, Request request);

/// Who calls, by its `authMiddleware`: X-Platform is web where it is missing.
struct Caller {
  User user;
  Identity identity;
  std::string session_id;
  std::string platform;
};

/// Throws 401 in the article's words.
boost::asio::awaitable<Caller> require_caller(Backend& backend, Headers headers);

}  // namespace hufu::mock::article
