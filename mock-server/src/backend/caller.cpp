// Who calls.
#include "backend/caller.h"

#include <algorithm>
#include <array>

#include "backend/clerk_profile.h"
#include "backend/tokens.h"
#include "jose/token.h"
#include "store/sessions.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;

constexpr WallMs kFreshMs = 10 * 60 * 1000;

HttpError session_gone() {
  return HttpError(401, "session_not_found", "This session has ended. Sign in again.");
}

bool is_token_symbol(char symbol) {
  return (symbol >= 'a' && symbol <= 'z') || (symbol >= 'A' && symbol <= 'Z') ||
         (symbol >= '0' && symbol <= '9') ||
         std::string_view("-._~+/=").find(symbol) != std::string_view::npos;
}

// Exactly one field, the scheme without regard to case, one token of RFC 6750 symbols, at most 8
// KiB.
std::string read_bearer(const Headers& headers) {
  if (headers.count("Authorization") > 1)
    throw invalid_request("There is more than one Authorization field.");
  std::string value = headers.find("Authorization").value_or("");
  constexpr std::string_view scheme = "bearer ";
  if (value.size() <= scheme.size()) throw invalid_token();
  for (std::size_t index = 0; index < scheme.size(); ++index) {
    const char symbol = value[index];
    const char lower = symbol >= 'A' && symbol <= 'Z' ? static_cast<char>(symbol + 32) : symbol;
    if (lower != scheme[index]) throw invalid_token();
  }
  value.erase(0, scheme.size());
  if (value.size() > jose::kMaxTokenBytes || !std::ranges::all_of(value, is_token_symbol))
    throw invalid_token();
  return value;
}

User require_active_user(Transaction& transaction, const std::string& id) {
  const std::optional<User> user = find_user(transaction, id);
  if (!user || user->state == "tombstone") throw session_gone();
  if (user->state == "banned") throw HttpError(403, "user_banned", "This account is blocked.");
  return *user;
}

// R2: an access token of the newest generation proves that its client holds the refresh token that
// came with it.
void confirm_generation(Transaction& transaction, Session& session, int generation) {
  if (session.confirmed || generation != session.counter) return;
  session.confirmed = true;
  save_session(transaction, session);
}

Caller find_own_caller(Transaction& transaction, const Secrets& secrets, const std::string& token,
                       const std::string& platform) {
  const std::optional<AccessToken> access = read_access_token(secrets, token, transaction.now_ms());
  if (!access || access->platform != platform) throw invalid_token();
  std::optional<Session> session = find_session(transaction, access->session_id);
  if (!session || session->ended()) throw session_gone();
  // From before a link or an unbinding: refreshing brings one that knows the new state.
  if (access->generation < session->oldest_generation || access->user_id != session->user_id)
    throw invalid_token();
  Caller caller;
  caller.user = require_active_user(transaction, session->user_id);
  const std::optional<Identity> identity = find_identity(transaction, session->identity_id);
  if (!identity) throw session_gone();
  confirm_generation(transaction, *session, access->generation);
  caller.identity = *identity;
  caller.platform = platform;
  caller.session_id = session->id;
  caller.is_own_session = true;
  caller.authenticated_ms = session->authenticated_ms;
  caller.now_ms = transaction.now_ms();
  return caller;
}

Caller find_clerk_caller(Transaction& transaction, const NewIdentity& wanted,
                         const ClerkToken& token, const std::string& platform) {
  const FoundIdentity found = find_or_create_identity(transaction, wanted);
  Caller caller;
  caller.user = require_active_user(transaction, found.identity.user_id);
  caller.identity = found.identity;
  caller.platform = platform;
  caller.session_id = "clerk:" + token.session_id;
  caller.authenticated_ms = token.authenticated_ms;
  caller.now_ms = transaction.now_ms();
  return caller;
}

NewIdentity clerk_identity(const Config& config, const ClerkToken& token) {
  NewIdentity wanted;
  wanted.provider = "clerk";
  wanted.app_id = config.clerk_issuer;
  wanted.subject = token.subject;
  return wanted;
}

asio::awaitable<Caller> authenticate_with_clerk(Backend& backend, std::string token,
                                                std::string platform) {
  if (platform == "miniprogram") throw invalid_token();  // there is no Clerk in a mini-program
  const std::optional<ClerkToken> verified = co_await backend.clerk.verify(token);
  if (!verified) throw invalid_token();
  const NewIdentity wanted = clerk_identity(backend.config, *verified);
  auto work = [wanted, verified, platform](Transaction& transaction) {
    return find_clerk_caller(transaction, wanted, *verified, platform);
  };
  Caller caller = co_await backend.database.run(std::move(work));
  start_clerk_lookup(backend, caller.identity);
  co_return caller;
}

}  // namespace

HttpError invalid_token() {
  return HttpError(401, "invalid_token", "The token is missing, expired or not valid here.");
}

std::string read_platform(const Request& request) {
  constexpr std::array<std::string_view, 4> known = {"desktop", "miniprogram", "server", "web"};
  const std::string platform = request.headers.find("X-Platform").value_or("");
  if (request.headers.count("X-Platform") != 1 ||
      std::ranges::find(known, platform) == known.end()) {
    throw HttpError(400, "invalid_platform",
                    "X-Platform has to be one of desktop, miniprogram, server, web.");
  }
  return platform;
}

asio::awaitable<Caller> authenticate(Backend& backend, Headers headers) {
  const std::string token = read_bearer(headers);
  const std::string platform = headers.find("X-Platform").value_or("");
  const std::optional<std::string> issuer = jose::unverified_issuer(token);
  if (issuer == backend.config.clerk_issuer)
    co_return co_await authenticate_with_clerk(backend, token, platform);
  if (issuer != kOwnIssuer) throw invalid_token();
  auto work = [&backend, token, platform](Transaction& transaction) {
    return find_own_caller(transaction, backend.secrets, token, platform);
  };
  co_return co_await backend.database.run(std::move(work));
}

void require_fresh_sign_in(const Caller& caller) {
  if (caller.authenticated_ms == 0 || caller.now_ms - caller.authenticated_ms > kFreshMs) {
    throw HttpError(403, "reauth_required",
                    "Sign in again to do this: the last time was more than ten minutes ago.");
  }
}

}  // namespace hufu::mock
