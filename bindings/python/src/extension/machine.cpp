// `_native.Machine`: the C interface as it is, for tests that replay recorded flows.
#include <algorithm>
#include <memory>
#include <string>

#include "hufu.h"
#include "module.h"

namespace hufu::python {
namespace {

struct Close {
  void operator()(hufu_client* client) const { hufu_close(client); }
};

/// Texts are JSON; times are milliseconds.
class Machine {
 public:
  explicit Machine(const std::string& config) : client_(hufu_open(config.data(), config.size())) {
    if (!client_) throw py::value_error(hufu_open_error());
  }

  std::uint32_t begin(const std::string& operation, const std::string& arguments, double wall_ms,
                      double uptime_ms) {
    return hufu_begin(client_.get(), operation.c_str(), arguments.data(), arguments.size(), wall_ms,
                      uptime_ms);
  }
  py::object next() {
    const char* message = hufu_next(client_.get());
    if (message == nullptr) return py::none();
    return py::str(message);
  }
  void resolve(std::uint32_t effect, const std::string& answer, double wall_ms, double uptime_ms) {
    hufu_resolve(client_.get(), effect, answer.data(), answer.size(), wall_ms, uptime_ms);
  }
  void cancel(std::uint32_t operation) { hufu_cancel(client_.get(), operation); }
  void wake(double wall_ms, double uptime_ms) { hufu_wake(client_.get(), wall_ms, uptime_ms); }
  /// The headers, one a line; `needs_token` or `refused`.
  std::string authorize(const std::string& url, double wall_ms, double uptime_ms) const {
    std::string out(8192, '\0');
    const std::int32_t length = hufu_authorize(client_.get(), url.data(), url.size(), wall_ms,
                                               uptime_ms, out.data(), out.size());
    if (length == HUFU_NEEDS_TOKEN) return "needs_token";
    if (length == HUFU_REFUSED) return "refused";
    out.resize(std::min(static_cast<std::size_t>(length), out.size()));
    return out;
  }
  std::string state() const { return hufu_state(client_.get()); }

 private:
  std::unique_ptr<hufu_client, Close> client_;
};

}  // namespace

void add_machine(py::module_& module) {
  py::class_<Machine>(module, "Machine")
      .def(py::init<const std::string&>(), py::arg("config"))
      .def("begin", &Machine::begin, py::arg("operation"), py::arg("arguments"), py::arg("wall_ms"),
           py::arg("uptime_ms"))
      .def("next", &Machine::next)
      .def("resolve", &Machine::resolve, py::arg("effect"), py::arg("answer"), py::arg("wall_ms"),
           py::arg("uptime_ms"))
      .def("cancel", &Machine::cancel, py::arg("operation"))
      .def("wake", &Machine::wake, py::arg("wall_ms"), py::arg("uptime_ms"))
      .def("authorize", &Machine::authorize, py::arg("url"), py::arg("wall_ms"),
           py::arg("uptime_ms"))
      .def_property_readonly("state", &Machine::state);
}

}  // namespace hufu::python
