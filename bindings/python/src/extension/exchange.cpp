#include "exchange.h"

#include <chrono>
#include <optional>
#include <utility>

#include "errors.h"
#include "letters.h"
#include "outside.h"
#include "waiting.h"

namespace hufu::python {

Exchange::Exchange(std::unique_ptr<native::Exchange> exchange, std::shared_ptr<Mailbox> mailbox)
    : exchange_(std::move(exchange)), mailbox_(std::move(mailbox)) {}

Exchange::~Exchange() { close(); }

py::tuple Exchange::next(double timeout_ms) {
  using Clock = std::chrono::steady_clock;
  const auto until = Clock::now() + std::chrono::duration<double, std::milli>(timeout_ms);
  native::Exchange& exchange = open();
  std::optional<Result<native::Exchange::Step>> step;
  Signals signals;
  {
    const Outside without_gil;
    const auto arrival = std::make_shared<Arrival<native::Exchange::Step>>();
    exchange.next(
        [arrival](Result<native::Exchange::Step> come) { arrival->put(std::move(come)); });
    while (!(step = arrival->wait_for(kSignalsEvery))) {
      if (!signals.look()) break;
      if (timeout_ms > 0 && Clock::now() >= until) {
        step.emplace(Error{Errc::timeout, {}, 0, 0});
        break;
      }
    }
  }
  signals.raise_if_any();
  return step_for_python(value_of(std::move(*step)));
}

Mailbox::Ticket Exchange::begin_next() {
  native::Exchange& exchange = open();
  const Mailbox::Ticket ticket = mailbox_->next_ticket();
  const Outside without_gil;
  exchange.next([mailbox = mailbox_, ticket](Result<native::Exchange::Step> step) {
    mailbox->tell(Mailbox::Ended{ticket, std::move(step)});
  });
  return ticket;
}

void Exchange::answered(int status, py::handle headers) {
  std::vector<Header> head = headers_of("headers", headers);
  native::Exchange& exchange = open();
  const Outside without_gil;
  exchange.answered(status, std::move(head));
}

void Exchange::failed(py::handle code, py::handle detail) {
  const Errc why = code_of(code);
  std::string text = text_of("detail", detail);
  native::Exchange& exchange = open();
  const Outside without_gil;
  exchange.failed(why, std::move(text));
}

void Exchange::close() {
  if (!exchange_) return;
  const py::gil_scoped_release without_gil;
  exchange_.reset();
}

native::Exchange& Exchange::open() {
  if (!exchange_) throw Failure{{Errc::cancelled, "the exchange is over", 0, 0}};
  return *exchange_;
}

void add_exchange(py::module_& module) {
  py::class_<Exchange>(module, "Exchange")
      .def("next", &Exchange::next, py::arg("timeout_ms") = 0.0)
      .def("begin_next", &Exchange::begin_next)
      .def("answered", &Exchange::answered, py::arg("status"), py::arg("headers"))
      .def("failed", &Exchange::failed, py::arg("code"), py::arg("detail"))
      .def("close", &Exchange::close);
}

}  // namespace hufu::python
