#include "errors.h"

#include <exception>

#include "values.h"

namespace hufu::python {

py::tuple to_tuple(const Error& error) {
  return py::make_tuple(to_text(describe(error.code).name), to_text(name(error.action())),
                        to_text(error.message()), to_text(error.detail), error.retry_after_ms,
                        error.http_status, to_text(error.server_message));
}

namespace {

PyObject* failed = nullptr;

}  // namespace

void set_failed(const Error& error) { PyErr_SetObject(failed, to_tuple(error).ptr()); }

Errc code_of(py::handle name) {
  const ErrorInfo* row = find_error(text_of("code", name));
  return row == nullptr ? Errc::host_fault : row->code;
}

void add_errors(py::module_& module) {
  failed = PyErr_NewException("hufu_auth._native.Failed", nullptr, nullptr);
  if (failed == nullptr) throw py::error_already_set();
  module.attr("Failed") = py::handle(failed);
  py::register_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const Failure& failure) {
      set_failed(failure.error);
    }
  });
  module.def(
      "fail",
      [](py::handle code, py::handle detail) {
        throw Failure{{code_of(code), text_of("detail", detail), 0, 0}};
      },
      py::arg("code"), py::arg("detail"));
  module.def(
      "message",
      [](py::handle code, py::handle detail, double retry_after_ms, py::handle language) {
        const Error error{code_of(code), text_of("detail", detail), retry_after_ms, 0};
        return to_text(error.message(language_of(text_of("language", language))));
      },
      py::arg("code"), py::arg("detail"), py::arg("retry_after_ms"), py::arg("language"));
  module.def(
      "why_ended",
      [](py::handle cause, py::handle language) {
        EndCause end{};
        read("cause", cause, end);
        return to_text(sentence(end, language_of(text_of("language", language))));
      },
      py::arg("cause"), py::arg("language"));
  py::list table;
  for (const ErrorInfo& row : error_table())
    table.append(py::make_tuple(to_text(row.name), to_text(name(row.action)), row.http_status,
                                to_text(sentence(row.code, Language::en))));
  module.attr("ERRORS") = py::tuple(table);
}

}  // namespace hufu::python
