// GET /_control/telephone: the telephone's scanner, and what follows links on it. WeChat opens the
// mini-program; its page asks who wants in, from where, and the person says yes or no.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "base/json_text.h"
#include "control/telephone.h"
#include "http/errors.h"
#include "pages/html.h"
#include "unified/unified.h"

namespace hufu::mock::control {
namespace {

namespace asio = boost::asio;
using nlohmann::json;
using wechat::Opened;
using wechat::ScanHow;

// A tapped link, the text of a code, or else the code that was drawn last: that is the one on the
// screen before the telephone.
Opened open_something(wechat::World& world, const Form& form) {
  const std::string url = field(form, "url");
  const std::string content = field(form, "content");
  const ScanHow how = field(form, "how") == "album" ? ScanHow::album : ScanHow::scan;
  try {
    if (!url.empty()) return wechat::open_link(world, url);
  } catch (const wechat::Errcode&) {
    throw Refusal{"telephone_opens_nothing"};
  }
  const auto opened =
      content.empty() ? wechat::scan_newest(world, how) : wechat::scan_text(world, content, how);
  if (!opened) throw Refusal{"telephone_opens_nothing"};
  return *opened;
}

// As the page of the mini-program reads it: decoded once, and for an ordinary link out of its
// query.
std::string scene_in(const Opened& opened) {
  const bool is_link = opened.query.contains("q");
  const auto found = opened.query.find(is_link ? "q" : "scene");
  if (found == opened.query.end()) throw Refusal{"telephone_opens_nothing"};
  const auto decoded = parse_form("x=" + found->second);
  std::string text = decoded ? decoded->find("x")->second : "";
  if (!is_link) return text;
  const auto query = parse_form(text.substr(std::min(text.find('?'), text.size() - 1) + 1));
  return query ? field(*query, "scene") : "";
}

std::string said_if(const json& scan, const char* name, const std::string& sentence) {
  return text_of(scan, name).empty() ? "" : "<p>" + sentence + "</p>\n";
}

std::string alert(const std::string& sentence) {
  return "<p role=\"alert\">" + sentence + "</p>\n";
}

std::string scan_question(const Words& say, const json& scan, const Ticket& ticket,
                          const std::string& remark) {
  const bool is_binding = text_of(scan, "kind") == "binding";
  const std::string asks =
      is_binding ? say("telephone_joins", {{"name", bold(ticket.nickname)}})
                 : say("telephone_asks", {{"client", bold(text_of(scan, "client"))},
                                          {"platform", escape_html(text_of(scan, "platform"))},
                                          {"name", bold(ticket.nickname)}});
  std::string content = told(is_binding ? say("telephone_join") : say("telephone_let_in"), asks);
  content += said_if(scan, "browser",
                     say("telephone_browser", {{"browser", bold(text_of(scan, "browser"))}}));
  content +=
      said_if(scan, "place", say("telephone_place", {{"place", bold(text_of(scan, "place"))}}));
  if (text_of(scan, "sentAs") == "picture") content += alert(say("telephone_picture"));
  if (text_of(scan, "sentAs") == "link") content += alert(say("telephone_link"));
  if (!remark.empty()) content += alert(remark);
  return content;
}

Response ask_about(Control& control, const Words& say, Ticket ticket, const std::string& remark) {
  const json scan = json::parse(ticket.scan);
  const bool asks_number = text_of(scan, "kind") == "sign_in";
  const std::string content = scan_question(say, scan, ticket, remark);
  const std::string name = keep_ticket(control, std::move(ticket));
  return telephone_page(
      200, say, content + decision_form(say, "/_control/telephone/decide", name, asks_number));
}

asio::awaitable<Response> open_and_ask(Control& control, Request request) {
  const Words say(request);
  const Form form = read_form(request);
  const Opened opened = open_something(*control.upstreams->wechat, form);
  const json wish = {{"scene", scene_in(opened)}, {"openedAs", opened.scene}};
  Ticket ticket = co_await take_telephone(control, request, form);
  Request scanning = own_request(request, ticket.token, wish);
  const Response seen = co_await unified::open_scan(*control.context.backend, std::move(scanning));
  ticket.scan = seen.body;
  co_return ask_about(control, say, std::move(ticket), "");
}

Request about_scan(const Request& cause, const Ticket& ticket, const json& body) {
  Request request = own_request(cause, ticket.token, body);
  const json scan = json::parse(ticket.scan);
  request.parameters["id"] = text_of(scan, "id");
  return request;
}

// What the person has to carry to the page where it began.
std::string carried(const Words& say, const json& answer) {
  const std::string code = text_of(answer, "returnCode");
  if (!code.empty())
    return "<p class=\"code\">" + escape_html(code) + "</p>\n<p>" + say("telephone_return") +
           "</p>\n";
  const std::string number = text_of(answer, "number");
  if (!number.empty())
    return "<p class=\"code\">" + escape_html(number) + "</p>\n<p>" + say("telephone_confirm") +
           "</p>\n";
  return "<p>" + say("telephone_signed_in") + "</p>\n";
}

asio::awaitable<Response> say_no(Control& control, Request denying, bool is_binding) {
  Backend& backend = *control.context.backend;
  if (is_binding) co_return co_await unified::decline_binding(backend, std::move(denying));
  co_return co_await unified::deny_scan(backend, std::move(denying));
}

asio::awaitable<Response> say_yes(Control& control, Request approving, bool is_binding) {
  Backend& backend = *control.context.backend;
  if (is_binding) co_return co_await unified::accept_binding(backend, std::move(approving));
  co_return co_await unified::approve_scan(backend, std::move(approving));
}

asio::awaitable<Response> decide_scanned(Control& control, Request request) {
  const Words say(request);
  const Form form = read_form(request);
  const Ticket ticket = take_ticket(control, form);
  const json scan = json::parse(ticket.scan);
  const bool is_binding = text_of(scan, "kind") == "binding";
  if (field(form, "decision") == "deny") {
    Request denying = about_scan(request, ticket, json::object());
    co_await say_no(control, std::move(denying), is_binding);
    co_return telephone_page(200, say, told(say("telephone_denied"), say("telephone_not_let_in")));
  }
  json wish = json::object();
  if (!field(form, "number").empty()) wish["number"] = field(form, "number");
  Request approving = about_scan(request, ticket, wish);
  try {
    const Response done = co_await say_yes(control, std::move(approving), is_binding);
    const json answer = json::parse(done.body);
    co_return telephone_page(200, say,
                             "<h1>" + say("telephone_approved") + "</h1>\n" + carried(say, answer));
  } catch (const HttpError& error) {
    if (error.code != "wrong_number" && error.code != "invalid_request") throw;
  }
  co_return ask_about(control, say, ticket, say("telephone_wrong_number"));
}

}  // namespace

Response show_scanner(Control& control, const Request& request) {
  const Words say(request);
  std::string kept;
  for (const char* name : {"content", "url", "how"})
    kept += hidden(name, request.query_value(name).value_or(""));
  return telephone_page(200, say, people_form(say, control, "/_control/telephone/open", kept));
}

asio::awaitable<Response> scan_with_telephone(Control& control, Request request) {
  const Words say(request);
  return with_errors_shown(say, open_and_ask(control, std::move(request)));
}

asio::awaitable<Response> decide_on_scan(Control& control, Request request) {
  const Words say(request);
  return with_errors_shown(say, decide_scanned(control, std::move(request)));
}

}  // namespace hufu::mock::control
