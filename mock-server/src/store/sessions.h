// Sessions of our own: one sign-in on one device, with the generation of its refresh token.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "store/transaction.h"

namespace hufu::mock {

struct Session {
  std::string id;
  std::string user_id;
  /// The identity that signed in; when it is unbound the session ends.
  std::string identity_id;
  std::string platform;
  /// Part of what the refresh token's keyed hash covers.
  std::string salt;
  /// The generation of the refresh token that is current.
  int counter = 1;
  /// After a link the current token skips a generation (B13); tokens from here on, handed out
  /// before the link, still lead to the current one until that has been used. -1: none.
  int admitted_counter = -1;
  /// The current generation has been seen in use, so its client has it for certain (R2).
  bool confirmed = true;
  /// Access tokens of earlier generations are refused.
  int oldest_generation = 1;
  WallMs created_ms = 0;
  WallMs rotated_ms = 0;
  WallMs authenticated_ms = 0;
  /// How the person has proved who they are, and in which second: "password@1719000000", in this
  /// order. Empty on surfaces that do not tell.
  WordList methods;
  /// The second factor that was proved in it; empty: none.
  std::string factor_id;
  /// 0 while it lives.
  WallMs ended_ms = 0;
  std::string end_reason;
  /// The session that this one ends with; empty: it stands alone.
  std::string ends_with;

  bool ended() const { return ended_ms != 0; }
  bool operator==(const Session&) const = default;
};

/// What a question about sessions names, and where its answer goes.
extern const std::string kSessionColumns;
Fields session_fields(Session& session);

/// A word of `Session::methods`.
std::string method_at(const std::string& method, WallMs at_ms);

/// `method` is the first of its methods; empty where the surface does not tell.
Session create_session(Transaction& transaction, const std::string& user_id,
                       const std::string& identity_id, const std::string& platform,
                       const std::string& method = "");

/// Since when a session that another one vouched for counts: no better than that one.
struct Vouched {
  WallMs created_ms = 0;
  /// 0: never proved, as far as is known.
  WallMs authenticated_ms = 0;
  std::string ends_with = "";
};
Session create_vouched_session(Transaction& transaction, const std::string& user_id,
                               const std::string& identity_id, const std::string& platform,
                               const Vouched& vouched);
/// Locks the row where the database knows how.
std::optional<Session> find_session(Transaction& transaction, const std::string& id);
/// Writes user, generation fields, rotated_ms, salt, methods and factor.
void save_session(Transaction& transaction, const Session& session);
/// The generation has been seen in use (R2). Nothing if it is not the current one any more.
void confirm_session(Transaction& transaction, const std::string& id, int generation);
/// And those that end with it.
void end_session(Transaction& transaction, const std::string& id, const std::string& reason);
/// Ends the user's sessions but the one named (empty: all). Returns how many.
int end_sessions_of_user(Transaction& transaction, const std::string& user_id,
                         const std::string& except_id, const std::string& reason);
/// Ends the user's sessions on that platform in which no second factor was proved.
void end_sessions_without_factor(Transaction& transaction, const std::string& user_id,
                                 const std::string& platform, const std::string& reason);
void end_sessions_of_identity(Transaction& transaction, const std::string& identity_id,
                              const std::string& reason);
/// When somebody last signed in to the account, or with the identity; 0 if never.
WallMs last_sign_in_ms(Transaction& transaction, const std::string& user_id);
WallMs last_sign_in_by_identity_ms(Transaction& transaction, const std::string& identity_id);
std::vector<std::string> live_sessions_of_user(Transaction& transaction,
                                               const std::string& user_id);

}  // namespace hufu::mock
