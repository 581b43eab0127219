#include "vault/end.h"

#include <cmath>

#include "catalogue/fields.h"
#include "text/json.h"

namespace hufu::vault {
namespace {

constexpr std::string_view kReused = "refresh_token_already_used";

// The rows of the table of meanings that end a session have names; whatever else is refused may
// carry any text.
bool is_named(EndCause cause) {
  return cause == EndCause::refused || cause == EndCause::token_reused;
}

// The last moment that JavaScript's dates know; a program gets nothing that a clock of its own
// could not show.
constexpr double kLastMoment = 8.64e15;

bool is_up_to(double most, double given) { return given >= 0 && given <= most; }

}  // namespace

Value end_of(EndCause cause, const Fault& why, WallTime at) {
  Value end = Value::object();
  end.set("cause", name(cause)).set("rule", rule_of(cause));
  end.set("code", why ? Value(describe(why.code()).name) : Value());
  end.set("http_status", why ? why.http_status() : 0);
  end.set("server_code", why && is_named(cause) ? why.detail() : Text());
  end.set("at_ms", std::floor(at.ms));
  return end;
}

EndCause cause_of(const Fault& refusal) {
  return refusal.detail() == kReused ? EndCause::token_reused : EndCause::refused;
}

Text write_end(const Value& end) { return json::dump(end); }

Value read_end(const Value* value) {
  if (value == nullptr || !value->is_object()) return {};
  Tried<Value> end = read_fields("cause rule code? http_status# server_code at_ms#", *value);
  if (!end || end->text_or("cause", "").empty()) return {};
  // Whoever can write to the store can write a note, too.
  const bool sound = is_up_to(999, end->number_or("http_status", 0)) &&
                     is_up_to(kLastMoment, end->number_or("at_ms", 0));
  if (!sound) return {};
  return *std::move(end);
}

Value read_end(std::string_view text) {
  const std::optional<Value> value = json::parse(text);
  return value ? read_end(&*value) : Value();
}

}  // namespace hufu::vault
