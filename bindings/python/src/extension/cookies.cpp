// The core's cookie codec: what @supabase/ssr writes and reads.
#include "text/cookies.h"

#include "module.h"
#include "values.h"

namespace hufu::python {
namespace {

/// Pairs of name and value; None for a cookie of `present` that is stale and has to go.
py::list encode(py::handle name, py::handle value, py::handle present) {
  Value given;
  if (!value.is_none()) given = Value(text_of("value", value));
  std::vector<std::string> names;
  read("present", present, names);
  Value old = Value::array();
  for (const std::string& each : names)
    old.push(each);
  py::list pairs;
  const Value encoded = text::encode_cookies(text_of("name", name), given, old);
  for (const Value& pair : encoded.items()) {
    py::object cookie = py::none();
    if (pair.items()[1].is_string()) cookie = to_text(pair.items()[1].text());
    pairs.append(py::make_tuple(to_text(pair.items()[0].text()), cookie));
  }
  return pairs;
}

py::object decode(py::handle name, py::handle cookies) {
  Value pairs = Value::array();
  for (const Header& each : headers_of("cookies", cookies))
    pairs.push(std::move(Value::array().push(each.name).push(each.value)));
  const Value value = text::decode_cookies(text_of("name", name), pairs);
  if (value.is_string()) return to_text(value.text());
  return py::none();
}

}  // namespace

void add_cookies(py::module_& module) {
  module.def("cookies_encode", &encode, py::arg("name"), py::arg("value"),
             py::arg("present") = py::tuple());
  module.def("cookies_decode", &decode, py::arg("name"), py::arg("cookies"));
}

}  // namespace hufu::python
