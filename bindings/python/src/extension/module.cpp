// `hufu_auth._native`: what the Python package is built on. Private: only `hufu_auth` uses it.
#include "module.h"

#include <hufu/core.h>

#include "client.h"
#include "errors.h"
#include "exchange.h"
#include "outside.h"
#include "stores.h"

PYBIND11_MODULE(_native, module) {
  using namespace hufu::python;
  module.doc() = "The native client of Hufu. Private: use the package `hufu_auth`.";
  module.attr("VERSION") = to_text(hufu::version());
  module.def("describe", [] { return to_text(hufu::describe()); });
  module.def("come_back", &come_back);
  module.def("forget_others", &forget_others);
  add_errors(module);
  add_stores(module);
  add_exchange(module);
  add_client(module);
  add_cookies(module);
}
