#include "signed_in.h"

#include "failure.h"
#include "outcome_json.h"
#include "texts.h"

namespace hufu::cli {
namespace {

bool is_kept(Context& context) {
  const ClerkSource clerk = context.settings().clerk;
  const bool asks_elsewhere = clerk == ClerkSource::command || clerk == ClerkSource::file;
  return asks_elsewhere || (context.store().is_lasting() && !context.close());
}

}  // namespace

void prepare_sign_in(Context& context) {
  context.signs_in = true;
  must(context.store().store->prepare_save(context.storage_key()));
}

void tell_signed_in(Context& context, const SessionInfo& session) {
  const bool kept = is_kept(context);
  nlohmann::json told = to_json(session);
  told["kept"] = kept;
  told["event"] = "signed_in";
  context.tell(
      told,
      {say("signed_in", {{"name", name_of(session.user)}, {"server", context.settings().server}})});
  if (kept) {
    save_settings(context.options.profile, context.settings());
    return;
  }
  const std::optional<Error> trouble = context.close();
  const std::string reason = trouble ? trouble->detail : context.store().reason;
  throw Failure{ExitStatus::not_kept,
                reason.empty() ? say("not_kept") : say("not_kept_because", {{"reason", reason}})};
}

}  // namespace hufu::cli
