// Tickets for pages that a mini-program opens in its web-view.
#include "store/web_view_tickets.h"

#include <soci/soci.h>

#include "store/unprepared.h"

namespace hufu::mock {

void add_web_view_ticket(Transaction& transaction, const WebViewTicket& ticket) {
  const int outlives = ticket.outlives ? 1 : 0;
  const long long expires_ms = ticket.expires_ms;
  transaction.sql() << "INSERT INTO web_view_tickets (id, ticket_hmac, session_id, origin, path, "
                       "outlives, used, expires_ms) VALUES (:id, :ticket, :session, :origin, "
                       ":path, :outlives, 0, :expires)",
      soci::use(ticket.id), soci::use(ticket.ticket_hmac), soci::use(ticket.session_id),
      soci::use(ticket.origin), soci::use(ticket.path), soci::use(outlives), soci::use(expires_ms);
}

std::optional<WebViewTicket> find_web_view_ticket(Transaction& transaction,
                                                  const std::string& ticket_hmac) {
  WebViewTicket ticket;
  int outlives = 0, used = 0;
  long long expires_ms = 0;
  transaction.sql() << "SELECT id, ticket_hmac, session_id, origin, path, outlives, used, "
                       "expires_ms FROM web_view_tickets WHERE ticket_hmac = :ticket"
                    << transaction.lock_rows(),
      soci::into(ticket.id), soci::into(ticket.ticket_hmac), soci::into(ticket.session_id),
      soci::into(ticket.origin), soci::into(ticket.path), soci::into(outlives), soci::into(used),
      soci::into(expires_ms), soci::use(ticket_hmac);
  if (!transaction.sql().got_data()) return std::nullopt;
  ticket.outlives = outlives != 0;
  ticket.used = used != 0;
  ticket.expires_ms = expires_ms;
  return ticket;
}

bool spend_web_view_ticket(Transaction& transaction, const std::string& id) {
  return change_rows(transaction,
                     "UPDATE web_view_tickets SET used = 1 WHERE id = :id AND used = 0",
                     soci::use(id)) == 1;
}

void spend_web_view_tickets_of_user(Transaction& transaction, const std::string& user_id) {
  transaction.sql() << "UPDATE web_view_tickets SET used = 1 WHERE used = 0 AND session_id IN "
                       "(SELECT id FROM sessions WHERE user_id = :user)",
      soci::use(user_id);
}

void end_pages_of_identity(Transaction& transaction, const std::string& identity_id) {
  const long long now_ms = transaction.now_ms();
  transaction.sql() << "UPDATE sessions SET ended_ms = :now, end_reason = 'signed_out' WHERE "
                       "identity_id = :identity AND ends_with <> '' AND ended_ms = 0",
      soci::use(now_ms), soci::use(identity_id);
}

}  // namespace hufu::mock
