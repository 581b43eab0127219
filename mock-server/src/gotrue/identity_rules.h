// Who may add identities to an account, or take them off.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gotrue/caller.h"

namespace hufu::mock::gotrue {

/// Where linking by hand is off: throws as `find_caller`, else 404 `manual_linking_disabled`.
boost::asio::awaitable<void> require_linking_by_hand(Gotrue& gotrue, std::string token);
/// Throws as `require_second_factor` and `require_fresh_sign_in` where the server is as careful as
/// that; GoTrue never is with identities.
void require_fresh_for_identities(Transaction& transaction, const Gotrue& gotrue,
                                  const Caller& caller);

}  // namespace hufu::mock::gotrue
