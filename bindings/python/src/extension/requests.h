// What Python asks for, as the client has it.
#pragma once

#include <string>

#include <hufu/native/fetch.h>
#include <hufu/operations.h>

#include "values.h"

namespace hufu::python {

/// `ValueError` where there is no such operation, and for what does not fit its arguments.
Operation operation_of(const std::string& name, const py::dict& arguments);

native::FetchRequest request_of(py::handle method, py::handle url, py::handle headers,
                                py::handle body, py::handle timeout_ms);

}  // namespace hufu::python
