// `_native.Client` in the module: the names under which Python finds its methods.
#include <memory>
#include <utility>

#include "client.h"
#include "errors.h"

namespace hufu::python {
namespace {

/// As Python calls a method of its own: pybind11's way of calling takes as long as the answer.
PyObject* call_authorize(PyObject* self, PyObject* url) {
  try {
    return py::cast<Client&>(py::handle(self)).authorize(url).release().ptr();
  } catch (py::error_already_set& error) {
    error.restore();
  } catch (const Failure& failure) {
    set_failed(failure.error);
  } catch (const py::builtin_exception& error) {
    error.set_error();
  } catch (const std::exception& error) {
    PyErr_SetString(PyExc_RuntimeError, error.what());
  }
  return nullptr;
}

void add_authorize(py::handle kind) {
  static PyMethodDef method{"authorize", &call_authorize, METH_O,
                            "authorize($self, url, /)\n--\n\n"};
  const auto made = py::reinterpret_steal<py::object>(
      PyDescr_NewMethod(reinterpret_cast<PyTypeObject*>(kind.ptr()), &method));
  if (!made) throw py::error_already_set();
  py::setattr(kind, method.ml_name, made);
}

}  // namespace

void add_client(py::module_& module) {
  py::class_<Client> client(module, "Client");
  add_authorize(client);
  client
      .def(py::init([](const py::dict& config, std::shared_ptr<native::Store> store,
                       py::handle asked_store, bool credential, bool present, bool http,
                       bool has_event_loop, std::string ca_file) {
             return std::make_unique<Client>(
                 config, std::move(store),
                 AskedOfPython{asked_store.ptr(), credential, present, http, has_event_loop},
                 std::move(ca_file));
           }),
           py::arg("config"), py::arg("store"), py::kw_only(), py::arg("asked_store"),
           py::arg("credential"), py::arg("present"), py::arg("http"), py::arg("has_event_loop"),
           py::arg("ca_file"))
      .def("call", &Client::call, py::arg("operation"), py::arg("arguments"))
      .def("fetch", &Client::fetch, py::arg("method"), py::arg("url"), py::arg("headers"),
           py::arg("body"), py::arg("timeout_ms"))
      .def("begin", &Client::begin, py::arg("operation"), py::arg("arguments"))
      .def("begin_fetch", &Client::begin_fetch, py::arg("method"), py::arg("url"),
           py::arg("headers"), py::arg("body"), py::arg("timeout_ms"))
      .def("cancel", &Client::cancel, py::arg("operation"))
      .def("listen", &Client::listen)
      .def_property_readonly("state", &Client::state)
      .def("take", &Client::take)
      .def(
          "answer",
          [](Client& self, Mailbox::Ticket question, py::handle value) {
            self.mailbox().answer(question, value);
          },
          py::arg("question"), py::arg("value"))
      .def(
          "refuse",
          [](Client& self, Mailbox::Ticket question, py::handle code, py::handle detail) {
            self.mailbox().refuse(question, code, detail);
          },
          py::arg("question"), py::arg("code"), py::arg("detail"))
      .def("begin_exchange", &Client::begin_exchange, py::arg("method"), py::arg("url"),
           py::arg("headers"), py::arg("replayable"))
      .def("descriptors", &Client::descriptors)
      .def("turn", &Client::turn)
      .def("close", &Client::close, py::kw_only(), py::arg("no_callbacks"))
      .def("abandon", &Client::abandon);
}

}  // namespace hufu::python
