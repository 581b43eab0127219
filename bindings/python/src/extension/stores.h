// The native stores for Python, and the store that is in Python.
#pragma once

#include <memory>
#include <string>

#include <hufu/native/store.h>

#include "mailbox.h"

namespace hufu::python {

/// Asks Python for each text. Several clients may share what is asked, `identity`.
class StoreInPython final : public native::Store {
 public:
  StoreInPython(std::shared_ptr<Mailbox> mailbox, const void* identity)
      : mailbox_(std::move(mailbox)), identity_(identity) {}

  Result<std::optional<Secret>> load(const std::string& key) override;
  Result<Nothing> save(const std::string& key, const Secret& value) override;
  Result<Nothing> erase(const std::string& key) override;
  const void* identity() const override { return identity_; }

 private:
  const std::shared_ptr<Mailbox> mailbox_;
  const void* const identity_;
};

void add_stores(py::module_& module);

}  // namespace hufu::python
