// POST /token: a session for a password, for a refresh token, for the code of a sign-in flow or for
// an ID token.
#include "gotrue/errors.h"
#include "gotrue/gotrue.h"

namespace hufu::mock::gotrue {
namespace {

Story story_for(const Request& request) {
  const std::string grant_type = request.query_value("grant_type").value_or("");
  if (request.query.count("grant_type") == 1) {
    if (grant_type == "password") return grant_password;
    if (grant_type == "refresh_token") return grant_refresh;
    if (grant_type == "pkce") return grant_code;
    if (grant_type == "id_token") return grant_id_token;
    if (grant_type == "web3")
      throw Error(422, "web3_provider_disabled", "Web3 provider is disabled");
  }
  throw token_refusal("invalid_credentials", "unsupported_grant_type", "unsupported_grant_type");
}

}  // namespace

boost::asio::awaitable<Response> issue_token(Gotrue& gotrue, Request request) {
  const Story story = story_for(request);
  co_return co_await story(gotrue, std::move(request));
}

}  // namespace hufu::mock::gotrue
