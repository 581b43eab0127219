// Tickets for pages that a mini-program opens in its web-view: each leads one page, once, into a
// session beside the mini-program's.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "store/transaction.h"

namespace hufu::mock {

struct WebViewTicket {
  std::string id;
  std::string ticket_hmac;
  /// Of the mini-program.
  std::string session_id;
  /// Of the page, as a browser writes it.
  std::string origin;
  /// All that stands behind the origin.
  std::string path;
  /// Whether the page's session goes on when the mini-program's ends.
  bool outlives = false;
  bool used = false;
  WallMs expires_ms = 0;
};

void add_web_view_ticket(Transaction& transaction, const WebViewTicket& ticket);
std::optional<WebViewTicket> find_web_view_ticket(Transaction& transaction,
                                                  const std::string& ticket_hmac);
/// True for the first who comes.
bool spend_web_view_ticket(Transaction& transaction, const std::string& id);
void spend_web_view_tickets_of_user(Transaction& transaction, const std::string& user_id);
/// Ends the sessions that end with a mini-program's of this identity, whichever of them it is:
/// whoever has signed in there again has another one.
void end_pages_of_identity(Transaction& transaction, const std::string& identity_id);

}  // namespace hufu::mock
