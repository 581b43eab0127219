// The page at an ordinary link for which WeChat's scanner opens the mini-program, for everybody
// else: cameras, browsers, previews of links, scanners of mails. And its check file for WeChat.
#include "http/errors.h"
#include "http/message.h"
#include "pages/page.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

// Where people are fakes there is a telephone to scan it with.
std::string telephone_link(const Words& say, const Config& config, const Request& request) {
  if (config.telephone_scan_path.empty()) return "";
  const std::string link = config.wechat_opening.link_rule +
                           "?scene=" + encode_percent(request.query_value("scene").value_or(""));
  return "<p><a href=\"" + config.telephone_scan_path + "?content=" + encode_percent(link) + "\">" +
         say("mini_program_telephone") + "</a></p>\n";
}

}  // namespace

// Nothing is looked up and nothing is spent: the page says the same whatever the link holds (B33).
boost::asio::awaitable<Response> show_ordinary_link(Backend& backend, Request request) {
  const Words say(request);
  const Page page{.title = say("mini_program_title"),
                  .content = "<h1>" + say("mini_program_title") + "</h1>\n<p>" +
                             say("mini_program_scan") + "</p>\n<p>" + say("mini_program_nothing") +
                             "</p>\n" + telephone_link(say, backend.config, request),
                  .policy =
                      "default-src 'none'; base-uri 'none'; form-action 'none'; "
                      "frame-ancestors 'none'"};
  Response response = page_response(200, say, page);
  response.headers.set("Referrer-Policy", "no-referrer");
  response.headers.set("Cache-Control", "no-store");
  co_return response;
}

boost::asio::awaitable<Response> show_link_check(Backend& backend, Request request) {
  const WechatOpening& opening = backend.config.wechat_opening;
  if (opening.link_check_file.empty() || request.parameter("file") != opening.link_check_file)
    throw HttpError(404, "not_found", "There is no such file.");
  Response response = text_response(200, opening.link_check_text);
  response.headers.set("X-Content-Type-Options", "nosniff");
  co_return response;
}

}  // namespace hufu::mock::unified
