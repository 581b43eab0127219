#include "joining.h"

#include "failure.h"
#include "outcome_json.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {

std::string described(const BindingPreview& half) {
  const std::string who = half.nickname.empty() ? say("nameless") : half.nickname;
  return say("half", {{"name", who}, {"provider", half.provider}, {"platform", half.platform}});
}

void join(Context& context, const Binding& binding, bool agrees) {
  native::Client& client = context.client();
  if (binding.state == "already_linked") return;
  if (!agrees && !ask(say("join_that"))) {
    must(client.decline_binding({.binding_id = binding.binding_id}));
    throw Failure{ExitStatus::refused, say("nothing_joined")};
  }
  const Binding accepted = must(client.accept_binding({.binding_id = binding.binding_id}));
  context.tell_event("accepted", to_json(accepted),
                     {say("type_number", {{"number", accepted.number}})});
  const Waiting waiting(say("waiting_half"), accepted.expires_in_ms);
  const Binding confirmed =
      must(client.wait_for_binding({.binding_id = binding.binding_id, .since = accepted.state}));
  context.tell_event("confirmed", to_json(confirmed), {say("joined")});
}

}  // namespace hufu::cli
