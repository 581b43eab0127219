// The captcha of a form, where the server wants one.
#pragma once

#include "gotrue/gotrue.h"
#include "http/json_body.h"

namespace hufu::mock::gotrue {

/// Throws `Error` 400 `captcha_failed` where one is wanted and the body brings none, or one that
/// is not what hCaptcha's and Turnstile's keys for tests answer with. An application's own server
/// is not asked.
void require_captcha(const Gotrue& gotrue, const Request& request, const JsonBody& body);

}  // namespace hufu::mock::gotrue
