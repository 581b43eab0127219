// Whose a session or an identity is, in one question: the user and what leads to them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/identities.h"
#include "store/sessions.h"
#include "store/users.h"

namespace hufu::mock {

struct Holder {
  Session session;
  User user;
  /// Oldest first.
  std::vector<Identity> identities;

  /// The one that signed in; null if it was unbound.
  const Identity* signed_in() const;
};

/// Nothing for a session of somebody who has no identity left.
std::optional<Holder> find_holder(Transaction& transaction, const std::string& session_id);

struct HeldSession {
  Session session;
  User user;
};

std::optional<HeldSession> find_held_session(Transaction& transaction,
                                             const std::string& session_id);

struct Person {
  Identity identity;
  User user;
};

std::optional<Person> find_person(Transaction& transaction, const NewIdentity& wanted);

}  // namespace hufu::mock
