// The host of a client whose other half is in Python.
#pragma once

#include <memory>
#include <string>

#include <hufu/native/host.h>

#include "mailbox.h"

namespace hufu::python {

/// What of the host is in Python: a store where no native one is given.
struct AskedOfPython {
  const void* store = nullptr;
  bool credential = false;
  bool present = false;
  bool http = false;            ///< The client's own calls; `fetch` is then an `Exchange`.
  bool has_event_loop = false;  ///< It calls `turn` when `descriptors` are readable.
};

/// What is asked for goes through the mailbox, and so does the store where there is none.
native::Host host_that_asks(const std::shared_ptr<Mailbox>& mailbox,
                            std::shared_ptr<native::Store> store, const AskedOfPython& asked,
                            std::string ca_file);

}  // namespace hufu::python
