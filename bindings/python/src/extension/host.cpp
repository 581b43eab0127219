#include "host.h"

#include <utility>
#include <variant>

#include "stores.h"

namespace hufu::python {

native::Host host_that_asks(const std::shared_ptr<Mailbox>& mailbox,
                            std::shared_ptr<native::Store> store, const AskedOfPython& asked,
                            std::string ca_file) {
  native::Host host;
  host.store = store ? std::move(store) : std::make_shared<StoreInPython>(mailbox, asked.store);
  host.ca_file = std::move(ca_file);
  host.has_event_loop = asked.has_event_loop;
  if (asked.credential) {
    host.credential = [mailbox](CredentialKind kind, bool fresh) -> Result<CredentialAnswer> {
      return given<CredentialAnswer>(mailbox->ask(CredentialEffect{kind, fresh}));
    };
  }
  if (asked.present) {
    host.present = [mailbox](const PresentEffect& what) -> Result<Nothing> {
      return done(mailbox->ask(what));
    };
  }
  if (asked.http) {
    host.http = [mailbox](const native::OwnCall& call,
                          const std::stop_token& stop) -> Result<HttpAnswer> {
      return given<HttpAnswer>(mailbox->ask(
          std::visit([](const auto& one) { return Mailbox::Question(one); }, call), stop));
    };
  }
  return host;
}

}  // namespace hufu::python
