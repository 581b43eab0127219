#include "session/understand.h"

#include <optional>
#include <utility>

#include "text/headers.h"
#include "text/http_date.h"

namespace hufu::session {
namespace {

constexpr int kNoContent = 204;
constexpr std::size_t kLongestBody = 1 << 20;  // hosts stop there; this is for those that forget

bool is_success(int status) { return status >= 200 && status < 300; }

std::optional<json::Value> read_json(const HttpAnswer& answer) {
  if (answer.body.size() > kLongestBody) return std::nullopt;
  if (!text::is_json_type(text::find_header(answer.headers, "content-type"))) return std::nullopt;
  std::optional<json::Value> body = json::parse(answer.body);
  return body && body->is_object() ? std::move(body) : std::nullopt;
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

Understood understand(const Result<HttpAnswer>& answer, CallKind call,
                      const backends::Backend& backend, WallTime server_now) {
  if (!answer) return {failure_of(answer.error()), {}, false};
  std::optional<json::Value> body = read_json(*answer);
  if (answer->status == kNoContent) return {json::Value(), {}, false};
  if (is_success(answer->status) && body) return {*std::move(body), {}, false};

  std::string server_code;
  if (body && !is_success(answer->status)) server_code = backend.read_error_code(*body);
  if (!is_plain_code(server_code)) server_code.clear();
  const Meaning meaning = meaning_of(call, answer->status, server_code);
  const Millis retry_after = text::parse_retry_after(answer->headers, server_now).value_or(0);
  return {Error{meaning.code, server_code, retry_after, answer->status}, server_code,
          meaning.ends_session};
}

}  // namespace hufu::session
