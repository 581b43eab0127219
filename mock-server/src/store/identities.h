// Identities: how somebody is known to a provider. Keyed by provider, application and subject,
// never by e-mail or name (B11, B12).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "store/transaction.h"

namespace hufu::mock {

struct Identity {
  std::string id;
  std::string user_id;
  /// "wechat" (the mini-program), "wechat_qr" (the website), "clerk", "email" or "phone"
  std::string provider;
  std::string app_id;
  std::string subject;
  std::string unionid;
  /// From the provider itself, never from a request body; empty if it told nothing.
  std::string verified_name;
  std::string verified_email;
  /// When the provider was last asked for the two above; 0 if never with success.
  WallMs looked_up_ms = 0;
  WallMs created_ms = 0;
  /// Of e-mail and phone: since when it opens the account. 0: its owner has not answered yet.
  WallMs confirmed_ms = 0;
};

struct NewIdentity {
  std::string provider;
  std::string app_id;
  std::string subject;
  std::string unionid;
  std::string nickname;
  std::string avatar_url;
  std::string registration_source = "web";
  /// Of e-mail and phone: it opens the account at once.
  bool is_confirmed = false;
};

struct FoundIdentity {
  Identity identity;
  /// This call made it, and a user for it.
  bool is_new = false;
};

/// What a question about identities names, and where its answer goes.
extern const std::string kIdentityColumns;
Fields identity_fields(Identity& identity);

/// Finds the identity, or makes it with a user of its own. Parallel first calls make one user (V4).
FoundIdentity find_or_create_identity(Transaction& transaction, const NewIdentity& wanted);
std::optional<Identity> find_identity(Transaction& transaction, const std::string& id);
std::optional<Identity> find_identity_by_subject(Transaction& transaction,
                                                 const std::string& provider,
                                                 const std::string& app_id,
                                                 const std::string& subject);
/// Oldest first. WeChat says by a unionid that its identities are one person.
std::vector<Identity> identities_by_unionid(Transaction& transaction, const std::string& unionid);
std::vector<Identity> identities_of(Transaction& transaction, const std::string& user_id);
/// Another way to sign in for a user that exists. Nothing if the subject is somebody's already, or
/// the user has an identity of that provider.
std::optional<Identity> add_identity(Transaction& transaction, const std::string& user_id,
                                     const NewIdentity& wanted);
/// Gives it another subject. False if that is somebody's already.
bool rename_identity(Transaction& transaction, const Identity& identity,
                     const std::string& subject);
/// From now on it opens the account.
void confirm_identity(Transaction& transaction, const Identity& identity);
/// Writes unionid, the verified fields and looked_up_ms.
void save_identity(Transaction& transaction, const Identity& identity);
/// False if the identity is no longer `from`'s, or `to` got one of that provider meanwhile.
bool move_identity(Transaction& transaction, const Identity& identity, const std::string& to);

/// Removes the identity and remembers whose it was.
void release_identity(Transaction& transaction, const Identity& identity);
/// When it was last released by a user other than `user_id`; nothing if never.
std::optional<WallMs> released_by_another_ms(Transaction& transaction, const Identity& identity,
                                             const std::string& user_id);

}  // namespace hufu::mock
