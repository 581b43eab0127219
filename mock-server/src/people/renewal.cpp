// A refresh token becomes the next generation of its session.
#include "people/renewal.h"

#include <optional>

#include "people/rotation.h"
#include "store/audit.h"
#include "store/holders.h"

namespace hufu::mock {
namespace {

using Verdict = RenewalVerdict;

Verdict judge_state(const Session& session, const User& user, const Config& config, WallMs now_ms) {
  if (session.ended() || user.state == "tombstone") return Verdict::ended;
  if (user.state == "banned") return Verdict::banned;
  const bool idle = now_ms - session.rotated_ms > config.session_idle_life.count() * 1000;
  const bool old = now_ms - session.created_ms > config.session_absolute_life.count() * 1000;
  return idle || old ? Verdict::expired : Verdict::renewed;
}

// A session that ends with another one is no better than that.
Verdict judge(Transaction& transaction, const HeldSession& held, const Config& config) {
  const Verdict verdict = judge_state(held.session, held.user, config, transaction.now_ms());
  if (verdict != Verdict::renewed || held.session.ends_with.empty()) return verdict;
  const std::optional<Session> other = find_session(transaction, held.session.ends_with);
  if (!other) return Verdict::ended;
  return judge_state(*other, held.user, config, transaction.now_ms());
}

void punish_reuse(Transaction& transaction, const Session& session) {
  end_session(transaction, session.id, "reuse");
  write_audit(transaction, "reuse_detected", session.user_id, session.id, "session ended");
}

Verdict rotate(Transaction& transaction, const RefreshReuse& rule, Session& session,
               int presented) {
  const WallMs now_ms = transaction.now_ms();
  const Rotation rotation = decide_rotation(session, presented, now_ms, rule);
  if (rotation == Rotation::foreign) return Verdict::forged;
  if (rotation == Rotation::reuse) {
    punish_reuse(transaction, session);
    return Verdict::reused;
  }
  const Session before = session;
  apply_rotation(session, rotation, presented, now_ms, rule);
  if (session != before) save_session(transaction, session);
  write_audit(transaction, rotation == Rotation::rotate ? "refreshed" : "refresh_repeated",
              session.user_id, session.id, "");
  return Verdict::renewed;
}

// Nothing is exchanged: whatever was handed out stays good as long as its session does.
Verdict keep(Transaction& transaction, Session& session, int presented) {
  if (presented < 1 || presented > session.counter) return Verdict::forged;
  session.rotated_ms = transaction.now_ms();
  save_session(transaction, session);
  write_audit(transaction, "refreshed", session.user_id, session.id, "token kept");
  return Verdict::renewed;
}

}  // namespace

Renewal renew_session(Transaction& transaction, const Backend& backend, const RefreshToken& token,
                      const std::string& platform, const RefreshReuse& rule) {
  Renewal renewal;
  const std::optional<HeldSession> held = find_held_session(transaction, token.session_id);
  if (!held) return renewal;
  renewal.session = held->session;
  renewal.user = held->user;
  renewal.verdict = Verdict::forged;
  if (!is_genuine(backend.secrets, token, held->session)) return renewal;
  renewal.verdict = Verdict::other_platform;
  if (held->session.platform != platform) return renewal;
  renewal.verdict = judge(transaction, *held, backend.config);
  if (renewal.verdict != Verdict::renewed) return renewal;
  renewal.verdict = backend.oddities.now().keeps_refresh_tokens
                        ? keep(transaction, renewal.session, token.counter)
                        : rotate(transaction, rule, renewal.session, token.counter);
  return renewal;
}

}  // namespace hufu::mock
