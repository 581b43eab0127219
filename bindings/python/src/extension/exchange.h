// `_native.Exchange`: a request that an HTTP library of the application sends, step by step.
#pragma once

#include <memory>

#include <hufu/native/exchange.h>

#include "mailbox.h"

namespace hufu::python {

/// Called with the GIL, by one thread at a time; what waits releases it.
class Exchange {
 public:
  Exchange(std::unique_ptr<native::Exchange> exchange, std::shared_ptr<Mailbox> mailbox);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  ~Exchange();

  /// ("send", method, URL, headers), or ("done",) once the last answer is the one. `Failure`
  /// (`timeout`) once this time is over; 0: no limit. Signals are looked after meanwhile.
  py::tuple next(double timeout_ms);
  /// The same without waiting: it comes through the mailbox, under this ticket.
  Mailbox::Ticket begin_next();
  void answered(int status, py::handle headers);
  /// The request could not be sent; the code is a host's: `network`, `timeout`, `tls`.
  void failed(py::handle code, py::handle detail);
  /// Gives it up.
  void close();

 private:
  native::Exchange& open();

  std::unique_ptr<native::Exchange> exchange_;
  const std::shared_ptr<Mailbox> mailbox_;
};

void add_exchange(py::module_& module);

}  // namespace hufu::python
