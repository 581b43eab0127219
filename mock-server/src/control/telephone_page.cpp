// GET /_control/device: a telephone to press on. Somebody of the fake WeChat, signed in to the
// mini-program, sees which device asks and lets it in or not.
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "control/control.h"
#include "crypto/encoding.h"
#include "crypto/random.h"
#include "http/errors.h"
#include "pages/html.h"
#include "unified/unified.h"

namespace hufu::mock::control {
namespace {

namespace asio = boost::asio;
using nlohmann::json;
using wechat::AppKind;
using wechat::CodePurpose;
using wechat::Person;
using Form = std::multimap<std::string, std::string>;

constexpr std::size_t kMostTickets = 256;
constexpr std::size_t kNameBytes = 96;

constexpr const char* kStyle =
    "body{font:16px/1.5 sans-serif;max-width:26em;margin:2em auto;padding:0 1em;"
    "color-scheme:light dark}"
    "button,input{font:inherit;padding:.5em 1em;margin:.25em .25em .25em 0;border-radius:.5em;"
    "border:1px solid gray}"
    "button[value=approve]{background:#12897b;color:white;font-weight:bold}";

Response page(int status, const std::string& content) {
  Response response =
      text_response(status,
                    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
                    "<meta name=\"viewport\" content=\"width=device-width\">"
                    "<title>A telephone</title><style>" +
                        std::string(kStyle) + "</style>\n<body>\n" + content + "</body></html>\n",
                    "text/html; charset=utf-8");
  response.headers.set("Content-Security-Policy",
                       "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
                       "form-action 'self'; frame-ancestors 'none'");
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("Referrer-Policy", "same-origin");  // with less, forms have no Origin
  return response;
}

Response failure(int status, const std::string& sentence) {
  return page(status, "<h1>Nothing was done</h1>\n<p>" + escape_html(sentence) + "</p>\n");
}

Form read_form(const Request& request) {
  const auto form = parse_form(request.body);
  if (!form) throw invalid_request("The form cannot be read.");
  return *form;
}

std::string field(const Form& form, const std::string& name) {
  const auto found = form.find(name);
  return found == form.end() ? "" : found->second;
}

std::string hidden(const std::string& name, const std::string& value) {
  return "<input type=\"hidden\" name=\"" + name + "\" value=\"" + escape_html(value) + "\">\n";
}

/// A request of the mini-program on this telephone, to the backend itself.
Request own_request(const Request& cause, const std::string& token, const json& body) {
  Request request;
  request.method = "POST";
  request.id = cause.id;
  request.remote_address = cause.remote_address;
  request.headers.set("X-Platform", "miniprogram");
  request.headers.set("Content-Type", "application/json");
  if (!token.empty()) request.headers.set("Authorization", "Bearer " + token);
  request.body = body.dump();
  return request;
}

Request about_device(const Request& cause, const Ticket& ticket, const json& body) {
  Request request = own_request(cause, ticket.token, body);
  request.parameters["user_code"] = ticket.user_code;
  return request;
}

Person& owner_of(Control& control, const Form& form) {
  wechat::People& people = control.upstreams.wechat->people;
  const std::string id = field(form, "person");
  if (Person* known = id.empty() ? nullptr : people.find(id)) return *known;
  const std::string nickname = field(form, "nickname");
  if (!id.empty() || nickname.empty() || nickname.size() > kNameBytes)
    throw invalid_request("Choose who has the telephone, or give somebody new a name.");
  Person wished;
  wished.nickname = nickname;
  wished.phone_number = "13800138000";
  return people.add(wished);
}

/// The person opens the mini-program, and is signed in.
asio::awaitable<Ticket> take_telephone(Control& control, const Request& request, const Form& form) {
  const Person& person = owner_of(control, form);
  const std::string& app_id = control.context.config.wechat_app_id;
  wechat::World& world = *control.upstreams.wechat;
  world.session_keys.rotate(person.id, app_id);
  const std::string nickname = person.nickname;
  const json body = {{"code", world.codes.issue(CodePurpose::login, person.id, app_id)},
                     {"userInfo", {{"nickName", nickname}}}};
  Request sign_in = own_request(request, "", body);
  const Response answer =
      co_await unified::sign_in_with_wechat(*control.context.backend, std::move(sign_in));
  Ticket ticket;
  ticket.user_code = field(form, "user_code");
  ticket.token = json::parse(answer.body).at("token").get<std::string>();
  ticket.nickname = nickname;
  co_return ticket;
}

std::string question(const json& device, const Ticket& ticket, const std::string& name,
                     const std::string& remark) {
  return "<h1>Let this device in?</h1>\n<p><b>" +
         escape_html(device.at("client").get<std::string>()) + "</b> (" +
         escape_html(device.at("platform").get<std::string>()) + ") wants to be signed in as <b>" +
         escape_html(ticket.nickname) + "</b>.</p>\n" +
         (remark.empty() ? "" : "<p role=\"alert\">" + escape_html(remark) + "</p>\n") +
         "<form method=\"post\" action=\"/_control/device/decide\">\n" + hidden("ticket", name) +
         "<p><label>Number that it shows: <input name=\"number\" inputmode=\"numeric\" size=\"2\" "
         "maxlength=\"2\" autocomplete=\"off\" autofocus></label></p>\n"
         "<button name=\"decision\" value=\"approve\">Approve</button>\n"
         "<button name=\"decision\" value=\"deny\">Deny</button>\n</form>\n";
}

/// What is asked, with a ticket of its own.
asio::awaitable<Response> ask_whether(Control& control, Request request, Ticket ticket,
                                      std::string remark) {
  Request looking = about_device(request, ticket, json::object());
  const Response seen =
      co_await unified::preview_device(*control.context.backend, std::move(looking));
  if (control.tickets.size() >= kMostTickets) control.tickets.clear();
  const std::string name = encode_base64url(random_bytes(32));
  const std::string content = question(json::parse(seen.body), ticket, name, remark);
  control.tickets.emplace(name, std::move(ticket));
  co_return page(200, content);
}

asio::awaitable<Response> look(Control& control, Request request) {
  const Form form = read_form(request);
  Ticket ticket = co_await take_telephone(control, request, form);
  co_return co_await ask_whether(control, std::move(request), std::move(ticket), "");
}

asio::awaitable<Response> decide(Control& control, Request request) {
  const Form form = read_form(request);
  const auto found = control.tickets.extract(field(form, "ticket"));
  if (found.empty()) throw invalid_request("This page is too old. Open the device's page again.");
  const Ticket& ticket = found.mapped();
  Backend& backend = *control.context.backend;
  if (field(form, "decision") == "deny") {
    Request denying = about_device(request, ticket, json::object());
    co_await unified::deny_device(backend, std::move(denying));
    co_return page(200, "<h1>Denied</h1>\n<p>The device was not let in.</p>\n");
  }
  Request approving = about_device(request, ticket, {{"number", field(form, "number")}});
  std::string remark;
  try {
    co_await unified::approve_device(backend, std::move(approving));
  } catch (const HttpError& error) {
    if (error.code != "wrong_number" && error.code != "invalid_request") throw;
    remark = "That is not the number that the device shows.";
  }
  if (remark.empty())
    co_return page(200,
                   "<h1>Approved</h1>\n<p>The device is signed in. You may close this page.</p>\n");
  co_return co_await ask_whether(control, std::move(request), ticket, remark);
}

/// A person reads a page, not JSON.
asio::awaitable<Response> with_errors_shown(asio::awaitable<Response> answer) {
  try {
    co_return co_await std::move(answer);
  } catch (const HttpError& error) {
    co_return failure(error.status, error.message);
  }
}

}  // namespace

Response show_telephone(Control& control, const Request& request) {
  std::string content =
      "<h1>Whose telephone is this?</h1>\n"
      "<p>These people have an account at the fake WeChat.</p>\n"
      "<form method=\"post\" action=\"/_control/device/look\">\n" +
      hidden("user_code", request.query_value("user_code").value_or(""));
  for (const auto& [id, person] : control.upstreams.wechat->people.all()) {
    content += "<button name=\"person\" value=\"" + escape_html(id) + "\">" +
               escape_html(person.nickname) + "</button>\n";
  }
  return page(200, content +
                       "<p><label>Somebody new: <input name=\"nickname\" maxlength=\"32\"></label>"
                       "<button>Take it</button></p>\n</form>\n");
}

boost::asio::awaitable<Response> look_from_telephone(Control& control, Request request) {
  return with_errors_shown(look(control, std::move(request)));
}

boost::asio::awaitable<Response> decide_on_telephone(Control& control, Request request) {
  return with_errors_shown(decide(control, std::move(request)));
}

}  // namespace hufu::mock::control
