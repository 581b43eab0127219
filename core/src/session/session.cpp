#include "session/session.h"

#include <utility>

namespace hufu::session {

using flow::Task;

Session::Session(flow::Loop& loop, flow::Outbox& outbox, const Config& config, const Signer& signer)
    : host_(loop),
      clock_(config.uptime_counts_suspend),
      vault_(host_.store, host_.locks, clock_, config, generation_, *this),
      backend_(loop, clock_, config),
      announcer_(outbox, clock_, vault_, signer),
      codes_(host_.credentials, backend_),
      tokens_(host_.credentials, host_.timer, host_.crypto, clock_, config, generation_, vault_,
              backend_, announcer_, codes_),
      calls_(backend_, tokens_),
      one_call_(generation_, vault_, backend_, announcer_, calls_),
      sign_in_(config, generation_, vault_, backend_, announcer_, tokens_, codes_),
      scan_(host_.screen, host_.timer, clock_, backend_, one_call_, sign_in_),
      oauth_(host_.store, host_.crypto, host_.screen, clock_, config, generation_, vault_, backend_,
             announcer_, one_call_, sign_in_),
      new_pair_(clock_, generation_, vault_, backend_, announcer_, tokens_, calls_, sign_in_),
      bind_(host_.timer, clock_, config, generation_, vault_, backend_, tokens_, calls_, one_call_,
            new_pair_),
      profile_(config, vault_, backend_, announcer_, calls_, one_call_),
      sign_out_(host_.credentials, config, generation_, vault_, backend_, announcer_, tokens_,
                one_call_, sign_in_),
      fetch_(backend_, announcer_, tokens_) {}

Task<Value> Session::perform(const OperationRow& operation, Value arguments, OperationId id) {
  const vault::Generation::Mark now = generation_.mark();
  arguments.set("operation", static_cast<std::int64_t>(id));
  switch (operation.story) {
    case Story::ask_backend:
    case Story::ask_openly:
    case Story::open_page:
    case Story::sign_in_by_address: break;
    case Story::sign_in_with_wechat: return sign_in_.with_wechat(std::move(arguments));
    case Story::exchange_code_for_session:
      return oauth_.exchange_code_for_session(std::move(arguments));
    case Story::adopt_session: return new_pair_.adopt(std::move(arguments), now);
    case Story::verify_factor: return new_pair_.verify_factor(std::move(arguments), now);
    case Story::sign_in_by_scan: return scan_.begin(std::move(arguments), false, now);
    case Story::open_mini_program: return scan_.begin(std::move(arguments), true, now);
    case Story::finish_sign_in:
      return sign_in_.with(backend_.call(operation.name, std::move(arguments)),
                           backend::CallKind::sign_in, now);
    case Story::launch: return scan_.launch(std::move(arguments), now);
    case Story::access_token: return tokens_.hand_out(now);
    case Story::fetch: return fetch_.fetch(std::move(arguments), id, now);
    case Story::session: return profile_.session();
    case Story::user: return profile_.user(now);
    case Story::upload_avatar: return profile_.upload_avatar(std::move(arguments), now);
    case Story::confirm_binding: return bind_.confirm(std::move(arguments), now);
    case Story::wait_for_binding: return bind_.wait(std::move(arguments), now);
    case Story::sign_out: return sign_out_.sign_out(std::move(arguments), now);
  }
  return oauth_.ask(backend_.call(operation.name, std::move(arguments)), operation.story, now);
}

}  // namespace hufu::session
