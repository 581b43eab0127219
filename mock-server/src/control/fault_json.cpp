// Faults as JSON, both ways.
#include "control/fault_json.h"

#include <nlohmann/json.hpp>

#include "http/errors.h"

namespace hufu::mock::control {
namespace {

using nlohmann::json;

constexpr std::int64_t kLongestPauseMs = 10 * 60 * 1000;
constexpr std::int64_t kMostBytes = std::int64_t{4} << 30;

std::optional<std::chrono::milliseconds> pause(const JsonBody& wish, const char* name) {
  const auto held = wish.optional_number(name, 0, kLongestPauseMs);
  if (!held) return std::nullopt;
  return std::chrono::milliseconds(*held);
}

// Text goes out as it is, so that broken JSON can be sent too; anything else as JSON.
std::optional<std::string> body_of(const JsonBody& wish) {
  const json& body = wish.value("body");
  if (!wish.has("body")) return std::nullopt;
  return body.is_string() ? body.get<std::string>() : body.dump();
}

// Seconds or an HTTP date.
std::optional<std::string> retry_after_of(const JsonBody& wish) {
  if (wish.value("retryAfter").is_number_integer())
    return std::to_string(*wish.optional_number("retryAfter", 0, 1'000'000));
  return wish.optional_text("retryAfter");
}

void require_no_line_break(const std::optional<std::string>& header, const char* name) {
  if (!header || header->find_first_of("\r\n") == std::string::npos) return;
  throw invalid_request("\"" + std::string(name) + "\" is a header field and has to be one line.");
}

bool does_something(const Fault& fault) {
  return fault.delay.count() > 0 || fault.status || fault.content_type || fault.retry_after ||
         fault.redirect || fault.body || fault.huge_body_bytes || fault.drip ||
         fault.cut_after_bytes || fault.reset || fault.lost_answer || fault.hang;
}

Fault read_fault(const JsonBody& wish) {
  Fault fault;
  fault.delay = pause(wish, "delayMs").value_or(std::chrono::milliseconds(0));
  if (const auto status = wish.optional_number("status", 200, 599))
    fault.status = static_cast<int>(*status);
  fault.body = body_of(wish);
  fault.content_type = wish.optional_text("contentType");
  fault.retry_after = retry_after_of(wish);
  fault.redirect = wish.optional_text("redirect");
  if (const auto bytes = wish.optional_number("hugeBodyBytes", 1, kMostBytes))
    fault.huge_body_bytes = *bytes;
  fault.drip = pause(wish, "dripMs");
  if (const auto bytes = wish.optional_number("cutAfterBytes", 0, kMostBytes))
    fault.cut_after_bytes = *bytes;
  fault.reset = wish.flag_or("reset", false);
  fault.lost_answer = wish.flag_or("lostAnswer", false);
  fault.hang = wish.flag_or("hang", false);
  // An answer made up here says it is JSON, as the answers it stands for do.
  if ((fault.status || fault.body) && !fault.content_type)
    fault.content_type = "application/json; charset=utf-8";
  return fault;
}

template <class Value>
void put(json& object, const char* name, const std::optional<Value>& value) {
  if (value) object[name] = *value;
}

}  // namespace

FaultRule read_fault_rule(const JsonBody& wish) {
  FaultRule rule;
  rule.route = wish.text("route");
  rule.after = wish.number_or("after", 0, 1'000'000'000, 0);
  rule.times = wish.has("times") ? wish.optional_number("times", 1, 1'000'000'000)
                                 : std::optional<std::int64_t>(1);
  rule.fault = read_fault(wish);
  require_no_line_break(rule.fault.content_type, "contentType");
  require_no_line_break(rule.fault.retry_after, "retryAfter");
  require_no_line_break(rule.fault.redirect, "redirect");
  if (!does_something(rule.fault)) {
    throw invalid_request(
        "This fault would do nothing: give status, body, delayMs, dripMs, cutAfterBytes, "
        "hugeBodyBytes, contentType, "
        "retryAfter, redirect, reset, lostAnswer or hang.");
  }
  return rule;
}

json as_json(const FaultRule& rule) {
  const Fault& fault = rule.fault;
  json object = {{"faultId", rule.id},
                 {"route", rule.route},
                 {"after", rule.after},
                 {"seen", rule.seen},
                 {"hits", rule.hits}};
  object["times"] = rule.times ? json(*rule.times) : json(nullptr);
  if (fault.delay.count() > 0) object["delayMs"] = fault.delay.count();
  if (fault.drip) object["dripMs"] = fault.drip->count();
  put(object, "status", fault.status);
  put(object, "body", fault.body);
  put(object, "contentType", fault.content_type);
  put(object, "retryAfter", fault.retry_after);
  put(object, "redirect", fault.redirect);
  put(object, "hugeBodyBytes", fault.huge_body_bytes);
  put(object, "cutAfterBytes", fault.cut_after_bytes);
  if (fault.reset) object["reset"] = true;
  if (fault.lost_answer) object["lostAnswer"] = true;
  if (fault.hang) object["hang"] = true;
  return object;
}

}  // namespace hufu::mock::control
