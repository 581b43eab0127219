// Who may add identities to an account, or take them off.
#include "gotrue/identity_rules.h"

#include "gotrue/assurance.h"
#include "gotrue/errors.h"

namespace hufu::mock::gotrue {

boost::asio::awaitable<void> require_linking_by_hand(Gotrue& gotrue, std::string token) {
  if (gotrue.oddities().links_manually) co_return;
  co_await authenticate(gotrue, token);
  throw Error(404, "manual_linking_disabled", "Manual linking is disabled");
}

void require_fresh_for_identities(Transaction& transaction, const Gotrue& gotrue,
                                  const Caller& caller) {
  if (gotrue.oddities().reauthentication != Reauthentication::ten_minutes) return;
  require_second_factor(transaction, caller);
  require_fresh_sign_in(transaction, caller);
}

}  // namespace hufu::mock::gotrue
