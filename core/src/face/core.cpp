// The facade: the types of the public headers around the machine.
#include "hufu/core.h"

#include <map>
#include <utility>

#include "face/machine.h"
#include "face/typed.h"

namespace hufu {

class Core::Inside {
 public:
  explicit Inside(std::unique_ptr<Machine> its_machine) : machine(std::move(its_machine)) {}

  std::unique_ptr<Machine> machine;
  std::map<OperationId, std::size_t> asked;  ///< The index in `Operation` of each under way.
};

Result<std::unique_ptr<Core>> Core::open(Config config) {
  Tried<std::unique_ptr<Machine>> machine = Machine::open(std::move(config));
  if (!machine) return typed::error(machine.fault());
  auto inside = std::make_unique<Inside>(*std::move(machine));
  return std::unique_ptr<Core>(new Core(std::move(inside)));
}

Core::Core(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Core::~Core() = default;

OperationId Core::begin(const Operation& operation, Now now) {
  const OperationId id =
      inside_->machine->begin(typed::operation_name(operation), typed::arguments(operation), now);
  inside_->asked.insert_or_assign(id, operation.index());
  return id;
}

std::optional<Message> Core::next() {
  std::optional<flow::Outgoing> outgoing = inside_->machine->next();
  if (!outgoing) return std::nullopt;
  std::size_t index = 0;
  if (outgoing->kind == flow::Outgoing::Kind::done) {
    const auto asked = inside_->asked.find(OperationId{outgoing->id});
    index = asked->second;
    inside_->asked.erase(asked);
  }
  return typed::message(*outgoing, index);
}

void Core::resolve(EffectId effect, const Answer& answer, Now now) {
  inside_->machine->resolve(effect, typed::answer(answer), now);
}

void Core::cancel(OperationId operation) {
  // One that has ended already keeps its place until its message is taken.
  if (inside_->machine->cancel(operation)) inside_->asked.erase(operation);
}

void Core::wake(Now now) { inside_->machine->wake(now); }

Authorization Core::authorize(std::string_view url, Now now) const noexcept {
  return inside_->machine->authorize(url, now);
}
std::shared_ptr<const Signer> Core::signer() const {
  return inside_->machine->session().announcer().signer();
}
std::uint32_t Core::signer_version() const noexcept {
  return inside_->machine->session().announcer().signer_version();
}
SessionState Core::state() const noexcept {
  return inside_->machine->session().announcer().state();
}
std::optional<User> Core::user() const {
  return typed::user(inside_->machine->session().announcer().user());
}

}  // namespace hufu
