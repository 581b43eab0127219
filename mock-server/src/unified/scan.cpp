// POST /api/scans: somebody opened what a screen showed or a link held. What
// is in it is good once, for a signed-in person, and decides nothing by itself (B18).
#include <algorithm>
#include <array>

#include "http/errors.h"
#include "http/json_body.h"
#include "people/limits.h"
#include "people/linking.h"
#include "people/scene.h"
#include "store/audit.h"
#include "unified/bind_redemption.h"
#include "unified/device_grant.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

// WeChat's numbers for how a mini-program was opened, of a QR code and of a code of the
// mini-program: by the scanner; by a long press on a picture, or from the album. All the others, of
// which there are a hundred, are something that somebody may have sent: a card, a link, a page.
// Empty and 0: it was not told.
constexpr std::array<std::string_view, 4> kScanned = {"1011", "1047", "", "0"};
constexpr std::array<std::string_view, 4> kPictures = {"1012", "1013", "1048", "1049"};

struct Scan {
  Caller caller;
  std::string text;
  std::string address;
  std::string sent_as;  ///< `picture` or `link`; empty where a screen was scanned.
};

bool is_one_of(const std::array<std::string_view, 4>& numbers, const std::string& number) {
  return std::ranges::find(numbers, number) != numbers.end();
}

// Whoever knows a scene can write a link with it. A sign-in on this telephone comes in no other
// way.
std::string sent_as(const std::string& text, const std::string& opened_as) {
  if (is_one_of(kPictures, opened_as)) return "picture";
  const std::optional<Scene> scene = read_scene(text);
  const bool is_for_link = scene && scene->kind == SceneKind::phone_sign_in;
  return is_for_link || is_one_of(kScanned, opened_as) ? "" : "link";
}

// A number, or one as text.
std::string read_opened_as(const JsonBody& body) {
  if (!body.value("openedAs").is_number()) return body.optional_text("openedAs", 5).value_or("");
  return std::to_string(*body.optional_number("openedAs", 0, 99'999));
}

Scan read_scan(Caller caller, const Request& request) {
  const JsonBody body(request);
  Scan scan;
  scan.caller = std::move(caller);
  scan.text = body.text("scene", 256);
  scan.address = request.remote_address;
  scan.sent_as = sent_as(scan.text, read_opened_as(body));
  return scan;
}

HttpError scan_used() {
  return HttpError(410, "scan_used", "This code has been used. Look at the screen for a new one.");
}

std::string detail_of(const Scan& scan) {
  return scan.sent_as.empty() ? "" : "sent as a " + scan.sent_as;
}

// Who comes a second time gets what they got; everybody else is too late.
GrantOutcome scan_grant(Transaction& transaction, const Scan& scan, DeviceGrant grant) {
  const WallMs now_ms = transaction.now_ms();
  if (grant.state == "pending") {
    grant.state = "scanned";
    take_grant(grant, scan.caller, now_ms);
    if (!save_device_grant(transaction, grant, "pending")) return scan_used();
    write_audit(transaction, "device_scanned", grant.user_id, grant.id, detail_of(scan));
  } else if (!is_scanned_by(grant, scan.caller)) {
    return scan_used();
  }
  Json answer = grant_preview(grant, now_ms);
  answer["id"] = grant.id;
  answer["kind"] = grant.on_this_phone ? "phone_sign_in" : "sign_in";
  answer["sentAs"] = scan.sent_as;
  return answer;
}

Json binding_answer(const Scan& scan, const Binding& binding, const Json& redeemed) {
  Json answer;
  answer["id"] = binding.id;
  answer["kind"] = "binding";
  answer["client"] = "";
  answer["platform"] = binding.issuer_platform;
  answer["place"] = binding.issuer_place;
  answer["browser"] = binding.issuer_browser;
  answer["state"] = redeemed.at("state");
  answer["expiresIn"] = redeemed.value("expiresIn", 0);
  answer["sentAs"] = scan.sent_as;
  answer["binding"] = redeemed;
  return answer;
}

GrantOutcome scan_binding(Transaction& transaction, const Config& config, const Scan& scan,
                          const Binding& binding) {
  if (binding.redeemer_session_id == scan.caller.session_id)
    return binding_answer(scan, binding, redeemed_json(transaction, binding));
  if (binding.state != "issued") return scan_used();
  Redemption redemption;
  redemption.platform = issuer_half_of(binding);
  redemption.address = scan.address;
  const Redeemed outcome = redeem_open_code(transaction, config, redemption, scan.caller, binding);
  if (const auto* error = std::get_if<HttpError>(&outcome)) return *error;
  return binding_answer(scan, binding, std::get<Json>(outcome));
}

std::optional<GrantOutcome> open_binding(Transaction& transaction, const Backend& backend,
                                         const Scan& scan, const std::string& secret) {
  const auto binding = find_shown_binding(transaction, backend.secrets, secret);
  const bool leads_somewhere = binding && binding->state != "expired" &&
                               binding->state != "declined" &&
                               binding->target == half_of(scan.caller.identity);
  if (!leads_somewhere) return std::nullopt;
  return scan_binding(transaction, backend.config, scan, *binding);
}

std::optional<GrantOutcome> open_grant(Transaction& transaction, const Backend& backend,
                                       const Scan& scan) {
  std::string found_by;
  const auto grant =
      find_by_code(backend.secrets, "scene", scan.text, [&](const std::string& hash) {
        found_by = hash;
        return find_device_grant_by_scene(transaction, hash);
      });
  const WallMs now_ms = transaction.now_ms();
  if (!grant || grant->is_over_at(now_ms)) return std::nullopt;
  if (grant->state == "pending" && grant->scene.is_stale_at(now_ms, found_by)) return std::nullopt;
  return scan_grant(transaction, scan, *grant);
}

// Who has not got 128 bits right is guessing: the same budget as for bind codes, and one answer for
// all that lead nowhere, or not to this caller (B5, B8).
GrantOutcome open(Transaction& transaction, const Backend& backend, const Scan& scan) {
  const std::string& user_id = scan.caller.user.id;
  const WallMs wait_ms =
      backend.config.limits ? wait_before_redeem_ms(transaction, user_id, scan.address, true) : 0;
  if (wait_ms > 0) {
    write_audit(transaction, "limited", user_id, scan.caller.session_id, "scan");
    return rate_limited(retry_after_seconds(wait_ms));
  }
  const std::optional<Scene> scene = read_scene(scan.text);
  const bool is_binding = scene && scene->kind == SceneKind::binding;
  auto outcome = is_binding ? open_binding(transaction, backend, scan, scene->secret)
                            : open_grant(transaction, backend, scan);
  if (outcome) return *outcome;
  count_failed_redeem(transaction, user_id, scan.address);
  write_audit(transaction, "scan_failed", user_id, scan.caller.session_id, "");
  return user_code_invalid();
}

}  // namespace

asio::awaitable<Response> open_scan(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  const Scan scan = read_scan(std::move(caller), request);
  auto work = [&backend, scan](Transaction& transaction) {
    return open(transaction, backend, scan);
  };
  GrantOutcome outcome = co_await backend.database.run(std::move(work));
  co_return json_response(200, require_done(std::move(outcome)));
}

}  // namespace hufu::mock::unified
