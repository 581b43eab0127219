// Calls that do what a person does with a phone: hold WeChat's scanner to something, or tap a link.
#include <nlohmann/json.hpp>

#include "control/control.h"
#include "control/wechat_wish.h"
#include "crypto/encoding.h"
#include "http/errors.h"

namespace hufu::mock::control {
namespace {

using nlohmann::json;
using wechat::Opened;
using wechat::ScanHow;

ScanHow how_in(const JsonBody& wish) {
  const std::string how = wish.text_or("how", "scan");
  if (how == "scan") return ScanHow::scan;
  if (how == "long_press") return ScanHow::long_press;
  if (how == "album") return ScanHow::album;
  throw invalid_request("\"how\" has to be scan, long_press or album.");
}

// As a page shows it (a data: URL) or as WeChat's answer holds it, in base64.
std::string bytes_of(const std::string& picture) {
  const std::size_t comma = picture.starts_with("data:") ? picture.find(',') : std::string::npos;
  const auto bytes = decode_base64(picture.substr(comma == std::string::npos ? 0 : comma + 1));
  if (!bytes) throw invalid_request("\"picture\" has to be a data: URL in base64, or base64.");
  return *bytes;
}

/// What App.onLaunch gets, and which app.
json as_launched(const Opened& opened) {
  return {{"appId", opened.app_id},
          {"page", opened.page},
          {"envVersion", opened.env_version},
          {"options", {{"path", opened.page}, {"query", opened.query}, {"scene", opened.scene}}}};
}

void require_person_if_named(const Control& control, const JsonBody& wish) {
  if (wish.has("personId")) wished_person(control, wish);
}

}  // namespace

Response scan_code(Control& control, const Request& request) {
  const JsonBody wish = JsonBody::or_empty(request);
  require_person_if_named(control, wish);
  wechat::World& world = *control.upstreams->wechat;
  const auto picture = wish.optional_text("picture", kScanBodyBytes);
  const ScanHow how = how_in(wish);
  const auto opened = picture ? wechat::scan_picture(world, bytes_of(*picture), how)
                              : wechat::scan_text(world, wish.text("content"), how);
  if (!opened)
    throw HttpError(404, "opens_nothing", "WeChat opens no mini-program for what was scanned.");
  return json_response(200, as_launched(*opened));
}

Response open_link(Control& control, const Request& request) {
  const JsonBody wish = JsonBody::or_empty(request);
  require_person_if_named(control, wish);
  try {
    return json_response(
        200, as_launched(wechat::open_link(*control.upstreams->wechat, wish.text("url"))));
  } catch (const wechat::Errcode& refusal) {
    throw HttpError(404, "opens_nothing",
                    "WeChat opens no mini-program for this link: " + refusal.text + " (" +
                        std::to_string(refusal.number) + ").");
  }
}

}  // namespace hufu::mock::control
