#include "flow/ask.h"

namespace hufu::flow {

Held::~Held() {
  Value unlock = Value::object();
  unlock.set("kind", "unlock").set("lock", static_cast<double>(lock_)).set("name", name_);
  loop_->emit_unanswered(std::move(unlock));
}

}  // namespace hufu::flow
