#include "values.h"

#include <limits>

namespace hufu::python {
namespace {

std::string type_of(py::handle given) { return Py_TYPE(given.ptr())->tp_name; }

}  // namespace

void refuse_type(std::string_view name, std::string_view wanted, py::handle given) {
  throw py::type_error(std::string(name) + " must be " + std::string(wanted) + ", not " +
                       type_of(given));
}

void refuse_value(const std::string& sentence) { throw py::value_error(sentence); }

std::string text_of(std::string_view name, py::handle given) {
  if (!PyUnicode_Check(given.ptr())) refuse_type(name, "str", given);
  Py_ssize_t size = 0;
  const char* text = PyUnicode_AsUTF8AndSize(given.ptr(), &size);
  if (text == nullptr) {
    PyErr_Clear();
    refuse_value(std::string(name) + " holds a lone surrogate");
  }
  return {text, static_cast<std::size_t>(size)};
}

std::string bytes_of(std::string_view name, py::handle given) {
  if (!PyBytes_Check(given.ptr())) refuse_type(name, "bytes", given);
  return {PyBytes_AS_STRING(given.ptr()), static_cast<std::size_t>(PyBytes_GET_SIZE(given.ptr()))};
}

double number_of(std::string_view name, py::handle given) {
  if (PyBool_Check(given.ptr()) || (!PyFloat_Check(given.ptr()) && !PyLong_Check(given.ptr()))) {
    refuse_type(name, "a number", given);
  }
  const double number = PyFloat_AsDouble(given.ptr());
  if (number == -1.0 && PyErr_Occurred() != nullptr) {
    PyErr_Clear();
    refuse_value(std::string(name) + " is too large");
  }
  return number;
}

int whole_of(std::string_view name, py::handle given) {
  using Limits = std::numeric_limits<int>;
  const double number = number_of(name, given);
  if (!(number >= Limits::min() && number <= Limits::max()))
    refuse_value(std::string(name) + " is too large");
  return static_cast<int>(number);
}

Json json_of(std::string_view name, py::handle given) {
  if (!PyDict_Check(given.ptr())) refuse_type(name, "dict", given);
  return {text_of(name, py::module_::import("json").attr("dumps")(given))};
}

std::vector<Header> headers_of(std::string_view name, py::handle given) {
  constexpr std::string_view kWanted = "a list of pairs of str";
  if (!PyList_Check(given.ptr())) refuse_type(name, kWanted, given);
  std::vector<Header> headers;
  headers.reserve(static_cast<std::size_t>(PyList_GET_SIZE(given.ptr())));
  for (const py::handle each : py::reinterpret_borrow<py::list>(given)) {
    if (!PyTuple_Check(each.ptr()) || PyTuple_GET_SIZE(each.ptr()) != 2) {
      refuse_type(name, kWanted, each);
    }
    headers.push_back({text_of(name, PyTuple_GET_ITEM(each.ptr(), 0)),
                       text_of(name, PyTuple_GET_ITEM(each.ptr(), 1))});
  }
  return headers;
}

py::str to_text(std::string_view text) {
  PyObject* made =
      PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace");
  if (made == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::str>(made);
}

py::object to_dict(const Json& json) {
  return py::module_::import("json").attr("loads")(to_text(json.text));
}

py::list to_headers(const std::vector<Header>& headers) {
  py::list all(headers.size());
  for (std::size_t at = 0; at < headers.size(); ++at) {
    const auto latin = [](const std::string& text) {
      return py::reinterpret_steal<py::str>(
          PyUnicode_DecodeLatin1(text.data(), static_cast<Py_ssize_t>(text.size()), nullptr));
    };
    all[at] = py::make_tuple(latin(headers[at].name), latin(headers[at].value));
  }
  return all;
}

}  // namespace hufu::python
