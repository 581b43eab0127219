// What a person does in a browser when an application sends them to sign in by WeChat's QR code.
#pragma once

#include <string>

namespace demo {

/// Opens `url`, presses that person's link on WeChat's page (a phone would scan the code there) and
/// follows the redirects up to the application's own address. Returns that address. Throws
/// std::runtime_error with a sentence where the way ends before.
std::string sign_in_by_qr_code(const std::string& url, const std::string& server,
                               const std::string& wechat_person);

/// A parameter of a URL, such as the `code` that the application gets; empty if it is not there.
std::string parameter(const std::string& url, const std::string& name);

}  // namespace demo
