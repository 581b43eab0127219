// Yes or no to a sign-in elsewhere, whichever way its code was read.
#include <algorithm>

#include "crypto/digest.h"
#include "crypto/random.h"
#include "people/bind_code.h"
#include "store/audit.h"
#include "unified/device_grant.h"

namespace hufu::mock::unified {
namespace {

using Json = nlohmann::json;

// Once somebody has scanned there is no code to guess any more, and people need time (B10).
constexpr WallMs kDecideWithinMs = 120'000;
constexpr std::size_t kReturnDigits = 6;

HttpError count_wrong(Transaction& transaction, DeviceGrant grant) {
  const std::string from = grant.state;
  ++grant.wrong_numbers;
  if (grant.wrong_numbers >= kNumberTries) grant.state = "denied";
  save_device_grant(transaction, grant, from);
  if (grant.wrong_numbers >= kNumberTries)
    return HttpError(409, "binding_ended", "Three wrong numbers. Start again on the device.");
  HttpError error(422, "wrong_number", "This is not the number that the device shows.");
  error.detail = std::make_pair(std::string("attemptsLeft"), kNumberTries - grant.wrong_numbers);
  return error;
}

// The device's session counts from the day that the approver's own does, so it is no better than
// that one. A borrowed session (Clerk's) has no such day here: it has to be fresh (ASVS 7.5.1, B6).
void require_no_gain(const Caller& approver) {
  if (!approver.is_own_session) require_fresh_sign_in(approver);
}

std::string seal_place(const DeviceGrant& grant) { return "return-code " + grant.id; }

WallMs seconds_left(const DeviceGrant& grant, WallMs now_ms) {
  return std::max<WallMs>(0, (grant.expires_ms - now_ms) / 1000);
}

Json approved(const Secrets& secrets, const DeviceGrant& grant, WallMs now_ms) {
  Json answer = {{"state", grant.state}, {"expiresIn", seconds_left(grant, now_ms)}};
  if (grant.state == "agreed") answer["returnCode"] = return_code_of(secrets, grant);
  return answer;
}

bool decide(Transaction& transaction, const Caller& caller, DeviceGrant& grant,
            const std::string& state) {
  const std::string from = grant.state;
  grant.state = state;
  take_grant(grant, caller, transaction.now_ms());
  if (!save_device_grant(transaction, grant, from)) return false;
  write_audit(transaction, "device_" + state, caller.user.id, grant.id, "");
  return true;
}

}  // namespace

HttpError user_code_invalid() {
  return HttpError(400, "user_code_invalid",
                   "This code is not valid. Look at the device for a new one.");
}

Json require_done(GrantOutcome outcome) {
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  return std::get<Json>(std::move(outcome));
}

std::string return_code_of(const Secrets& secrets, const DeviceGrant& grant) {
  return unsealed(secrets, seal_place(grant), grant.sealed_return_code).value_or("");
}

void take_grant(DeviceGrant& grant, const Caller& caller, WallMs now_ms) {
  grant.user_id = caller.user.id;
  grant.identity_id = caller.identity.id;
  grant.approver_session_id = caller.session_id;
  grant.approver_authenticated_ms = caller.authenticated_ms;
  grant.expires_ms = std::max(grant.expires_ms, now_ms + kDecideWithinMs);
}

bool is_scanned_by(const DeviceGrant& grant, const Caller& caller) {
  return grant.approver_session_id == caller.session_id && grant.user_id == caller.user.id;
}

Json grant_preview(const DeviceGrant& grant, WallMs now_ms) {
  Json answer;
  answer["client"] = grant.client;
  answer["platform"] = grant.platform;
  answer["place"] = grant.place;
  answer["browser"] = grant.browser;
  answer["state"] = grant.state;
  answer["expiresIn"] = seconds_left(grant, now_ms);
  return answer;
}

GrantOutcome approve_grant(Transaction& transaction, const Backend& backend, const Caller& caller,
                           DeviceGrant grant, const std::string& number) {
  const WallMs now_ms = transaction.now_ms();
  if (grant.state == "agreed" || grant.state == "approved")
    return approved(backend.secrets, grant, now_ms);
  require_no_gain(caller);
  if (!grant.on_this_phone && !equal_in_constant_time(grant.number, number))
    return count_wrong(transaction, grant);
  if (grant.on_this_phone) {
    grant.sealed_return_code =
        sealed(backend.secrets, seal_place(grant), random_symbols(kReturnDigits, "0123456789"));
  }
  if (!decide(transaction, caller, grant, grant.on_this_phone ? "agreed" : "approved"))
    return user_code_invalid();
  return approved(backend.secrets, grant, now_ms);
}

GrantOutcome deny_grant(Transaction& transaction, const Caller& caller, DeviceGrant grant) {
  if (grant.state != "denied" && !decide(transaction, caller, grant, "denied"))
    return user_code_invalid();
  return Json();
}

}  // namespace hufu::mock::unified
