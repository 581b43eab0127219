// GET /device: what a device shows, or opens, for a person to approve with the mini-program.
#include "people/bind_code.h"
#include "unified/qr_picture.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;

// Where people are fakes there is a telephone to press on, too.
std::string telephone_link(const Config& config, const std::string& user_code) {
  if (!config.control) return "";
  return "<p><a href=\"/_control/device?user_code=" + user_code +
         "\">用假电话批准 Approve on a telephone of the fake WeChat</a></p>\n";
}

// Nothing is looked up: the page says the same about a code that is known and one that is not (B8).
// And nothing is approved by opening it: that takes the number on the device (RFC 8628
// section 3.3.1).
std::string content(const Config& config, const std::string& user_code) {
  const std::string complete = config.public_url + "/device?user_code=" + user_code;
  if (user_code.empty()) {
    return "<h1>设备登录 Device sign-in</h1>\n"
           "<p>请在小程序中输入设备上显示的代码。</p>\n"
           "<p>Type the code that the device shows into the mini-program.</p>\n";
  }
  return "<h1>设备登录 Device sign-in</h1>\n"
         "<p>用小程序扫描，或输入代码。<br>Scan with the mini-program, or type the code.</p>\n" +
         qr_svg(complete) + "\n<p><b id=\"user-code\">" + user_code +
         "</b></p>\n"
         "<p>仅在这是您自己的设备时才批准。<br>"
         "Approve only if this is a device of your own, and its number is the one it shows.</p>\n" +
         telephone_link(config, user_code);
}

std::string readable_code(const Request& request) {
  const auto typed = request.query_value("user_code");
  if (!typed || request.query.count("user_code") > 1) return "";
  const auto code = normalise_typed_code(*typed);
  return code ? with_dash(*code) : "";
}

Response page(const std::string& inside) {
  Response response = text_response(200,
                                    "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\">"
                                    "<meta name=\"viewport\" content=\"width=device-width\">"
                                    "<title>设备登录</title>\n<body>\n" +
                                        inside + "</body></html>\n",
                                    "text/html; charset=utf-8");
  // No scripts, no other files, in no other page's frame.
  response.headers.set("Content-Security-Policy",
                       "default-src 'none'; base-uri 'none'; form-action 'none'; "
                       "frame-ancestors 'none'");
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("Referrer-Policy", "no-referrer");
  return response;
}

}  // namespace

asio::awaitable<Response> show_device_page(Backend& backend, Request request) {
  co_return page(content(backend.config, readable_code(request)));
}

}  // namespace hufu::mock::unified
