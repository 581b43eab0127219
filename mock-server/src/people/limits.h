// How often codes may be made and guessed (B4, B5).
#pragma once

#include <string>

#include "people/caller.h"

namespace hufu::mock {

/// Milliseconds to wait before another code may be issued by this account; 0 if it may. Counts
/// nothing.
WallMs wait_before_issue_ms(Transaction& transaction, const std::string& user_id);
void count_issue(Transaction& transaction, const std::string& user_id);

/// The budget is the redeemer's and the address', never the code owner's: nobody can lock another
/// one out. `by_qr`: the global breaker stops typed codes only.
WallMs wait_before_redeem_ms(Transaction& transaction, const std::string& user_id,
                             const std::string& address, bool by_qr);
void count_failed_redeem(Transaction& transaction, const std::string& user_id,
                         const std::string& address);

/// Of devices that ask to be let in, by address.
WallMs wait_before_device_start_ms(Transaction& transaction, const std::string& address);
void count_device_start(Transaction& transaction, const std::string& address);

/// Of tickets for pages in a web-view: made for a session, and brought without success from an
/// address. A good ticket is good whatever else comes from there.
WallMs wait_before_ticket_ms(Transaction& transaction, const std::string& session_id);
void count_ticket(Transaction& transaction, const std::string& session_id);
WallMs wait_after_bad_tickets_ms(Transaction& transaction, const std::string& address);
void count_bad_ticket(Transaction& transaction, const std::string& address);

/// An IPv6 address without its lower 64 bits, which their owner chooses freely.
std::string limited_address(const std::string& address);
/// "203.0.x.x": what a person may recognise and nobody can follow.
std::string coarse_place(const std::string& address);

/// Whole seconds for Retry-After.
int retry_after_seconds(WallMs wait_ms);

}  // namespace hufu::mock
