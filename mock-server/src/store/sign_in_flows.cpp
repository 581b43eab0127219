// Sign-in flows.
#include "store/sign_in_flows.h"

#include <soci/soci.h>

#include "store/unprepared.h"

namespace hufu::mock {
namespace {

std::optional<SignInFlow> find_flow_by(Transaction& transaction, const char* condition,
                                       const std::string& key) {
  SignInFlow flow;
  long long created_ms = 0, expires_ms = 0;
  transaction.sql() << "SELECT id, state, state_hmac, code_hmac, provider, challenge, redirect_to, "
                       "link_user_id, link_session_id, subject, unionid, nickname, avatar_url, "
                       "method, session_id, created_ms, expires_ms FROM sign_in_flows WHERE "
                    << condition << transaction.lock_rows(),
      soci::into(flow.id), soci::into(flow.state), soci::into(flow.state_hmac),
      soci::into(flow.code_hmac), soci::into(flow.provider), soci::into(flow.challenge),
      soci::into(flow.redirect_to), soci::into(flow.link_user_id), soci::into(flow.link_session_id),
      soci::into(flow.subject), soci::into(flow.unionid), soci::into(flow.nickname),
      soci::into(flow.avatar_url), soci::into(flow.method), soci::into(flow.session_id),
      soci::into(created_ms), soci::into(expires_ms), soci::use(key);
  if (!transaction.sql().got_data()) return std::nullopt;
  flow.created_ms = created_ms;
  flow.expires_ms = expires_ms;
  return flow;
}

}  // namespace

void add_sign_in_flow(Transaction& transaction, const SignInFlow& flow) {
  const long long created_ms = flow.created_ms, expires_ms = flow.expires_ms;
  transaction.sql() << "INSERT INTO sign_in_flows (id, state, state_hmac, code_hmac, provider, "
                       "challenge, redirect_to, link_user_id, link_session_id, subject, unionid, "
                       "nickname, avatar_url, method, session_id, created_ms, expires_ms) VALUES "
                       "(:id, :state, :hmac, :code, :provider, :challenge, :redirect, :user, "
                       ":session, :subject, '', '', '', :method, '', :created, :expires)",
      soci::use(flow.id), soci::use(flow.state), soci::use(flow.state_hmac),
      soci::use(flow.code_hmac), soci::use(flow.provider), soci::use(flow.challenge),
      soci::use(flow.redirect_to), soci::use(flow.link_user_id), soci::use(flow.link_session_id),
      soci::use(flow.subject), soci::use(flow.method), soci::use(created_ms), soci::use(expires_ms);
}

std::optional<SignInFlow> find_flow_by_state(Transaction& transaction,
                                             const std::string& state_hmac) {
  return find_flow_by(transaction, "state_hmac = :key", state_hmac);
}

std::optional<SignInFlow> find_flow_by_code(Transaction& transaction,
                                            const std::string& code_hmac) {
  return find_flow_by(transaction, "code_hmac = :key AND code_hmac <> ''", code_hmac);
}

bool advance_sign_in_flow(Transaction& transaction, const SignInFlow& flow,
                          const std::string& from) {
  return change_rows(
             transaction,
             "UPDATE sign_in_flows SET state = :state, code_hmac = :code, subject = :subject, "
             "unionid = :unionid, nickname = :nickname, avatar_url = :avatar, session_id = "
             ":session WHERE id = :id AND state = :old_state",
             soci::use(flow.state), soci::use(flow.code_hmac), soci::use(flow.subject),
             soci::use(flow.unionid), soci::use(flow.nickname), soci::use(flow.avatar_url),
             soci::use(flow.session_id), soci::use(flow.id), soci::use(from)) == 1;
}

void fail_answered_flows(Transaction& transaction, const std::string& provider,
                         const std::string& subject) {
  transaction.sql() << "UPDATE sign_in_flows SET state = 'failed' WHERE subject = :subject AND "
                       "provider = :provider AND state = 'answered'",
      soci::use(subject), soci::use(provider);
}

}  // namespace hufu::mock
