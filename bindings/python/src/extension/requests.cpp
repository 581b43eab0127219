#include "requests.h"

#include <optional>
#include <utility>
#include <variant>

namespace hufu::python {
namespace {

template <class... Operations>
Operation make_operation(std::string_view wanted, const py::dict& arguments,
                         std::variant<Operations...>*) {
  std::optional<Operation> made;
  const auto try_one = [&]<class One>(std::type_identity<One>) {
    if (made || One::kName != wanted) return;
    One one;
    fill(one, arguments);
    made.emplace(std::move(one));
  };
  (try_one(std::type_identity<Operations>()), ...);
  if (!made) refuse_value("there is no operation " + std::string(wanted));
  return std::move(*made);
}

}  // namespace

Operation operation_of(const std::string& name, const py::dict& arguments) {
  return make_operation(name, arguments, static_cast<Operation*>(nullptr));
}

native::FetchRequest request_of(py::handle method, py::handle url, py::handle headers,
                                py::handle body, py::handle timeout_ms) {
  native::FetchRequest request;
  request.method = text_of("method", method);
  request.url = text_of("url", url);
  request.headers = headers_of("headers", headers);
  if (!body.is_none()) request.body = bytes_of("body", body);
  request.timeout_ms = number_of("timeout_ms", timeout_ms);
  return request;
}

}  // namespace hufu::python
