// POST /factors: a second factor begins, as a secret that an authenticator takes over. It counts
// when a code of it has come.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "crypto/encoding.h"
#include "crypto/random.h"
#include "gotrue/assurance.h"
#include "gotrue/body.h"
#include "gotrue/errors.h"
#include "gotrue/factors.h"
#include "gotrue/totp.h"
#include "http/url.h"
#include "pages/qr_picture.h"
#include "store/audit.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

// GoTrue's own defaults.
constexpr std::size_t kMostFactors = 10;
constexpr WallMs kStaleMs = 300'000;
// As much as a QR code takes beside the rest.
constexpr std::size_t kNameBytes = 256;

struct Enrollment {
  std::string token;
  std::string friendly_name;
  std::string issuer;
};

void require_totp(const std::string& type) {
  if (type == "totp") return;
  if (type == "phone")
    throw Error(422, "mfa_phone_enroll_not_enabled", "MFA enroll is disabled for Phone");
  if (type == "webauthn")
    throw Error(422, "mfa_webauthn_enroll_not_enabled", "MFA enroll is disabled for WebAuthn");
  throw validation_failed("factor_type needs to be totp, phone, or webauthn");
}

// Without its port: a colon parts the issuer from the account in what authenticators read.
std::string site_host(const Gotrue& gotrue) {
  const std::optional<Url> site = parse_url(gotrue.config.site_url);
  return site ? site->host : "";
}

Enrollment read_enrollment(const Gotrue& gotrue, const Request& request) {
  Enrollment enrollment;
  enrollment.token = read_token(request);
  const JsonBody body = read_body(request);
  require_totp(body.optional_text("factor_type", 64).value_or(""));
  enrollment.friendly_name = body.optional_text("friendly_name", kNameBytes).value_or("");
  enrollment.issuer = body.optional_text("issuer", kNameBytes).value_or("");
  if (enrollment.issuer.empty()) enrollment.issuer = site_host(gotrue);
  return enrollment;
}

Error too_many() {
  return Error(422, "too_many_enrolled_mfa_factors",
               "Maximum number of verified factors reached, unenroll to continue");
}

void require_room(Transaction& transaction, const Caller& caller, const Enrollment& enrollment) {
  delete_stale_factors(transaction, caller.user.id, transaction.now_ms() - kStaleMs);
  const std::vector<Factor> factors = factors_of(transaction, caller.user.id);
  // Nameless ones, too, are of one name.
  const bool taken = std::ranges::any_of(factors, [&](const Factor& factor) {
    return factor.friendly_name == enrollment.friendly_name;
  });
  if (taken) {
    throw Error(422, "mfa_factor_name_conflict",
                "A factor with this friendly name for this user already exists");
  }
  if (factors.size() >= kMostFactors) throw too_many();
  if (caller.session.factor_id.empty() && has_verified_factor(transaction, caller.user.id))
    throw Error(403, "insufficient_aal", "AAL2 required to enroll a new factor");
}

// What the person reads beside the code. Whoever came by WeChat has no address, and GoTrue would
// fail for them.
std::string account_name(Transaction& transaction, const User& user) {
  for (const Identity& identity : identities_of(transaction, user.id)) {
    if (identity.provider == "email") return identity.subject;
    if (!identity.verified_email.empty()) return identity.verified_email;
  }
  return user.nickname.empty() ? user.id : user.nickname;
}

Json enroll(Transaction& transaction, const Gotrue& gotrue, const Enrollment& enrollment) {
  const Caller caller = find_factor_caller(transaction, gotrue, enrollment.token);
  lock_users(transaction, caller.user.id, caller.user.id);
  require_room(transaction, caller, enrollment);
  const std::string secret = random_bytes(kTotpSecretBytes);
  Factor factor;
  factor.id = random_uuid();
  factor.user_id = caller.user.id;
  factor.friendly_name = enrollment.friendly_name;
  factor.sealed_secret = sealed(gotrue.backend.secrets, place_of(factor.id), secret);
  factor.created_ms = transaction.now_ms();
  add_factor(transaction, factor);
  write_audit(transaction, "factor_enrolled", caller.user.id, factor.id, "totp");
  const std::string shown = encode_base32(secret);
  const std::string uri =
      totp_uri(enrollment.issuer, account_name(transaction, caller.user), shown);
  return {{"id", factor.id},
          {"type", "totp"},
          {"friendly_name", factor.friendly_name},
          {"totp", {{"qr_code", qr_svg(uri)}, {"secret", shown}, {"uri", uri}}}};
}

}  // namespace

asio::awaitable<Response> enroll_factor(Gotrue& gotrue, Request request) {
  const Enrollment enrollment = read_enrollment(gotrue, request);
  auto work = [&gotrue, enrollment](Transaction& transaction) {
    return enroll(transaction, gotrue, enrollment);
  };
  const Json factor = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, factor);
}

}  // namespace hufu::mock::gotrue
