// What comes of a sign-in flow once its browser has shown that it is the one which began.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "gotrue/errors.h"
#include "gotrue/gotrue.h"
#include "store/sign_in_flows.h"

namespace hufu::mock::gotrue {

Error flow_not_found();

/// The session, and with it the account or the link. `from` is the state that the flow is in: one
/// of two that try wins. Throws `Error`.
nlohmann::json begin_flow_session(Transaction& transaction, const Gotrue& gotrue, SignInFlow flow,
                                  const std::string& from);

}  // namespace hufu::mock::gotrue
