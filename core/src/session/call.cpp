// Calls of the SDK to its backend.
#include <utility>

#include "session/session.h"
#include "text/headers.h"
#include "text/http_date.h"

namespace hufu::session {
namespace {

// An id that is empty, `.` or `..` would ask for another resource: hosts fold such segments.
bool is_whole_path(std::string_view path) {
  path = path.substr(1, path.find('?') - 1);
  for (std::size_t end = 0; end != std::string_view::npos; path.remove_prefix(end + 1)) {
    end = path.find('/');
    const std::string_view segment = path.substr(0, end);
    if (segment.empty() || segment == "." || segment == "..") return false;
    if (end == std::string_view::npos) break;
  }
  return true;
}

}  // namespace

std::vector<Header> Session::signed_headers(const Secret& token) const {
  std::vector<Header> headers = {{"X-Platform", std::string(name(config_.platform))}};
  if (!token.empty()) headers.push_back({"Authorization", "Bearer " + token.reveal()});
  return headers;
}

HttpEffect Session::address(const backends::Request& request, const Secret& token) const {
  HttpEffect effect{request.flow, request.method, config_.base_url + request.path,
                    signed_headers(token), Secret()};
  effect.headers.push_back({"Accept", "application/json"});
  if (request.body) {
    effect.headers.push_back({"Content-Type", "application/json"});
    effect.body = Secret(request.body->dump());
  } else if (!request.form.empty()) {
    effect.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    effect.body = Secret(request.form);
  }
  return effect;
}

Understood Session::understand_answer(const Result<HttpAnswer>& answer, CallKind call) {
  if (answer) {
    const auto date = text::parse_http_date(text::find_header(answer->headers, "date"));
    if (date) server_offset_ms_ = date->ms - now().wall.ms;
  }
  return understand(answer, call, *backend_, server_now());
}

Task<json::Value> Session::open_call(std::optional<backends::Request> request, CallKind call) {
  if (!request) co_return Errc::unsupported;
  HttpEffect effect = address(*request, Secret());
  Result<HttpAnswer> answer = co_await host_.try_send(std::move(effect));
  Understood reply = understand_answer(answer, call);
  co_return std::move(reply.body);
}

Task<json::Value> Session::signed_call(std::optional<backends::Request> request) {
  if (!request) co_return Errc::unsupported;
  if (!is_whole_path(request->path)) co_return Error{Errc::invalid_argument, "empty id", 0, 0};
  Secret token = co_await token_for_request();
  HttpEffect first = address(*request, token);
  Result<HttpAnswer> answer = co_await host_.try_send(std::move(first));
  Understood reply = understand_answer(answer, CallKind::signed_call);
  if (!reply.body.is(Errc::token_rejected)) co_return std::move(reply.body);

  Secret renewed = co_await token_instead_of(std::move(token));
  HttpEffect second = address(*request, renewed);
  answer = co_await host_.try_send(std::move(second));
  reply = understand_answer(answer, CallKind::signed_call);
  co_return std::move(reply.body);
}

}  // namespace hufu::session
