#include "backend/backend.h"

#include <utility>

#include "base/fault.h"
#include "dialects/mapping.h"
#include "text/http_date.h"
#include "text/jwt.h"
#include "text/url.h"

namespace hufu::backend {
namespace {

void add_header(Value& headers, std::string_view name, std::string_view value) {
  headers.push(Value::array().push(name).push(value));
}

// What a token says of its own life by its times, which its server has written with one clock; 0
// if nothing. Without `iat` it is counted from `now`.
Millis life_by_claims(std::string_view token, WallTime now) {
  const Value claims = text::read_claims(token);
  const double end = claims.number_or("exp", 0) * 1000;
  return end <= 0 ? 0 : end - claims.number_or("iat", now.ms / 1000) * 1000;
}

// How long the access token lives: RFC 6749, 5.1 only recommends that the answer says so. 0 where
// nobody knows: then it is used until it is refused, if there is nothing to renew it with.
Millis life_of(const dialects::GrantParts& grant, WallTime server_now) {
  constexpr Millis kUsualLife = 3'600'000;
  if (grant.lifetime_ms > 0) return grant.lifetime_ms;
  const Millis claimed = life_by_claims(grant.access_token, server_now);
  if (claimed > 0) return claimed;
  const Millis left = grant.expires_at_ms - server_now.ms;
  if (left > 0) return left;
  return grant.refresh_token.empty() ? 0 : kUsualLife;
}

// What an answer is understood by.
struct Sent {
  Backend& backend;
  Call call;
  CallKind kind;
  Fault unsent;  // why nobody was asked
};

}  // namespace

Backend::Backend(flow::Loop& loop, flow::Clock& clock, const Config& config)
    : http_(loop), clock_(clock), config_(config), dialect_(dialects::dialect(config.backend)) {}

Call Backend::call(Literal step, Value arguments) const {
  arguments.set("app_key", config_.app_key).set("connection", config_.connection);
  Call call = Call::make(route(step), std::move(arguments));
  if (step == "sign_out") call->path = config_.sign_out_path;
  if (call->route != nullptr && call->route->about_person) call->path = config_.profile_path;
  return call;
}

Call Backend::renewal_with(const Text& refresh_token) const {
  Value arguments = Value::object();
  arguments.set("refresh_token", refresh_token);
  return call("refresh", std::move(arguments));
}

Fault Backend::fault_of(const Call& call) const {
  if (call->route == nullptr) return Fault(Errc::unsupported);
  const Text missing = dialects::missing_arguments(call);
  if (!missing.empty()) return Fault(Errc::invalid_argument, missing);
  if (text::is_whole_path(dialects::path_of(call))) return {};
  return Fault(Errc::invalid_argument, "empty id");
}

Fault Backend::refusal_of(Value said) const {
  constexpr int kBadRequest = 400, kForbidden = 403;
  const Text error = said.text_of("error");
  if (!said.text_of("error_code").empty()) said.set("error", Value());
  const dialects::Refusal why = dialects::read_refusal(dialect_, said);
  if (why.code.empty() && error.empty()) return Errc::credential_invalid;  // nobody was sent here
  const auto meaning = [](int status, const Text& code) {
    return meaning_of(CallKind::password, status, Shape::error, code).code;
  };
  Errc code = meaning(kForbidden, why.code);
  // No word that we know: only an `access_denied` beside it is the server's no.
  if (code == Errc::not_allowed && error != "access_denied") code = meaning(kBadRequest, error);
  return Fault(Facts{code, why.code, 0, 0, why.message});
}

Text Backend::url_of(const Call& call) const {
  return Text(config_.base_url).append(dialects::path_of(call));
}

// The headers of the SDK's own calls. A server that does not know X-Platform is not sent it:
// browsers would have to ask for leave first (CORS).
Value Backend::headers_for(std::string_view token) const {
  Value headers = Value::array();
  if (dialect_.sends_platform) add_header(headers, "X-Platform", name(config_.platform));
  if (!token.empty()) {
    add_header(headers, "Authorization", Text(dialect_.scheme).append(token));
  }
  Value known = Value::object();
  known.set("app_key", config_.app_key);
  const Value further = dialects::map(dialect_.headers, known, dialects::Absent::left_out);
  for (const auto& [name, value] : further.members()) {
    if (!value.text().empty()) add_header(headers, name, value.text());
  }
  return headers;
}

Value Backend::request_of(const Call& call, std::string_view token) const {
  const dialects::Route& route = *call->route;
  Value headers = headers_for(token);
  Value effect = Value::object();
  if (route.body == dialects::Body::file) {
    effect.set("kind", "upload").set("url", url_of(call));
    effect.set("file", call->arguments.text_or("file", "")).set("headers", std::move(headers));
    return effect;
  }
  add_header(headers, "Accept", "application/json");
  if (route.body == dialects::Body::json) add_header(headers, "Content-Type", "application/json");
  if (route.body == dialects::Body::form) {
    add_header(headers, "Content-Type", "application/x-www-form-urlencoded");
  }
  effect.set("kind", "http")
      .set("flow", std::string_view(route.step))
      .set("method", std::string_view(route.method));
  effect.set("url", url_of(call)).set("headers", std::move(headers));
  effect.set("body", dialects::body_of(call));
  return effect;
}

Understood Backend::understand(const flow::Answer& answer, const Call& call, CallKind kind) {
  if (answer) {
    if (const auto date = text::parse_http_date(answer.header("date"))) clock_.learn(*date);
  }
  Understood reply = backend::understand(answer, kind, dialect_, clock_.server_now());
  if (!reply.body && is_missing_call(reply.body.fault())) {
    Text address(call->route->method);
    address.append(" ").append(config_.base_url).append(dialects::plain_path_of(call));
    reply.body = reply.body.fault().with_detail(std::move(address));
  }
  return reply;
}

Grant Backend::grant_of(const Value& body) const {
  Grant grant = dialects::read_grant(dialect_, body);
  if (grant) grant->lifetime_ms = life_of(*grant, clock_.server_now());
  return grant;
}

Sending Backend::send(Call call, CallKind kind, const Text& token) {
  Fault unsent = fault_of(call);
  Value effect = unsent ? Value() : request_of(call, token);
  flow::Ask ask = http_.try_send(std::move(effect));
  ask->about = Ref<Sent>::make(*this, std::move(call), kind, std::move(unsent));
  return {std::move(ask)};
}

Sending::Awaited Sending::wait_in(flow::Flow& flow) {
  if (ask->effect.is_null()) {
    flow::Answer answer;
    answer->fault = Ref<Sent>(ask->about)->unsent;
    answer->about = ask->about;
    flow.go_on(answer, Fault());
  } else {
    flow.wait_for(std::move(ask));
  }
  return {&flow};
}

Understood Sending::Awaited::await_resume() const {
  const flow::Answer answer(flow->take());
  const Ref<Sent> sent(answer->about);
  return sent->backend.understand(answer, sent->call, sent->kind);
}

}  // namespace hufu::backend
