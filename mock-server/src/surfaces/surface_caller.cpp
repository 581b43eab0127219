// Who calls a surface that has sessions but none of our platforms.
#include "surfaces/surface_caller.h"

#include "people/caller.h"

namespace hufu::mock {

SurfaceCaller find_surface_caller(Transaction& transaction, const std::string& platform,
                                  const SessionClaim& claim) {
  std::optional<Session> session = find_session(transaction, claim.session_id);
  if (!session || session->ended()) throw session_gone();
  if (session->platform != platform) throw invalid_token();
  // From before a link or an unbinding, or of whoever had the session before a merge.
  if (claim.generation < session->oldest_generation || claim.user_id != session->user_id)
    throw invalid_token();
  SurfaceCaller caller;
  caller.user = require_active_user(transaction, session->user_id);
  const std::optional<Identity> identity = find_identity(transaction, session->identity_id);
  if (!identity) throw session_gone();
  confirm_generation(transaction, *session, claim.generation);
  caller.identity = *identity;
  caller.session = *session;
  caller.now_ms = transaction.now_ms();
  return caller;
}

}  // namespace hufu::mock
