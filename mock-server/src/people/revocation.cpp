// Nobody comes in any more by what was begun before.
#include "people/revocation.h"

#include "store/bindings.h"
#include "store/device_grants.h"
#include "store/identities.h"
#include "store/sessions.h"
#include "store/sign_in_flows.h"
#include "store/web_view_tickets.h"

namespace hufu::mock {

void call_off_admissions(Transaction& transaction, const std::string& user_id) {
  end_bindings_of_user(transaction, user_id, "");
  deny_device_grants_of_user(transaction, user_id);
  spend_web_view_tickets_of_user(transaction, user_id);
  for (const Identity& identity : identities_of(transaction, user_id))
    fail_answered_flows(transaction, identity.provider, identity.subject);
}

void shut_out(Transaction& transaction, const std::string& user_id,
              const std::string& kept_session_id, const std::string& reason) {
  end_sessions_of_user(transaction, user_id, kept_session_id, reason);
  call_off_admissions(transaction, user_id);
}

}  // namespace hufu::mock
