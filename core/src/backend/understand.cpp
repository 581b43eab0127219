#include "backend/understand.h"

#include <optional>
#include <utility>

#include "base/fault.h"
#include "text/ascii.h"
#include "text/headers.h"
#include "text/http_date.h"
#include "text/json.h"
#include "text/jwt.h"
#include "text/number.h"

namespace hufu::backend {
namespace {

constexpr int kOk = 200;
constexpr int kNoContent = 204;
constexpr int kUnauthorized = 401;
constexpr int kNotFound = 404;
constexpr int kMethodNotAllowed = 405;
constexpr std::size_t kLongestBody = 1 << 20;  // hosts stop there; this is for those that forget

bool is_success(int status) { return status >= 200 && status < 300; }

// Whatever the content type says: WeChat and small servers send JSON as text/plain, PHP as
// text/html, and no page is a JSON object.
Value read_json(const flow::Answer& answer) {
  if (answer->text.size() > kLongestBody) return {};
  std::optional<Value> body = json::parse_leniently(answer->text);
  return body && body->is_object() ? *std::move(body) : Value();
}

// A token that is the whole answer, as text or as a JSON text, becomes a body with a member
// `token`.
void read_plain_token(const flow::Answer& answer, Value& body) {
  if (!body.is_null() || !is_success(answer->status)) return;
  const std::optional<Value> quoted = json::parse(answer->text);
  Text token = quoted && quoted->is_string() ? quoted->text() : answer->text;
  while (token.ends_with('\n') || token.ends_with('\r') || token.ends_with(' '))
    token.pop_back();
  if (!text::is_compact_jwt(token)) return;
  body = Value::object();
  body.set("token", std::move(token));
}

// What a host may say of a call that failed; only a server can refuse a token or end a session.
Fault failure_of(const Fault& failed) {
  switch (failed.code()) {
    case Errc::network:
    case Errc::timeout:
    case Errc::tls:
    case Errc::malformed_reply:
    case Errc::store_unavailable:  // what comes for a refresh token could not be kept
    case Errc::invalid_argument:   // what it was given to send with, a file of authorities
    case Errc::cancelled:
    case Errc::unsupported: return failed;
    default: return Fault(Errc::host_fault, failed.detail());
  }
}

// Only such an answer may end a session: JSON to the letter, and not sent as a page.
bool is_beyond_doubt(const flow::Answer& answer) {
  return !text::is_page_type(answer.header("content-type")) && json::parse(answer->text);
}

// Whether a 404 is about the address and not about something that was looked for there: frameworks
// and gateways say so in few ways (Express, NestJS, Fastify, hapi, Spring, FastAPI, Kong).
bool is_about_address(std::string_view message) {
  Text said = text::to_lower(message);
  if (said.ends_with('.')) said.pop_back();
  const auto has = [&](std::string_view word) { return said.find(word) != Text::npos; };
  return said.empty() || said == "not found" || said.ends_with("404 not found") ||
         said.ends_with("page not found") || said.starts_with("cannot ") || has("route") ||
         has("path");
}

// The code by which the table knows a refusal that came as JSON.
Text code_of(dialects::Refusal& said, int status, const dialects::Dialect& dialect) {
  Text number;
  text::append_integer(number, status);
  if (!said.code.empty() && said.code != number) return std::move(said.code);
  // The gateway before the server (Kong) did not like the application's key, and has no codes.
  if (status == kUnauthorized && dialect.has_app_key()) return "app_key";
  if (status == kNotFound && is_about_address(said.message)) return "not_found";
  return {};
}

Text detail_of(const Meaning& meaning, const Text& code, const Text& reasons,
               const dialects::Dialect& dialect) {
  if (!reasons.empty()) return reasons;
  const bool names =
      !meaning.names.empty() && code != std::string_view(meaning.names) && dialect.has_app_key();
  return names ? Text(meaning.names).append(": ").append(code) : code;
}

}  // namespace

Understood understand(const flow::Answer& answer, CallKind call, const dialects::Dialect& dialect,
                      WallTime server_now) {
  if (!answer) return {failure_of(answer->fault)};
  if (answer->status == kNoContent) return {Value()};
  Value body = read_json(answer);
  if (call == CallKind::sign_in && dialect.plain_token) read_plain_token(answer, body);
  int status = answer->status;
  const bool has_body = !body.is_null();
  if (has_body && status == kOk) status = static_cast<int>(body.number_or(dialect.status, kOk));
  if (is_success(status) && has_body) return {std::move(body)};

  dialects::Refusal said;
  if (has_body) said = dialects::read_refusal(dialect, body);
  if (call == CallKind::renewal && !is_beyond_doubt(answer)) said.code.clear();
  Text code;
  if (has_body) code = code_of(said, status, dialect);
  const Meaning meaning = meaning_of(call, status, has_body ? Shape::error : Shape::any, code);
  const auto retry_after =
      text::parse_retry_after(answer.header("retry-after"), answer.header("date"), server_now);
  Facts facts{meaning.code, detail_of(meaning, code, said.reasons, dialect),
              retry_after.value_or(0), status, std::move(said.message)};
  return {Fault(std::move(facts)), meaning.ends_session};
}

bool is_missing_call(const Fault& error) {
  return error.code() == Errc::unsupported &&
         (error.http_status() == kNotFound || error.http_status() == kMethodNotAllowed);
}

bool wants_new_code(const Fault& refusal) {
  constexpr int kBadRequest = 400;
  return refusal.code() == Errc::credential_invalid ||
         (refusal.code() == Errc::refused && refusal.http_status() == kBadRequest);
}

}  // namespace hufu::backend
