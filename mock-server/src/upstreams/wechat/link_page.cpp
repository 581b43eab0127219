// GET /wechat/link/{ticket}: the page of a URL Link, as a browser on a phone sees
// https://wxaurl.cn/. It spends nothing: what is behind the link is opened by the person's tap.
#include "http/at_once.h"
#include "pages/html.h"
#include "pages/page.h"
#include "upstreams/wechat/routes.h"

namespace hufu::mock::wechat {
namespace {

Response page(int status, const Words& say, const std::string& content) {
  Response response = page_response(status, say,
                                    {.title = say("wechat_link_title"),
                                     .content = content,
                                     .policy = "default-src 'none'; base-uri 'none'; "
                                               "form-action 'none'; frame-ancestors 'none'"});
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("Referrer-Policy", "no-referrer");
  return response;
}

std::string telephone_link(const Words& say, const World& world, const std::string& ticket) {
  if (world.telephone_path.empty()) return "";
  return "<p><a href=\"" + world.telephone_path +
         "?url=" + encode_percent(world.link_url + ticket) + "\">" + say("wechat_link_telephone") +
         "</a></p>\n";
}

Response show_link(const World& world, const Request& request) {
  const Words say(request);
  const std::string& ticket = request.parameter("ticket");
  const Opening* opening = world.openings.find(ticket);
  if (opening == nullptr || opening->kind != OpeningKind::url_link) {
    return page(404, say,
                "<h1>" + say("wechat_link_ended_title") + "</h1>\n<p>" + say("wechat_link_ended") +
                    "</p>\n");
  }
  return page(200, say,
              "<h1>" + say("wechat_link_title") + "</h1>\n<p>" +
                  say("wechat_link_says", {{"app", escape_html(opening->app_id)}}) +
                  "</p>\n<p><a class=\"go\" href=\"weixin://dl/business/?t=" + escape_html(ticket) +
                  "\">" + say("wechat_link_open") + "</a></p>\n" +
                  telephone_link(say, world, ticket));
}

}  // namespace

void register_link_page(Router& router, const std::shared_ptr<World>& world) {
  router.add("GET", "/wechat/link/{ticket}",
             at_once([world](const Request& request) { return show_link(*world, request); }));
}

}  // namespace hufu::mock::wechat
