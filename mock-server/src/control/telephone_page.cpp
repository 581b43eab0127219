// GET /_control/device: a telephone to press on. Somebody of the fake WeChat, signed in to the
// mini-program, sees which device asks and lets it in or not.
#include <nlohmann/json.hpp>
#include <string>

#include "control/telephone.h"
#include "http/errors.h"
#include "pages/html.h"
#include "unified/unified.h"

namespace hufu::mock::control {
namespace {

namespace asio = boost::asio;
using nlohmann::json;

Request about_device(const Request& cause, const Ticket& ticket, const json& body) {
  Request request = own_request(cause, ticket.token, body);
  request.parameters["user_code"] = ticket.user_code;
  return request;
}

std::string question(const Words& say, const json& device, const Ticket& ticket,
                     const std::string& remark) {
  const std::string client = bold(device.at("client").get<std::string>());
  const std::string platform = escape_html(device.at("platform").get<std::string>());
  const std::string asks =
      say("telephone_asks",
          {{"client", client}, {"platform", platform}, {"name", bold(ticket.nickname)}});
  return told(say("telephone_let_in"), asks) +
         (remark.empty() ? "" : "<p role=\"alert\">" + remark + "</p>\n");
}

/// What is asked, with a ticket of its own.
asio::awaitable<Response> ask_whether(Control& control, Request request, Ticket ticket,
                                      std::string remark) {
  const Words say(request);
  Request looking = about_device(request, ticket, json::object());
  const Response seen =
      co_await unified::preview_device(*control.context.backend, std::move(looking));
  const std::string content = question(say, json::parse(seen.body), ticket, remark);
  const std::string name = keep_ticket(control, std::move(ticket));
  co_return telephone_page(200, say,
                           content + decision_form(say, "/_control/device/decide", name, true));
}

asio::awaitable<Response> look(Control& control, Request request) {
  const Form form = read_form(request);
  Ticket ticket = co_await take_telephone(control, request, form);
  ticket.user_code = field(form, "user_code");
  co_return co_await ask_whether(control, std::move(request), std::move(ticket), "");
}

asio::awaitable<Response> decide(Control& control, Request request) {
  const Words say(request);
  const Form form = read_form(request);
  const Ticket ticket = take_ticket(control, form);
  Backend& backend = *control.context.backend;
  if (field(form, "decision") == "deny") {
    Request denying = about_device(request, ticket, json::object());
    co_await unified::deny_device(backend, std::move(denying));
    co_return telephone_page(200, say, told(say("telephone_denied"), say("telephone_not_let_in")));
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
    co_return telephone_page(200, say, told(say("telephone_approved"), say("telephone_signed_in")));
  co_return co_await ask_whether(control, std::move(request), ticket, remark);
}

}  // namespace

Response show_telephone(Control& control, const Request& request) {
  const Words say(request);
  const std::string kept = hidden("user_code", request.query_value("user_code").value_or(""));
  return telephone_page(200, say, people_form(say, control, "/_control/device/look", kept));
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
