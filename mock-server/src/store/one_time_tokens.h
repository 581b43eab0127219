// One-time codes and links of mails and text messages: what was sent to whom, as keyed hashes only.
// The link's token says nothing about the digits, so it lives on when those have been guessed at
// too often.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "store/transaction.h"

namespace hufu::mock {

struct OneTimeToken {
  std::string id;
  std::string user_id;
  /// confirmation, recovery, email_change_current, email_change_new, reauthentication, phone,
  /// phone_change: a new one takes the place of the user's one before.
  std::string kind;
  std::string address;
  /// Both empty once spent: the row stays for its `sent_ms`.
  std::string digits_hmac;
  std::string link_hmac;
  /// Of the browser that asked (RFC 7636); empty without PKCE.
  std::string challenge;
  std::string redirect_to;
  int wrong_guesses = 0;
  WallMs sent_ms = 0;
  WallMs expires_ms = 0;

  bool lives(WallMs now_ms) const { return !link_hmac.empty() && now_ms < expires_ms; }
};

/// In the place of the one of this user and kind.
void put_one_time_token(Transaction& transaction, const OneTimeToken& token);
/// The others lock their rows where the database knows how: who guesses waits for who guessed
/// before.
std::optional<OneTimeToken> find_one_time_token(Transaction& transaction,
                                                const std::string& user_id,
                                                const std::string& kind);
/// All of the user's, spent ones too: for what was sent when.
std::vector<OneTimeToken> one_time_tokens_of(Transaction& transaction, const std::string& user_id);
/// Of those who want to move to this address or number: there may be several.
std::vector<OneTimeToken> find_moves_to(Transaction& transaction, const std::string& address);
std::optional<OneTimeToken> find_one_time_token_by_link(Transaction& transaction,
                                                        const std::string& link_hmac);
/// False if somebody was faster: one of two that try wins.
bool spend_one_time_token(Transaction& transaction, const OneTimeToken& token);
/// Counts one more, to be committed with the refusal.
void count_wrong_guess(Transaction& transaction, const OneTimeToken& token);
/// Spends all that the user has of this kind, or of any with an empty one.
void drop_one_time_tokens(Transaction& transaction, const std::string& user_id,
                          const std::string& kind);

}  // namespace hufu::mock
