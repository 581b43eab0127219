// What an application is told by itself (Standard Webhooks, version 1).
#pragma once

#include <string>

#include "http/client.h"
#include "settings/webhook_target.h"
#include "store/outbox.h"
#include "store/users.h"

namespace hufu::mock {

/// `person.merged { into, from }`, in the transaction that merges: told after it, or never if it is
/// undone. Nothing where nobody wants to be told.
void tell_of_merge(Transaction& transaction, const WebhookTarget& target, const std::string& into,
                   const std::string& from);

/// `person.deleted { id, ids }`, in the transaction that deletes; the same holds.
void tell_of_deletion(Transaction& transaction, const WebhookTarget& target, const User& user);

/// Signed as of when it was taken, by each of the target's keys.
OutgoingRequest signed_letter(const WebhookTarget& target, const Letter& letter);

}  // namespace hufu::mock
