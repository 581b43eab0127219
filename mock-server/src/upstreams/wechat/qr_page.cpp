// The page of open.weixin.qq.com/connect/qrconnect: instead of a QR code to scan, a link to press
// for each known person.
#include <string>

#include "http/at_once.h"
#include "http/url.h"
#include "pages/html.h"
#include "pages/page.h"
#include "settings/loopback.h"
#include "upstreams/wechat/routes.h"

namespace hufu::mock::wechat {
namespace {

struct QrRequest {
  std::string app_id;
  std::string redirect_uri;
  std::string state;
};

Response page(const Words& say, const std::string& content) {
  Response response = page_response(200, say,
                                    {.title = say("wechat_title"),
                                     .content = content,
                                     .policy = "default-src 'none'; frame-ancestors *"});
  response.headers.set("Cache-Control", "no-store");
  return response;
}

// The real page names the parameter it does not like in Chinese and answers 200 all the same.
Response parameter_error(const std::string& name) {
  return page(Words(Language::zh_cn), "<h1>" + name + " 参数错误</h1>\n");
}

/// Only the host is compared, not the path: that is all WeChat does, too.
bool is_registered(const std::string& redirect_uri, const App& app) {
  const auto url = parse_url(redirect_uri);
  if (!url) return false;
  return app.callback_domain.empty() ? is_loopback_host(url->host)
                                     : url->host == app.callback_domain;
}

/// Null and an error page in `error`, or the website that asks.
const App* asking_app(const World& world, const Request& request, QrRequest& asked,
                      Response& error) {
  asked.app_id = request.query_value("appid").value_or("");
  asked.redirect_uri = request.query_value("redirect_uri").value_or("");
  asked.state = request.query_value("state").value_or("");
  const App* app = world.people.find_app(asked.app_id);
  if (app == nullptr || app->kind != AppKind::website) {
    error = parameter_error("appid");
  } else if (!is_registered(asked.redirect_uri, *app)) {
    error = parameter_error("redirect_uri");
  } else if (request.query_value("response_type") != "code" ||
             request.query_value("scope") != "snsapi_login") {
    error = parameter_error("scope");
  } else {
    return app;
  }
  return nullptr;
}

std::string link(const char* path, const QrRequest& asked) {
  return path + ("?appid=" + encode_percent(asked.app_id)) +
         "&redirect_uri=" + encode_percent(asked.redirect_uri) +
         "&response_type=code&scope=snsapi_login&state=" + encode_percent(asked.state);
}

std::string confirm_link(const QrRequest& asked, const Person& person) {
  return link("/wechat/connect/confirm", asked) + "&person=" + encode_percent(person.id);
}

Response send_back(const std::string& redirect_uri, const std::string& fields) {
  const char joint = redirect_uri.find('?') == std::string::npos ? '?' : '&';
  Response response = empty_response(302);
  response.headers.set("Location", redirect_uri + joint + fields);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

std::string list_of_people(const Words& say, const World& world, const QrRequest& asked) {
  std::string links = "<h1>" + say("wechat_who_scans") + "</h1>\n<ul>\n";
  for (const auto& [id, person] : world.people.all()) {
    links += "<li><a href=\"" + escape_html(confirm_link(asked, person)) + "\">" +
             escape_html(person.nickname) + "</a></li>\n";
  }
  return links + "</ul>\n";
}

std::string how_to_make_somebody(const Words& say, const Request& request) {
  return "<h1>" + say("wechat_nobody") + "</h1>\n<p>" + say("wechat_make_somebody") +
         "</p>\n<pre>curl --json '{\"nickname\": \"小明\"}' " +
         escape_html("http://" + request.headers.find("Host").value_or("127.0.0.1:8787")) +
         "/_control/wechat/people</pre>\n";
}

Response show_qr_page(const World& world, const Request& request) {
  QrRequest asked;
  Response error;
  if (asking_app(world, request, asked, error) == nullptr) return error;
  const Words say(request);
  const bool nobody = world.people.all().empty();
  return page(say,
              (nobody ? how_to_make_somebody(say, request) : list_of_people(say, world, asked)) +
                  "<p><a href=\"" + escape_html(link("/wechat/connect/decline", asked)) + "\">" +
                  say("wechat_decline") + "</a></p>\n");
}

Response confirm_scan(World& world, const Request& request) {
  QrRequest asked;
  Response error;
  const App* app = asking_app(world, request, asked, error);
  if (app == nullptr) return error;
  const Person* person = world.people.find(request.query_value("person").value_or(""));
  if (person == nullptr) return parameter_error("person");
  const std::string code = world.codes.issue(CodePurpose::website, person->id, app->id);
  return send_back(asked.redirect_uri, "code=" + code + "&state=" + encode_percent(asked.state));
}

// As the older documentation of WeChat has it; with the newer one the website hears nothing.
Response decline_scan(World& world, const Request& request) {
  QrRequest asked;
  Response error;
  if (asking_app(world, request, asked, error) == nullptr) return error;
  return send_back(asked.redirect_uri, "state=" + encode_percent(asked.state));
}

}  // namespace

void register_qr_page(Router& router, const std::shared_ptr<World>& world) {
  router.add("GET", "/wechat/connect/qrconnect",
             at_once([world](const Request& request) { return show_qr_page(*world, request); }));
  router.add("GET", "/wechat/connect/decline",
             at_once([world](const Request& request) { return decline_scan(*world, request); }));
  router.add("GET", "/wechat/connect/confirm",
             at_once([world](const Request& request) { return confirm_scan(*world, request); }));
}

}  // namespace hufu::mock::wechat
