// What the pages of the fake telephone have in common.
#include "control/telephone.h"

#include <nlohmann/json.hpp>

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
using wechat::CodePurpose;
using wechat::Person;

constexpr std::size_t kMostTickets = 256;
constexpr std::size_t kNameBytes = 96;

/// The backend speaks to programs, in English. What a person meets here has words of its own.
std::string sentence_of(const Words& say, const HttpError& error) {
  if (error.code == "user_code_invalid") return say("telephone_code_invalid");
  if (error.code == "scan_used") return say("telephone_scan_used");
  if (error.code == "binding_ended") return say("telephone_three_wrong");
  if (error.code == "rate_limited")
    return say("telephone_wait", {{"seconds", std::to_string(error.retry_after.value_or(1))}});
  return "<span lang=\"en\">" + escape_html(error.message) + "</span>";
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

}  // namespace

Form read_form(const Request& request) {
  const auto form = parse_form(request.body);
  if (!form) throw Refusal{"telephone_form"};
  return *form;
}

std::string field(const Form& form, const std::string& name) {
  const auto found = form.find(name);
  return found == form.end() ? "" : found->second;
}

Response telephone_page(int status, const Words& say, const std::string& content) {
  Response response =
      page_response(status, say,
                    {.title = say("telephone_title"),
                     .content = content,
                     .policy = "default-src 'none'; base-uri 'none'; form-action 'self'; "
                               "frame-ancestors 'none'"});
  // Whoever has opened it cannot lead it on while somebody presses.
  response.headers.set("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.set("Referrer-Policy", "same-origin");  // with less, forms have no Origin
  return response;
}

std::string told(const std::string& title, const std::string& sentence) {
  return "<h1>" + title + "</h1>\n<p>" + sentence + "</p>\n";
}

std::string hidden(const std::string& name, const std::string& value) {
  return "<input type=\"hidden\" name=\"" + name + "\" value=\"" + escape_html(value) + "\">\n";
}

std::string bold(const std::string& text) { return "<b>" + escape_html(text) + "</b>"; }

std::string decision_form(const Words& say, const std::string& action, const std::string& ticket,
                          bool asks_number) {
  const std::string number = "<p><label>" + say("telephone_number") +
                             " <input name=\"number\" inputmode=\"numeric\" size=\"2\" "
                             "maxlength=\"2\" autocomplete=\"off\" autofocus></label></p>\n";
  return "<form method=\"post\" action=\"" + action + "\">\n" + hidden("ticket", ticket) +
         (asks_number ? number : "") + "<button name=\"decision\" value=\"approve\">" +
         say("telephone_approve") + "</button>\n<button name=\"decision\" value=\"deny\">" +
         say("telephone_deny") + "</button>\n</form>\n";
}

std::string people_form(const Words& say, const Control& control, const std::string& action,
                        const std::string& kept) {
  std::string form = told(say("telephone_whose"), say("telephone_people")) +
                     "<form method=\"post\" action=\"" + action + "\">\n" + kept;
  for (const auto& [id, person] : control.upstreams->wechat->people.all()) {
    form += "<button name=\"person\" value=\"" + escape_html(id) + "\">" +
            escape_html(person.nickname) + "</button>\n";
  }
  return form + "<p><label>" + say("telephone_somebody_new") +
         " <input name=\"nickname\" maxlength=\"32\"></label><button>" + say("telephone_take") +
         "</button></p>\n</form>\n";
}

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
  ticket.token = json::parse(answer.body).at("token").get<std::string>();
  ticket.nickname = nickname;
  co_return ticket;
}

std::string keep_ticket(Control& control, Ticket ticket) {
  if (control.tickets.size() >= kMostTickets) control.tickets.clear();
  std::string name = encode_base64url(random_bytes(32));
  control.tickets.emplace(name, std::move(ticket));
  return name;
}

Ticket take_ticket(Control& control, const Form& form) {
  const auto found = control.tickets.extract(field(form, "ticket"));
  if (found.empty()) throw Refusal{"telephone_too_old"};
  return found.mapped();
}

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
  co_return telephone_page(status, say, told(say("telephone_nothing_done"), sentence));
}

}  // namespace hufu::mock::control
