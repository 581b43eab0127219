// GET /_control/device: a telephone to press on. Somebody of the fake WeChat, signed in to the
// mini-program, sees which device asks and lets it in or not.
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "control/control.h"
#include "crypto/encoding.h"
#include "crypto/random.h"
#include "http/current_error.h"
#include "http/errors.h"
#include "pages/html.h"
#include "pages/page.h"
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

Response page(int status, const Words& say, const std::string& content) {
  Response response =
      page_response(status, say,
                    {.title = say("telephone_title"),
                     .content = content,
                     .policy = "default-src 'none'; base-uri 'none'; form-action 'self'; "
                               "frame-ancestors 'none'"});
  response.headers.set("Referrer-Policy", "same-origin");  // with less, forms have no Origin
  return response;
}

std::string told(const std::string& title, const std::string& sentence) {
  return "<h1>" + title + "</h1>\n<p>" + sentence + "</p>\n";
}

/// The backend speaks to programs, in English. What a person meets here has words of its own.
std::string sentence_of(const Words& say, const HttpError& error) {
  if (error.code == "user_code_invalid") return say("telephone_code_invalid");
  if (error.code == "binding_ended") return say("telephone_three_wrong");
  if (error.code == "rate_limited")
    return say("telephone_wait", {{"seconds", std::to_string(error.retry_after.value_or(1))}});
  return "<span lang=\"en\">" + escape_html(error.message) + "</span>";
}

/// What ends with a page that says why nothing was done.
struct Refusal {
  TextName sentence;
};

Form read_form(const Request& request) {
  const auto form = parse_form(request.body);
  if (!form) throw Refusal{"telephone_form"};
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
  wechat::People& people = control.upstreams->wechat->people;
  const std::string id = field(form, "person");
  if (Person* known = id.empty() ? nullptr : people.find(id)) return *known;
  const std::string nickname = field(form, "nickname");
  if (!id.empty() || nickname.empty() || nickname.size() > kNameBytes)
    throw Refusal{"telephone_choose"};
  Person wished;
  wished.nickname = nickname;
  wished.phone_number = "13800138000";
  return people.add(wished);
}

/// The person opens the mini-program, and is signed in.
asio::awaitable<Ticket> take_telephone(Control& control, const Request& request, const Form& form) {
  const Person& person = owner_of(control, form);
  const std::string& app_id = control.context.config.wechat_app_id;
  wechat::World& world = *control.upstreams->wechat;
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

std::string bold(const std::string& text) { return "<b>" + escape_html(text) + "</b>"; }

std::string question(const Words& say, const json& device, const Ticket& ticket,
                     const std::string& name, const std::string& remark) {
  const std::string client = bold(device.at("client").get<std::string>());
  const std::string platform = escape_html(device.at("platform").get<std::string>());
  const std::string asks =
      say("telephone_asks",
          {{"client", client}, {"platform", platform}, {"name", bold(ticket.nickname)}});
  return told(say("telephone_let_in"), asks) +
         (remark.empty() ? "" : "<p role=\"alert\">" + remark + "</p>\n") +
         "<form method=\"post\" action=\"/_control/device/decide\">\n" + hidden("ticket", name) +
         "<p><label>" + say("telephone_number") +
         " <input name=\"number\" inputmode=\"numeric\" size=\"2\" "
         "maxlength=\"2\" autocomplete=\"off\" autofocus></label></p>\n"
         "<button name=\"decision\" value=\"approve\">" +
         say("telephone_approve") + "</button>\n<button name=\"decision\" value=\"deny\">" +
         say("telephone_deny") + "</button>\n</form>\n";
}

/// What is asked, with a ticket of its own.
asio::awaitable<Response> ask_whether(Control& control, Request request, Ticket ticket,
                                      std::string remark) {
  const Words say(request);
  Request looking = about_device(request, ticket, json::object());
  const Response seen =
      co_await unified::preview_device(*control.context.backend, std::move(looking));
  if (control.tickets.size() >= kMostTickets) control.tickets.clear();
  const std::string name = encode_base64url(random_bytes(32));
  const std::string content = question(say, json::parse(seen.body), ticket, name, remark);
  control.tickets.emplace(name, std::move(ticket));
  co_return page(200, say, content);
}

asio::awaitable<Response> look(Control& control, Request request) {
  const Form form = read_form(request);
  Ticket ticket = co_await take_telephone(control, request, form);
  co_return co_await ask_whether(control, std::move(request), std::move(ticket), "");
}

asio::awaitable<Response> decide(Control& control, Request request) {
  const Words say(request);
  const Form form = read_form(request);
  const auto found = control.tickets.extract(field(form, "ticket"));
  if (found.empty()) throw Refusal{"telephone_too_old"};
  const Ticket& ticket = found.mapped();
  Backend& backend = *control.context.backend;
  if (field(form, "decision") == "deny") {
    Request denying = about_device(request, ticket, json::object());
    co_await unified::deny_device(backend, std::move(denying));
    co_return page(200, say, told(say("telephone_denied"), say("telephone_not_let_in")));
  }
  Request approving = about_device(request, ticket, {{"number", field(form, "number")}});
  std::string remark;
  try {
    co_await unified::approve_device(backend, std::move(approving));
  } catch (const HttpError& error) {
    if (error.code != "wrong_number" && error.code != "invalid_request") throw;
    remark = say("telephone_wrong_number");
  }
  if (remark.empty())
    co_return page(200, say, told(say("telephone_approved"), say("telephone_signed_in")));
  co_return co_await ask_whether(control, std::move(request), ticket, remark);
}

/// A person reads a page, not JSON.
asio::awaitable<Response> with_errors_shown(Words say, asio::awaitable<Response> answer) {
  int status = 400;
  std::string sentence;
  try {
    co_return co_await std::move(answer);
  } catch (const Refusal& refusal) {
    sentence = say(refusal.sentence);
  } catch (...) {
    const HttpError error = current_error();
    status = error.status;
    sentence = sentence_of(say, error);
  }
  co_return page(status, say, told(say("telephone_nothing_done"), sentence));
}

}  // namespace

Response show_telephone(Control& control, const Request& request) {
  const Words say(request);
  std::string content = told(say("telephone_whose"), say("telephone_people")) +
                        "<form method=\"post\" action=\"/_control/device/look\">\n" +
                        hidden("user_code", request.query_value("user_code").value_or(""));
  for (const auto& [id, person] : control.upstreams->wechat->people.all()) {
    content += "<button name=\"person\" value=\"" + escape_html(id) + "\">" +
               escape_html(person.nickname) + "</button>\n";
  }
  return page(200, say,
              content + "<p><label>" + say("telephone_somebody_new") +
                  " <input name=\"nickname\" maxlength=\"32\"></label><button>" +
                  say("telephone_take") + "</button></p>\n</form>\n");
}

boost::asio::awaitable<Response> look_from_telephone(Control& control, Request request) {
  const Words say(request);
  return with_errors_shown(say, look(control, std::move(request)));
}

boost::asio::awaitable<Response> decide_on_telephone(Control& control, Request request) {
  const Words say(request);
  return with_errors_shown(say, decide(control, std::move(request)));
}

}  // namespace hufu::mock::control
