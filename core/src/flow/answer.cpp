#include "flow/answer.h"

#include <utility>

#include "base/fault.h"
#include "text/ascii.h"
#include "text/base64url.h"

namespace hufu::flow {
namespace {

Fault misfit(std::string_view member) {
  return Fault(Errc::host_fault, Text("the answer's ").append(member));
}

bool are_headers(const Value& headers) {
  for (const Value& each : headers.items()) {
    const List<Value>& pair = each.items();
    if (pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string()) return false;
  }
  return headers.is_array();
}

void take_text(Said& said, const Value& value, const char* member) {
  if (!value.is_string()) said.fault = misfit(member);
  said.text = value.text();
}

void read_head(Said& said, const Value& from) {
  constexpr int kLargest = 999;
  const double status = from.number_or("status", -1);
  if (!(status >= 0 && status <= kLargest)) {
    said.fault = misfit("status");
    return;
  }
  said.status = static_cast<int>(status);
  said.headers = from.at("headers");
  if (said.headers.is_null()) said.headers = Value::array();
  if (!are_headers(said.headers)) said.fault = misfit("headers");
}

}  // namespace

Text Answer::header(std::string_view name) const {
  for (const Value& each : get()->headers.items()) {
    if (text::equals_ignoring_case(each.items()[0].text(), name)) return each.items()[1].text();
  }
  return {};
}

Answer read_answer(Expected expected, const Value& from) {
  Said said;
  if (!from.is_object()) {
    said.fault = misfit("JSON");
  } else if (from.find("error") != nullptr) {
    const ErrorInfo* row = find_error(from.text_or("error", ""));
    said.fault = Fault(row ? row->code : Errc::host_fault, from.text_of("detail"));
  } else if (expected == Expected::reply || expected == Expected::head) {
    read_head(said, from);
    const Value* body = expected == Expected::reply ? from.find("body") : nullptr;
    if (body != nullptr) take_text(said, *body, "body");
  } else if (expected == Expected::value) {
    const Value value = from.at("value");
    if (!value.is_null()) take_text(said, value, "value");
  } else if (expected == Expected::bytes) {
    auto bytes = text::from_base64url(from.text_or("bytes", "="));
    if (bytes) {
      said.text = *std::move(bytes);
    } else {
      said.fault = misfit("bytes");
    }
  } else if (expected == Expected::credential) {
    take_text(said, from.at("credential"), "credential");
    said.whole = from;
  }
  return Answer(std::move(said));
}

}  // namespace hufu::flow
