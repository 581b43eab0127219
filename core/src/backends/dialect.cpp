#include "backends/dialect.h"

#include "backends/authing.h"
#include "backends/gotrue.h"
#include "backends/mapping.h"
#include "backends/mini_login.h"
#include "backends/unified.h"
#include "backends/wx_login.h"
#include "text/url.h"

namespace hufu::backends {
namespace {

// Fills in the arguments; empty if one is missing and `optional`.
std::string fill_in(std::string_view part, const json::Value& arguments, bool optional) {
  std::string out;
  while (!part.empty()) {
    const std::size_t open = part.find('{');
    out += part.substr(0, open);
    if (open == std::string_view::npos) break;
    part.remove_prefix(open + 1);
    const std::size_t close = part.find('}');
    const std::string_view argument = arguments.text_or(part.substr(0, close), "");
    if (optional && argument.empty()) return {};
    out += text::encode_component(argument);
    part.remove_prefix(close + 1);
  }
  return out;
}

std::string encode_form(const json::Value& body) {
  std::string form;
  for (const auto& [key, value] : body.members()) {
    if (!form.empty()) form.push_back('&');
    form.append(key).push_back('=');
    if (value.is_string()) form += text::encode_component(*value.text());
  }
  return form;
}

}  // namespace

const Dialect& dialect(BackendKind kind) {
  switch (kind) {
    case BackendKind::unified: break;
    case BackendKind::gotrue: return kGotrue;
    case BackendKind::wx_login: return kWxLogin;
    case BackendKind::mini_login: return kMiniLogin;
    case BackendKind::authing: return kAuthing;
  }
  return kUnified;
}

const Route* find_route(const Dialect& dialect, std::string_view step) {
  for (const Route& route : dialect.routes) {
    if (route.step == step) return &route;
  }
  return nullptr;
}

std::string path_of(const Call& call) {
  const std::string_view path = call.route->path;
  const std::size_t open = path.find('[');
  std::string filled = fill_in(path.substr(0, open), call.arguments, false);
  if (open == std::string_view::npos) return filled;
  const std::size_t close = path.find(']');
  filled += fill_in(path.substr(open + 1, close - open - 1), call.arguments, true);
  return filled;
}

std::string body_of(const Call& call) {
  const Route& route = *call.route;
  if (route.body == Body::none) return {};
  const auto body = map(route.request, call.arguments, Absent::left_out);
  if (!body) return {};
  return route.body == Body::json ? body->dump() : encode_form(*body);
}

std::optional<json::Value> read_reply(const Route& route, const json::Value& body) {
  return map(route.reply, body, Absent::filled);
}

std::optional<json::Value> read_grant(const Dialect& dialect, const json::Value& body) {
  return map(dialect.grant, body, Absent::filled);
}

std::string read_error_code(const Dialect& dialect, const json::Value& body) {
  return find_text(dialect.error_code, body);
}

}  // namespace hufu::backends
