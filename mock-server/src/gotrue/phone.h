// Phone identities: a number that opens an account by a text message, with a password or without.
// The number in the profile is WeChat's word for the person and opens nothing.
#pragma once

#include <optional>
#include <string>

#include "http/json_body.h"
#include "store/identities.h"

namespace hufu::mock::gotrue {

/// Digits alone, as GoTrue keeps them. Throws `Error` 400 unless it is a number of E.164.
std::string read_phone(const std::string& text);
/// Throws `Error` 400 unless `channel` is absent or sms: no other way leads to a phone here.
void require_phone_channel(const JsonBody& body);

NewIdentity phone_identity(const std::string& digits, bool is_confirmed);
std::optional<Identity> find_phone_identity(Transaction& transaction, const std::string& digits);
/// The user's own, if it has one.
std::optional<Identity> phone_identity_of(Transaction& transaction, const std::string& user_id);

}  // namespace hufu::mock::gotrue
