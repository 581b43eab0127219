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
      Answer answer = mailbox->ask(CredentialEffect{kind, fresh});
      if (auto* given = std::get_if<CredentialAnswer>(&answer)) return std::move(*given);
      const FailedAnswer& failed = std::get<FailedAnswer>(answer);
      return Error{failed.code, failed.detail, 0, 0};
    };
  }
  if (asked.present) {
    host.present = [mailbox](const PresentEffect& what) -> Result<Nothing> {
      const Answer answer = mailbox->ask(what);
      if (const auto* failed = std::get_if<FailedAnswer>(&answer)) {
        return Error{failed->code, failed->detail, 0, 0};
      }
      return Nothing{};
    };
  }
  if (asked.http) {
    host.http = [mailbox](const native::OwnCall& call,
                          const std::stop_token& stop) -> Result<HttpAnswer> {
      Answer answer = mailbox->ask(
          std::visit([](const auto& one) { return Mailbox::Question(one); }, call), stop);
      if (auto* given = std::get_if<HttpAnswer>(&answer)) return std::move(*given);
      const FailedAnswer& failed = std::get<FailedAnswer>(answer);
      return Error{failed.code, failed.detail, 0, 0};
    };
  }
  return host;
}

}  // namespace hufu::python
