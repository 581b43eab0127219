// `_native.Client`: the native client as Python sees it, without any logic of its own.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include <hufu/native/client.h>

#include "exchange.h"
#include "host.h"
#include "mailbox.h"

namespace hufu::python {

/// One open native client. All methods are called with the GIL; those that wait release it.
class Client {
 public:
  Client(const py::dict& config, std::shared_ptr<native::Store> store, const AskedOfPython& asked,
         std::string ca_file);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  /// Performs an operation and waits; signals are looked after meanwhile.
  py::object call(const std::string& operation, const py::dict& arguments);
  /// Status, headers, body.
  py::tuple fetch(py::handle method, py::handle url, py::handle headers, py::handle body,
                  py::handle timeout_ms);
  /// The two headers as a new dict, None where only an operation can answer. `Failure`
  /// (`origin_refused`) for a URL that gets no token.
  py::object authorize(py::handle url);

  /// The same without waiting: the end comes through the mailbox, under the ticket that is first;
  /// the second names the operation to `cancel`.
  py::tuple begin(const std::string& operation, const py::dict& arguments);
  py::tuple begin_fetch(py::handle method, py::handle url, py::handle headers, py::handle body,
                        py::handle timeout_ms);
  void cancel(std::uint32_t operation);
  /// For a request that an HTTP library of the application sends.
  std::unique_ptr<Exchange> begin_exchange(py::handle method, py::handle url, py::handle headers,
                                           bool replayable);

  /// What an event loop watches: the mailbox, and the client's transfers if it is driven.
  py::list descriptors();
  /// Lets transfers go on, and gives what has come, as `Mailbox::take` has it.
  py::object turn();
  /// What has come, once something has.
  py::object take();

  /// From now on events come through the mailbox.
  void listen();
  py::str state();
  Mailbox& mailbox() { return *mailbox_; }
  /// Ends everything that runs, stores what has to be stored, and waits for that. Where nobody
  /// takes from the mailbox any more, a store in Python is not waited for (`no_callbacks`).
  void close(bool no_callbacks);
  /// After fork() the threads that this client counts on are missing: lets go of it as it is.
  void abandon();

 private:
  native::Client& open();
  /// Once nobody is signed in any more, no token stays here.
  void forget_if_over();
  void forget_headers();

  std::shared_ptr<Mailbox> mailbox_;
  std::unique_ptr<native::Client> client_;
  bool is_listening_ = false;

  // The last headers as Python has them: made once for each token, and copied.
  native::SignedHeaders signed_;
  py::dict headers_;
};

void add_client(py::module_& module);

}  // namespace hufu::python
