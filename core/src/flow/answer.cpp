#include "flow/answer.h"

#include <utility>

#include "catalogue/failure.h"
#include "text/ascii.h"
#include "text/base64url.h"

namespace hufu::flow {
namespace {

using json::Value;

void fail(Answer& answer, Errc code, std::string_view detail) {
  answer.error.emplace(failure(code, detail));
}

void misfit(Answer& answer, std::string_view member) {
  fail(answer, Errc::host_fault, "the answer's " + std::string(member));
}

bool are_headers(const Value& headers) {
  for (const Value& each : headers.items()) {
    const std::vector<Value>& pair = each.items();
    if (pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string()) return false;
  }
  return headers.is_array();
}

bool take_text(Answer& answer, Value& from, std::string_view member) {
  const Value* value = from.find(member);
  if (value == nullptr || !value->is_string()) return false;
  answer.text = from.take_text(member);
  return true;
}

void read_head(Answer& answer, Value& from) {
  constexpr int kLargest = 999;
  const double status = from.number_or("status", -1);
  if (!(status >= 0 && status <= kLargest)) return misfit(answer, "status");
  answer.status = static_cast<int>(status);
  answer.headers = from.take("headers");
  if (answer.headers.is_null()) answer.headers = Value::array();
  if (!are_headers(answer.headers)) return misfit(answer, "headers");
}

}  // namespace

Answer::~Answer() { wipe(text); }

std::string_view Answer::header(std::string_view name) const {
  for (const Value& each : headers.items()) {
    if (text::equals_ignoring_case(*each.items()[0].text(), name)) return *each.items()[1].text();
  }
  return {};
}

Answer read_answer(Expected expected, Value from) {
  Answer answer;
  if (!from.is_object()) {
    misfit(answer, "JSON");
  } else if (from.find("error") != nullptr) {
    const ErrorInfo* row = find_error(from.text_or("error", ""));
    fail(answer, row ? row->code : Errc::host_fault, from.take_text("detail"));
  } else if (expected == Expected::reply || expected == Expected::head) {
    const bool whole = expected == Expected::reply && from.find("body") != nullptr;
    read_head(answer, from);
    if (whole && !take_text(answer, from, "body")) misfit(answer, "body");
  } else if (expected == Expected::value) {
    const Value* value = from.find("value");
    const bool stored = value != nullptr && !value->is_null();
    if (stored && !take_text(answer, from, "value")) misfit(answer, "value");
  } else if (expected == Expected::bytes) {
    auto bytes = text::from_base64url(from.text_or("bytes", "="));
    if (!bytes) misfit(answer, "bytes");
    if (bytes) answer.text = *std::move(bytes);
  } else if (expected == Expected::credential) {
    if (!take_text(answer, from, "credential")) misfit(answer, "credential");
    answer.rest = std::move(from);
  }
  return answer;
}

}  // namespace hufu::flow
