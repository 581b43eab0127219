#include "session/understand.h"

#include <optional>
#include <utility>

#include "text/headers.h"
#include "text/http_date.h"
#include "text/jwt.h"

namespace hufu::session {
namespace {

constexpr int kOk = 200;
constexpr int kNoContent = 204;
constexpr std::size_t kLongestBody = 1 << 20;  // hosts stop there; this is for those that forget

bool is_success(int status) { return status >= 200 && status < 300; }

std::optional<json::Value> read_json(const flow::Answer& answer) {
  if (answer.text.size() > kLongestBody) return std::nullopt;
  if (!text::is_json_type(answer.header("content-type"))) return std::nullopt;
  std::optional<json::Value> body = json::parse(answer.text);
  return body && body->is_object() ? std::move(body) : std::nullopt;
}

// A token that is the whole answer, as text or as JSON, becomes a body with a member `token`.
void read_plain_token(const flow::Answer& answer, std::optional<json::Value>& body) {
  if (body || !is_success(answer.status) || !text::read_claims(answer.text)) return;
  body = json::Value::object();
  body->set("token", answer.text);
}

// What a host may say of a call that failed; only a server can refuse a token or end a session.
Error failure_of(const Error& failed) {
  switch (failed.code) {
    case Errc::network:
    case Errc::timeout:
    case Errc::tls:
    case Errc::malformed_reply:
    case Errc::cancelled:
    case Errc::unsupported: return failed;
    default: return Error{Errc::host_fault, failed.detail, 0, 0};
  }
}

// A code goes into messages and logs: only a short plain word passes.
bool is_plain_code(std::string_view code) {
  constexpr std::size_t kLongest = 64;
  return code.size() <= kLongest &&
         code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") == std::string_view::npos;
}

}  // namespace

Understood understand(const flow::Answer& answer, CallKind call, const backends::Dialect& dialect,
                      WallTime server_now) {
  if (!answer) return {failure_of(*answer.error)};
  if (answer.status == kNoContent) return {json::Value()};
  std::optional<json::Value> body = read_json(answer);
  if (call == CallKind::sign_in && dialect.plain_token) read_plain_token(answer, body);
  int status = answer.status;
  if (body && status == kOk) status = static_cast<int>(body->number_or(dialect.status, kOk));
  const bool success = is_success(status);
  if (success && body) return {*std::move(body)};

  std::string server_code;
  if (body && !success) server_code = backends::read_error_code(dialect, *body);
  if (!is_plain_code(server_code)) server_code.clear();
  const Meaning meaning = meaning_of(call, status, server_code);
  const auto retry_after =
      text::parse_retry_after(answer.header("retry-after"), answer.header("date"), server_now);
  return {Error{meaning.code, std::move(server_code), retry_after.value_or(0), status},
          meaning.ends_session};
}

}  // namespace hufu::session
