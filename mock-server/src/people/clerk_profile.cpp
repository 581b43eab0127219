// Fills in what a Clerk token does not say.
#include "people/clerk_profile.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <chrono>

#include "http/errors.h"
#include "people/profile_rules.h"
#include "store/users.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;
using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLongestWait{1000};

void keep_profile(Transaction& transaction, const std::string& identity_id,
                  const ClerkProfile& profile) {
  std::optional<Identity> identity = find_identity(transaction, identity_id);
  if (!identity) return;
  identity->verified_name = is_acceptable_nickname(profile.name) ? profile.name : "";
  identity->verified_email = profile.email;
  identity->looked_up_ms = transaction.now_ms();
  save_identity(transaction, *identity);
  std::optional<User> user = find_user(transaction, identity->user_id);
  if (!user) return;
  // What the person set here stays.
  if (user->nickname.empty()) user->nickname = identity->verified_name;
  if (user->avatar_url.empty() && profile.picture_url.starts_with("https://"))
    user->avatar_url = profile.picture_url;
  if (user->email.empty()) user->email = profile.email;
  save_user(transaction, *user);
}

asio::awaitable<void> look_up(Backend& backend, std::string identity_id, std::string subject) {
  try {
    ClerkProfile profile = co_await backend.clerk.look_up(subject);
    auto work = [identity_id, profile](Transaction& transaction) {
      keep_profile(transaction, identity_id, profile);
    };
    co_await backend.database.run(std::move(work));
  } catch (...) {
    // Nobody waits for this; the identity stays marked as not looked up.
  }
  backend.looking_up.erase(identity_id);
  backend.waits.wake(identity_id);
}

}  // namespace

void start_clerk_lookup(Backend& backend, const Identity& identity) {
  if (identity.looked_up_ms != 0 || !backend.looking_up.insert(identity.id).second) return;
  asio::co_spawn(backend.network, look_up(backend, identity.id, identity.subject), asio::detached);
}

asio::awaitable<void> wait_for_clerk_lookup(Backend& backend, std::string identity_id) {
  const auto end = Steady::now() + kLongestWait;
  Watch watch(backend.waits, identity_id);
  while (backend.looking_up.contains(identity_id) && Steady::now() < end) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Steady::now());
    co_await watch.wait(std::string(), left);
  }
}

}  // namespace hufu::mock
