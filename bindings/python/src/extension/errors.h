// Errors of the core on their way to Python.
#pragma once

#include <pybind11/pybind11.h>

#include <hufu/result.h>

namespace hufu::python {

/// Thrown to become `_native.Failed`, from which the Python side makes its exceptions.
struct Failure {
  Error error;
};

/// The value, or its error thrown.
template <class T>
T value_of(Result<T> result) {
  if (!result) throw Failure{std::move(result.error())};
  return std::move(*result);
}

/// The arguments of `_native.Failed`: code, action, message, detail, retry_after_ms, http_status,
/// server_message.
pybind11::tuple to_tuple(const Error& error);

/// Makes it the pending exception of Python: `_native.Failed`.
void set_failed(const Error& error);

/// The code of that name; `host_fault` for any other text.
Errc code_of(pybind11::handle name);

void add_errors(pybind11::module_& module);

}  // namespace hufu::python
