// Who calls.
#include "people/caller.h"

#include <algorithm>
#include <array>

#include "jose/token.h"
#include "people/authorization.h"
#include "people/clerk_profile.h"
#include "people/leaving.h"
#include "people/tokens.h"
#include "store/holders.h"
#include "store/told.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;

constexpr WallMs kFreshMs = 10 * 60 * 1000;

Caller find_own_caller(Transaction& transaction, const Secrets& secrets, const std::string& token,
                       const std::string& platform) {
  // One trip to the database for a token that was seen before; to judge another takes the time of
  // the database.
  std::optional<Holder> holder;
  const std::optional<VerifiedToken> known = secrets.verified->find(token);
  if (known) holder = find_holder(transaction, known->access.session_id);
  const std::optional<AccessToken> access = read_access_token(secrets, token, transaction.now_ms());
  if (!access || access->platform != platform) throw invalid_token();
  if (!known) holder = find_holder(transaction, access->session_id);
  if (!holder || holder->session.ended()) throw session_gone();
  const Session& session = holder->session;
  // From before a link or an unbinding: refreshing brings one that knows the new state.
  if (access->generation < session.oldest_generation || access->user_id != session.user_id)
    throw invalid_token();
  require_active(holder->user);
  const Identity* identity = holder->signed_in();
  if (identity == nullptr) throw session_gone();
  confirm_generation(transaction, session, access->generation);
  Caller caller;
  caller.user = holder->user;
  caller.identity = *identity;
  caller.identities = holder->identities;
  caller.platform = platform;
  caller.session_id = session.id;
  caller.is_own_session = true;
  caller.authenticated_ms = session.authenticated_ms;
  caller.now_ms = transaction.now_ms();
  return caller;
}

// Its token lives a little longer.
void require_not_ended(Transaction& transaction, const ClerkToken& token) {
  if (is_remembered(transaction,
                    {{"clerk-session", token.session_id}, {"clerk-user", token.subject}}))
    throw session_gone();
}

Caller find_clerk_caller(Transaction& transaction, const NewIdentity& wanted,
                         const ClerkToken& token, const std::string& platform) {
  const FoundIdentity found = find_or_create_identity(transaction, wanted);
  Caller caller;
  caller.user = require_active_user(transaction, found.identity.user_id);
  caller.identity = found.identity;
  caller.identities = identities_of(transaction, caller.user.id);
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

// What a request brings along, and whose verifier is for it.
struct Credentials {
  std::string token;
  std::string platform;
  bool is_own = true;
};

Credentials read_credentials(const Backend& backend, const Headers& headers) {
  Credentials credentials;
  credentials.token = read_bearer(headers);
  credentials.platform = headers.find("X-Platform").value_or("");
  if (backend.secrets.verified->find(credentials.token)) return credentials;
  const std::optional<std::string> issuer = jose::unverified_issuer(credentials.token);
  credentials.is_own = issuer != backend.config.clerk_issuer;
  if (credentials.is_own && issuer != kOwnIssuer) throw invalid_token();
  return credentials;
}

}  // namespace

asio::awaitable<Caller> authenticate_with_clerk(Backend& backend, std::string token,
                                                std::string platform) {
  if (platform == "miniprogram") throw invalid_token();  // there is no Clerk in a mini-program
  const std::optional<ClerkToken> verified = co_await backend.clerk.verify(token);
  if (!verified) throw invalid_token();
  const NewIdentity wanted = clerk_identity(backend.config, *verified);
  const bool hears_of_ends = !backend.config.clerk_webhook_secret.empty();
  auto work = [wanted, verified, platform, hears_of_ends](Transaction& transaction) {
    if (hears_of_ends) require_not_ended(transaction, *verified);
    if (is_of_before_erasure(transaction, *verified)) throw session_gone();
    return find_clerk_caller(transaction, wanted, *verified, platform);
  };
  Caller caller = co_await backend.database.run(std::move(work));
  start_clerk_lookup(backend, caller.identity);
  co_return caller;
}

HttpError invalid_token() {
  return HttpError(401, "invalid_token", "The token is missing, expired or not valid here.");
}

HttpError session_gone() {
  return HttpError(401, "session_not_found", "This session has ended. Sign in again.");
}

HttpError user_banned() { return HttpError(403, "user_banned", "This account is blocked."); }

HttpError user_not_found() {
  return HttpError(
      403, "user_not_found",
      "There is no account for this person, and none is made by signing in. Register first.");
}

void require_active(const User& user) {
  if (user.state == "tombstone") throw session_gone();
  if (user.state == "banned") throw user_banned();
}

User require_active_user(Transaction& transaction, const std::string& id) {
  const std::optional<User> user = find_user(transaction, id);
  if (!user) throw session_gone();
  require_active(*user);
  return *user;
}

User require_still_there(Transaction& transaction, const Caller& caller) {
  if (caller.is_own_session) {
    const std::optional<Session> session = find_session(transaction, caller.session_id);
    if (!session || session->ended()) throw session_gone();
  }
  const std::optional<User> user = find_user(transaction, caller.user.id);
  if (!user) throw session_gone();
  // The same caller is somebody else now: refreshing brings a token that knows.
  if (user->state == "tombstone") throw invalid_token();
  require_active(*user);
  return *user;
}

void confirm_generation(Transaction& transaction, const Session& session, int generation) {
  if (session.confirmed || generation != session.counter) return;
  confirm_session(transaction, session.id, generation);
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
  const Credentials credentials = read_credentials(backend, headers);
  if (!credentials.is_own)
    co_return co_await authenticate_with_clerk(backend, credentials.token, credentials.platform);
  auto work = [&backend, credentials](Transaction& transaction) {
    return find_own_caller(transaction, backend.secrets, credentials.token, credentials.platform);
  };
  co_return co_await backend.database.look(std::move(work));
}

void require_fresh_sign_in(const Caller& caller) {
  if (caller.authenticated_ms == 0 || caller.now_ms - caller.authenticated_ms > kFreshMs) {
    throw HttpError(403, "reauth_required",
                    "Sign in again to do this: the last time was more than ten minutes ago.");
  }
}

}  // namespace hufu::mock
