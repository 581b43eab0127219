// The captcha of a form, where the server wants one.
#include "gotrue/captcha.h"

#include <algorithm>
#include <array>

#include "gotrue/admin_caller.h"
#include "gotrue/errors.h"

namespace hufu::mock::gotrue {
namespace {

// What widgets with the providers' published keys for tests hand out: hCaptcha's, Turnstile's.
constexpr std::array kTokensForTests = {"10000000-aaaa-bbbb-cccc-000000000001",
                                        "XXXX.DUMMY.TOKEN.XXXX"};

Error refusal(const std::string& why) {
  return Error(400, "captcha_failed", "captcha protection: request disallowed (" + why + ")");
}

}  // namespace

void require_captcha(const Gotrue& gotrue, const Request& request, const JsonBody& body) {
  if (!gotrue.oddities().asks_captcha || is_admin(gotrue, request)) return;
  const nlohmann::json meta = body.optional_object("gotrue_meta_security");
  const auto found = meta.is_object() ? meta.find("captcha_token") : meta.end();
  if (found == meta.end() || !found->is_string() || found->get_ref<const std::string&>().empty())
    throw refusal("no captcha_token found");
  if (std::ranges::find(kTokensForTests, found->get<std::string>()) == kTokensForTests.end())
    throw refusal("invalid-input-response");
}

}  // namespace hufu::mock::gotrue
