// The parts of `hufu_auth._native`, each in its own file.
#pragma once

#include <pybind11/pybind11.h>

namespace hufu::python {

namespace py = pybind11;

void add_cookies(py::module_& module);

}  // namespace hufu::python
