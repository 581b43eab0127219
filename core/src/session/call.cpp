// Calls of the SDK to its backend.
#include <utility>

#include "dialects/mapping.h"
#include "session/session.h"
#include "text/http_date.h"
#include "text/url.h"

namespace hufu::session {
namespace {

void add_header(Value& headers, std::string_view name, std::string_view value) {
  headers.push(Value::array().push(name).push(value));
}

// What the log calls a call: the operation that a person has asked for.
std::string_view flow_of(std::string_view step) {
  return step == "poll_device" ? "sign_in_with_device" : step;
}

}  // namespace

Call Session::call(std::string_view step, Value arguments) const {
  arguments.set("app_key", config_.app_key).set("connection", config_.connection);
  Call call{dialects::find_route(dialect_, step), std::move(arguments)};
  if (step == "sign_out") call.path = config_.sign_out_path;
  if (call.route != nullptr && call.route->about_person) call.path = config_.profile_path;
  return call;
}

// The headers of a request of the application to `url`.
Value Session::signed_headers(std::string_view url, std::string_view token) const {
  Value headers = Value::array();
  signer_->without_person(url).each(
      [&](std::string_view name, std::string_view value) { add_header(headers, name, value); });
  if (!token.empty()) add_header(headers, "Authorization", "Bearer " + std::string(token));
  return headers;
}

// The headers of the SDK's own calls. A server that does not know X-Platform is not sent it:
// browsers would have to ask for leave first (CORS).
Value Session::dialect_headers(std::string_view token) const {
  Value headers = Value::array();
  if (dialect_.sends_platform) add_header(headers, "X-Platform", name(config_.platform));
  if (!token.empty()) {
    add_header(headers, "Authorization", std::string(dialect_.scheme).append(token));
  }
  Value known = Value::object();
  known.set("app_key", config_.app_key);
  const auto further = dialects::map(dialect_.headers, known, dialects::Absent::left_out);
  for (const auto& [name, value] : further->members()) {
    if (!value.text()->empty()) add_header(headers, name, *value.text());
  }
  return headers;
}

Value Session::address(const Call& call, std::string_view token) const {
  const dialects::Route& route = *call.route;
  std::string url = config_.base_url + dialects::path_of(call);
  Value headers = dialect_headers(token);
  Value effect = Value::object();
  if (route.body == dialects::Body::file) {
    effect.set("kind", "upload").set("url", std::move(url));
    effect.set("file", call.arguments.text_or("file", "")).set("headers", std::move(headers));
    return effect;
  }
  std::string body = dialects::body_of(call);
  add_header(headers, "Accept", "application/json");
  if (route.body == dialects::Body::json) add_header(headers, "Content-Type", "application/json");
  if (route.body == dialects::Body::form) {
    add_header(headers, "Content-Type", "application/x-www-form-urlencoded");
  }
  effect.set("kind", "http").set("flow", flow_of(route.step)).set("method", route.method);
  effect.set("url", std::move(url)).set("headers", std::move(headers));
  effect.set("body", std::move(body));
  return effect;
}

Understood Session::understand_answer(const Answer& answer, const Call& call, CallKind kind) {
  if (answer) {
    const auto date = text::parse_http_date(answer.header("date"));
    if (date) vault_.learn_offset(date->ms - now().wall.ms);
  }
  Understood reply = backend::understand(answer, kind, dialect_, server_now());
  if (!reply.body && backend::is_missing_call(reply.body.error())) {
    std::string& detail = reply.body.error().detail;
    detail.assign(call.route->method).append(" ").append(config_.base_url);
    detail.append(dialects::plain_path_of(call));
  }
  return reply;
}

Task<Value> Session::open_call(Call call, CallKind kind) {
  if (call.route == nullptr) co_return Errc::unsupported;
  std::string missing = dialects::missing_arguments(call);
  if (!missing.empty()) co_return Error{Errc::invalid_argument, missing, 0, 0};
  Answer answer = co_await host_.try_send(address(call, ""));
  co_return understand_answer(answer, call, kind).body;
}

Task<Value> Session::signed_call(Call call, Mark who) {
  if (call.route == nullptr) co_return Errc::unsupported;
  if (!text::is_whole_path(dialects::path_of(call))) {
    co_return Error{Errc::invalid_argument, "empty id", 0, 0};
  }
  Value token = co_await token_for_request(who);
  for (bool renewed = false;; renewed = true) {
    Answer answer = co_await host_.try_send(address(call, *token.text()));
    Understood reply = understand_answer(answer, call, CallKind::signed_call);
    if (renewed && reply.body) renewal_helped();
    if (renewed || !reply.body.is(Errc::token_rejected)) co_return std::move(reply.body);
    token = co_await token_instead_of(std::move(token), who);
    if (token.is_null()) co_return std::move(reply.body);
  }
}

Task<Value> Session::ask_backend(Call call, Mark who) {
  const dialects::Route* route = call.route;
  Result<Value> body = co_await flow::attempt(signed_call(std::move(call), who));
  if (!body) co_return instead_of(route, body.error());
  std::optional<Value> outcome = dialects::read_reply(*route, *body);
  if (!outcome) co_return Errc::malformed_reply;
  if (route->about_person) learn_user(*outcome, who);
  co_return *std::move(outcome);
}

}  // namespace hufu::session
