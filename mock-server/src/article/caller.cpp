// The article's authMiddleware.
#include "people/caller.h"
#include "article/article.h"
#include "people/authorization.h"
#include "people/tokens.h"
#include "store/sessions.h"

namespace hufu::mock::article {
namespace {

namespace asio = boost::asio;

HttpError refusal(const char* message) { return HttpError(401, "invalid_token", message); }

// By the identity, as the article goes by the openid: a token outlives a binding.
Caller find_wechat_caller(Transaction& transaction, const Secrets& secrets,
                          const std::string& token) {
  const std::optional<AccessToken> access = read_access_token(secrets, token, transaction.now_ms());
  if (!access) throw refusal("Authentication failed");
  const std::optional<Session> session = find_session(transaction, access->session_id);
  if (!session || session->ended()) throw refusal("Authentication failed");
  const std::optional<Identity> identity = find_identity(transaction, session->identity_id);
  const std::optional<User> user =
      identity ? find_user(transaction, identity->user_id) : std::nullopt;
  if (!user || user->state != "active") throw refusal("User not found");
  return {*user, *identity, session->id, "miniprogram"};
}

asio::awaitable<Caller> find_clerk_caller(Backend& backend, std::string token) {
  const mock::Caller caller = co_await authenticate_with_clerk(backend, token, "web");
  co_return Caller{caller.user, caller.identity, caller.session_id, "web"};
}

std::string read_token(const Headers& headers) {
  if (headers.count("Authorization") == 0) throw refusal("Missing authorization header");
  try {
    return read_bearer(headers);
  } catch (const HttpError&) {
    throw refusal("Authentication failed");
  }
}

asio::awaitable<Caller> authenticate_here(Backend& backend, Headers headers) {
  const std::string token = read_token(headers);
  const std::string platform = headers.find("X-Platform").value_or("web");
  if (platform == "web") co_return co_await find_clerk_caller(backend, token);
  if (platform != "miniprogram") throw refusal("Authentication failed");
  auto work = [&backend, token](Transaction& transaction) {
    return find_wechat_caller(transaction, backend.secrets, token);
  };
  co_return co_await backend.database.run(std::move(work));
}

}  // namespace

asio::awaitable<Caller> require_caller(Backend& backend, Headers headers) {
  try {
    co_return co_await authenticate_here(backend, std::move(headers));
  } catch (const HttpError& error) {
    if (error.status == 401 && error.message != "Missing authorization header" &&
        error.message != "User not found")
      throw refusal("Authentication failed");
    throw;
  }
}

}  // namespace hufu::mock::article
