// GET /device: what a device shows, or opens, for a person to approve with the mini-program.
#include "pages/page.h"
#include "pages/qr_picture.h"
#include "people/bind_code.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;

// Where people are fakes there is a telephone to press on, too.
std::string telephone_link(const Words& say, const Config& config, const std::string& user_code) {
  if (config.telephone_path.empty()) return "";
  return "<p><a href=\"" + config.telephone_path + "?user_code=" + user_code + "\">" +
         say("device_fake_telephone") + "</a></p>\n";
}

// Nothing is looked up: the page says the same about a code that is known and one that is not (B8).
// And nothing is approved by opening it: that takes the number on the device (RFC 8628
// section 3.3.1).
std::string content(const Words& say, const Config& config, const std::string& user_code) {
  const std::string title = "<h1>" + say("device_title") + "</h1>\n";
  if (user_code.empty()) return title + "<p>" + say("device_type_there") + "</p>\n";
  const std::string complete = config.public_url + "/device?user_code=" + user_code;
  return title + "<p>" + say("device_scan") + "</p>\n" + qr_svg(complete) +
         "\n<p><b id=\"user-code\">" + user_code + "</b></p>\n<p>" + say("device_own_only") +
         "</p>\n" + telephone_link(say, config, user_code);
}

std::string readable_code(const Request& request) {
  const auto typed = request.query_value("user_code");
  if (!typed || request.query.count("user_code") > 1) return "";
  const auto code = normalise_typed_code(*typed);
  return code ? with_dash(*code) : "";
}

}  // namespace

asio::awaitable<Response> show_device_page(Backend& backend, Request request) {
  const Words say(request);
  // No scripts, no other files, in no other page's frame.
  const Page page{.title = say("device_title"),
                  .content = content(say, backend.config, readable_code(request)),
                  .policy =
                      "default-src 'none'; base-uri 'none'; form-action 'none'; "
                      "frame-ancestors 'none'"};
  Response response = page_response(200, say, page);
  response.headers.set("Referrer-Policy", "no-referrer");
  co_return response;
}

}  // namespace hufu::mock::unified
