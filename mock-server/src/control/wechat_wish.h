// The person and the app that a control call names.
#pragma once

#include "control/control.h"
#include "http/json_body.h"

namespace hufu::mock::control {

/// The app in `appId`, by default the configured mini-program or the fake's own website. Throws
/// `HttpError` 404.
const wechat::App& wished_app(const Control& control, const JsonBody& wish, wechat::AppKind kind);
/// The person in `personId`. Throws `HttpError` 400 or 404.
wechat::Person& wished_person(const Control& control, const JsonBody& wish);

}  // namespace hufu::mock::control
