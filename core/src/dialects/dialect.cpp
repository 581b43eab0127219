#include "dialects/dialect.h"

#include <algorithm>

#include "catalogue/enumerations.h"
#include "dialects/authing.h"
#include "dialects/check.h"
#include "dialects/gotrue.h"
#include "dialects/mapping.h"
#include "dialects/mini_login.h"
#include "dialects/unified.h"
#include "dialects/wx_login.h"
#include "hufu/result.h"
#include "text/ascii.h"
#include "text/json.h"
#include "text/plain.h"
#include "text/url.h"

namespace hufu::dialects {
namespace {

// In the order of BackendKind.
constexpr const Dialect* kDialects[] = {
    &unified::kDialect,    &gotrue::kDialect,  &wx_login::kDialect,
    &mini_login::kDialect, &authing::kDialect,
};

consteval bool all_are_sound() {
  for (const Dialect* each : kDialects)
    check::a_dialect(*each);
  return true;
}
static_assert(all_are_sound());

Text encode_form(const Value& body) {
  Text form;
  for (const auto& [key, value] : body.members()) {
    if (!form.empty()) form.push_back('&');
    form.append(text::encode_component(key)).append("=");
    if (value.is_string()) form += text::encode_component(value.text());
  }
  return form;
}

// Fills in the arguments; empty if one is missing and `optional`.
Text fill_in(std::string_view part, const Value& arguments, bool optional) {
  Text out;
  while (!part.empty()) {
    const std::size_t open = part.find('{');
    out += part.substr(0, open);
    if (open == std::string_view::npos) break;
    part.remove_prefix(open + 1);
    const std::size_t close = part.find('}');
    const Value* given = arguments.find(part.substr(0, close));
    const Value argument = given == nullptr ? Value() : *given;
    part.remove_prefix(close + 1);
    if (optional && argument.text().empty()) return {};
    out += text::encode_component(argument.text());
    if (argument.is_object()) out.append("&").append(encode_form(argument));
  }
  return out;
}

// A code goes into messages and logs: only a short plain word passes.
bool is_plain_code(std::string_view code) {
  constexpr std::size_t kLongest = 64;
  return code.size() <= kLongest &&
         code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") == std::string_view::npos;
}

// Where servers say for people what is wrong: GoTrue, RFC 6749, RFC 9457, Google, WeChat; the
// documents have it where others have the code.
constexpr std::string_view kMessage =
    "msg|message|message.0|error_description|error.message|detail|detail.0.msg|errmsg|error|title";

// GoTrue: `{"weak_password":{"reasons":["length"]}}`.
Text reasons_of(const Value& body) {
  const Value* weak = body.find("weak_password");
  const Value* list = weak == nullptr ? nullptr : weak->find("reasons");
  Text reasons;
  if (list == nullptr) return reasons;
  for (const Value& each : list->items()) {
    const Text reason = each.text();
    if (reason.empty() || !is_plain_code(reason)) continue;
    reasons.append(reasons.empty() ? "" : ", ").append(reason);
  }
  return reasons;
}

}  // namespace

const Dialect& dialect(BackendKind kind) { return *kDialects[static_cast<std::size_t>(kind)]; }

const Route* find_route(const Dialect& dialect, std::string_view step) {
  for (const Route& route : dialect.routes) {
    if (route.step == step) return &route;
  }
  return nullptr;
}

Text path_of(const Call& call) {
  if (!call->path.empty()) return Text(call->path);
  const std::string_view path = call->route->path;
  const std::size_t open = path.find('(');
  Text filled = fill_in(path.substr(0, open), call->arguments, false);
  if (open == std::string_view::npos) return filled;
  const std::size_t close = path.find(')');
  filled += fill_in(path.substr(open + 1, close - open - 1), call->arguments, true);
  return filled;
}

bool needs_arguments(const Route& route) { return route.request.has("!"); }

Text missing_arguments(const Call& call) {
  Text missing;
  std::string_view request = call->route->request;
  for (std::size_t end = request.find('!'); end != std::string_view::npos;
       end = request.find('!')) {
    const std::string_view before = request.substr(0, end);
    const std::string_view name = before.substr(before.find_last_of(" ={") + 1);
    request.remove_prefix(end + 1);
    if (!call->arguments.text_or(name, "").empty()) continue;
    missing.append(missing.empty() ? "" : ", ").append(name);
  }
  return missing;
}

std::string_view plain_path_of(const Call& call) {
  const std::string_view path = call->path.empty() ? call->route->path : call->path;
  return path.substr(0, path.find_first_of("?("));
}

Text body_of(const Call& call) {
  const Route& route = *call->route;
  if (route.body == Body::none) return {};
  const Value body = map(route.request, call->arguments, Absent::left_out);
  if (body.is_null()) return {};
  return route.body == Body::json ? json::dump(body) : encode_form(body);
}

Value read_reply(const Route& route, const Value& body) {
  Value outcome = map(route.reply, body, Absent::filled);
  const bool done_at_once = !route.reply_at_once.empty() && body.bool_or("success", false);
  if (outcome.is_null() && done_at_once) outcome = map(route.reply_at_once, body, Absent::filled);
  return outcome;
}

Refusal read_refusal(const Dialect& dialect, const Value& body) {
  Refusal refusal;
  refusal.code = find_text(dialect.error_code, body);
  if (!is_plain_code(refusal.code)) refusal.code.clear();
  const Text said = find_text(kMessage, body);
  const bool is_number = std::all_of(said.begin(), said.end(), text::is_digit);
  if (!is_number && said != refusal.code)
    refusal.message = text::plain(said, kLongestServerMessage);
  refusal.reasons = reasons_of(body);
  return refusal;
}

}  // namespace hufu::dialects

namespace hufu {

std::string_view name(BackendKind backend) { return dialects::dialect(backend).name; }

std::uint8_t dialect_count() { return std::size(dialects::kDialects); }

}  // namespace hufu
