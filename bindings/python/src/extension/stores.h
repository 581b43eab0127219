// The native stores for Python, and the store that is in Python.
#pragma once

#include <memory>
#include <string>

#include <hufu/native/store.h>

#include "mailbox.h"

namespace hufu::python {

/// Asks Python for each text.
class AskedStore final : public native::Store {
 public:
  explicit AskedStore(std::shared_ptr<Mailbox> mailbox) : mailbox_(std::move(mailbox)) {}

  Result<std::optional<Secret>> load(const std::string& key) override;
  Result<Nothing> save(const std::string& key, const Secret& value) override;
  Result<Nothing> erase(const std::string& key) override;

 private:
  const std::shared_ptr<Mailbox> mailbox_;
};

void add_stores(py::module_& module);

}  // namespace hufu::python
