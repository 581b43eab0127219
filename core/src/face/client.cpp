// The facade: the types of the public headers around the machine.
#include "hufu/client.h"

#include <map>
#include <utility>

#include "face/machine.h"
#include "face/typed.h"

namespace hufu {

class Client::Driver {
 public:
  explicit Driver(std::unique_ptr<Machine> its_machine) : machine(std::move(its_machine)) {}

  std::unique_ptr<Machine> machine;
  std::map<OperationId, std::size_t> asked;  ///< The index in `Operation` of each under way.
};

Result<std::unique_ptr<Client>> Client::open(Config config) {
  Result<std::unique_ptr<Machine>> machine = Machine::open(std::move(config));
  if (!machine) return std::move(machine.error());
  auto driver = std::make_unique<Driver>(*std::move(machine));
  return std::unique_ptr<Client>(new Client(std::move(driver)));
}

Client::Client(std::unique_ptr<Driver> driver) : driver_(std::move(driver)) {}
Client::~Client() = default;

OperationId Client::begin(const Operation& operation, Now now) {
  const OperationId id =
      driver_->machine->begin(typed::operation_name(operation), typed::arguments(operation), now);
  driver_->asked.insert_or_assign(id, operation.index());
  return id;
}

std::optional<Message> Client::next() {
  std::optional<flow::Outgoing> outgoing = driver_->machine->next();
  if (!outgoing) return std::nullopt;
  std::size_t index = 0;
  if (outgoing->kind == flow::Outgoing::Kind::done) {
    const auto asked = driver_->asked.find(OperationId{outgoing->id});
    index = asked->second;
    driver_->asked.erase(asked);
  }
  return typed::message(*std::move(outgoing), index);
}

void Client::resolve(EffectId effect, Answer answer, Now now) {
  driver_->machine->resolve(effect, typed::answer(std::move(answer)), now);
}

void Client::cancel(OperationId operation) {
  // One that has ended already keeps its place until its message is taken.
  if (driver_->machine->cancel(operation)) driver_->asked.erase(operation);
}

void Client::wake(Now now) { driver_->machine->wake(now); }

Authorization Client::authorize(std::string_view url, Now now) const noexcept {
  return driver_->machine->authorize(url, now);
}
std::shared_ptr<const Signer> Client::signer() const {
  return driver_->machine->session().told().signer();
}
std::uint32_t Client::signer_version() const noexcept {
  return driver_->machine->session().told().signer_version();
}
SessionState Client::state() const noexcept { return driver_->machine->session().told().state(); }
std::optional<User> Client::user() const {
  return typed::user(driver_->machine->session().told().user());
}

}  // namespace hufu
