// Between Python's values and the public structs of the core, field by field.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <pybind11/pybind11.h>

#include <hufu/effects.h>
#include <hufu/operations.h>
#include <hufu/secret.h>

#include "catalogue/enumerations.h"

namespace hufu::python {

namespace py = pybind11;

/// `TypeError`: "`name` must be str, not int".
[[noreturn]] void refuse_type(std::string_view name, std::string_view wanted, py::handle given);
/// `ValueError` with that sentence.
[[noreturn]] void refuse_value(const std::string& sentence);

/// A `str`; `TypeError` for anything else, `ValueError` for a lone surrogate.
std::string text_of(std::string_view name, py::handle given);
/// `bytes`, as they are.
std::string bytes_of(std::string_view name, py::handle given);
double number_of(std::string_view name, py::handle given);
/// A whole number; what is behind the point goes.
int whole_of(std::string_view name, py::handle given);
/// A `dict`, as the text of a JSON object.
Json json_of(std::string_view name, py::handle given);
/// A list of pairs of texts.
std::vector<Header> headers_of(std::string_view name, py::handle given);

py::str to_text(std::string_view text);
py::object to_dict(const Json& json);
/// Header values may be of any bytes: as Latin-1, like everywhere in Python.
py::list to_headers(const std::vector<Header>& headers);

// ---- Python to structs --------------------------------------------------------------------------

inline void read(std::string_view name, py::handle from, std::string& into) {
  into = text_of(name, from);
}
inline void read(std::string_view name, py::handle from, Secret& into) {
  into = Secret(text_of(name, from));
}
inline void read(std::string_view name, py::handle from, Json& into) { into = json_of(name, from); }
inline void read(std::string_view name, py::handle from, double& into) {
  into = number_of(name, from);
}
inline void read(std::string_view name, py::handle from, int& into) { into = whole_of(name, from); }
inline void read(std::string_view name, py::handle from, bool& into) {
  if (!PyBool_Check(from.ptr())) refuse_type(name, "bool", from);
  into = from.ptr() == Py_True;
}
inline void read(std::string_view name, py::handle from, std::vector<Header>& into) {
  into = headers_of(name, from);
}
inline void read(std::string_view name, py::handle from, std::vector<std::string>& into) {
  if (!PyList_Check(from.ptr()) && !PyTuple_Check(from.ptr())) refuse_type(name, "a list", from);
  for (const py::handle each : py::reinterpret_borrow<py::sequence>(from))
    into.push_back(text_of(name, each));
}
template <class E>
requires std::is_enum_v<E>
void read(std::string_view name, py::handle from, E& into) {
  const std::string wanted = text_of(name, from);
  std::string all;
  for (std::uint8_t one = 0; one < enumeration<E>().count; ++one) {
    const std::string_view value = enumeration<E>().value_name(one);
    if (value == wanted) {
      into = static_cast<E>(one);
      return;
    }
    all += (all.empty() ? "" : ", ") + std::string(value);
  }
  refuse_value(std::string(name) + " must be one of " + all);
}
template <class T>
void read(std::string_view name, py::handle from, std::optional<T>& into) {
  read(name, from, into.emplace());
}

/// Fills the fields that `from` names; None leaves an optional field as it is.
template <class Struct>
void fill(Struct& into, const py::dict& from) {
  Struct::fields(into, [&](std::string_view name, auto& field) {
    PyObject* given = PyDict_GetItemString(from.ptr(), std::string(name).c_str());
    if (given == nullptr) return;
    if constexpr (requires { field.has_value(); }) {
      if (given == Py_None) return;
    }
    read(name, given, field);
  });
}

// ---- structs to Python --------------------------------------------------------------------------

template <class Struct>
py::dict members_of(const Struct& from);

template <class T>
py::object written(const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    return to_text(value);
  } else if constexpr (std::is_same_v<T, Secret>) {
    return to_text(value.reveal());
  } else if constexpr (std::is_same_v<T, bool>) {
    return py::bool_(value);
  } else if constexpr (std::is_same_v<T, int>) {
    return py::int_(value);
  } else if constexpr (std::is_same_v<T, double>) {
    return py::float_(value);
  } else if constexpr (std::is_same_v<T, Json>) {
    return to_dict(value);
  } else if constexpr (std::is_same_v<T, Errc>) {
    return to_text(describe(value).name);
  } else if constexpr (std::is_enum_v<T>) {
    return to_text(name(value));
  } else if constexpr (std::is_same_v<T, Nothing>) {
    return py::none();
  } else if constexpr (std::is_same_v<T, std::vector<Header>>) {
    return to_headers(value);
  } else if constexpr (requires { value.has_value(); }) {
    if (!value) return py::none();
    return written(*value);
  } else if constexpr (requires { value.begin(); }) {
    py::list all;
    for (const auto& each : value)
      all.append(written(each));
    return all;
  } else {
    return members_of(value);
  }
}

template <class Struct>
py::dict members_of(const Struct& from) {
  py::dict all;
  Struct::fields(
      from, [&](std::string_view name, const auto& field) { all[to_text(name)] = written(field); });
  return all;
}

}  // namespace hufu::python
