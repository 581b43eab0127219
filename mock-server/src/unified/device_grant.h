// What the calls about a sign-in elsewhere share: the device's side, and the side that agrees.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>

#include "people/backend.h"
#include "people/caller.h"
#include "store/device_grants.h"

namespace hufu::mock::unified {

using GrantOutcome = std::variant<nlohmann::json, HttpError>;

/// Whose device code this is, on the platform that it was made for.
std::optional<DeviceGrant> find_grant_of_device(Transaction& transaction, const Secrets& secrets,
                                                const std::string& device_code,
                                                const std::string& platform);
HttpError device_code_unknown();
/// Nobody waits there any more, or nobody ever did.
HttpError no_longer_there();

/// One answer for all codes that lead nowhere (B8).
HttpError user_code_invalid();
/// Whoever scanned or decided, and has a little time from now on.
void take_grant(DeviceGrant& grant, const Caller& caller, WallMs now_ms);
bool is_scanned_by(const DeviceGrant& grant, const Caller& caller);
/// Somebody agrees. With the number where there is another screen, else with a code for the page
/// to ask for; again where the answer got lost. `{state, returnCode?, expiresIn}`
GrantOutcome approve_grant(Transaction& transaction, const Backend& backend, const Caller& caller,
                           DeviceGrant grant, const std::string& number);
/// Somebody says no, also to what they agreed to a moment ago.
GrantOutcome deny_grant(Transaction& transaction, const Caller& caller, DeviceGrant grant);
/// `{client, platform, place, browser, state, expiresIn}`
nlohmann::json grant_preview(const DeviceGrant& grant, WallMs now_ms);

/// What the mini-program shows once its person has agreed; empty before.
std::string return_code_of(const Secrets& secrets, const DeviceGrant& grant);

/// The error, or the answer.
nlohmann::json require_done(GrantOutcome outcome);

}  // namespace hufu::mock::unified
