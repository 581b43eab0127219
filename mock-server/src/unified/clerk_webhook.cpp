// POST /webhooks/clerk: Clerk tells who has left it.
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "http/errors.h"
#include "people/leaving.h"
#include "people/svix.h"
#include "store/audit.h"
#include "store/bindings.h"
#include "store/device_grants.h"
#include "store/identities.h"
#include "store/told.h"
#include "store/users.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr std::size_t kLongestIdBytes = 255;

struct Event {
  std::string message_id;
  std::string type;
  /// Of the user or the session that the event is about.
  std::string subject;
};

Event read_event(const std::string& message_id, const std::string& body) {
  const Json message = Json::parse(body, nullptr, false);
  Event event;
  event.message_id = message_id;
  if (message.is_object()) event.type = text_of(message, "type");
  const auto data = message.is_object() ? message.find("data") : message.end();
  if (data != message.end() && data->is_object()) event.subject = text_of(*data, "id");
  if (event.type.empty() || event.subject.size() > kLongestIdBytes)
    throw invalid_request("The message has to be an event of Clerk's.");
  return event;
}

// A person with another way in stays, without this one; without any, all of them goes.
void forget_user(Transaction& transaction, const Config& config, const std::string& subject) {
  remember(transaction, {"clerk-user", subject});
  const auto identity =
      find_identity_by_subject(transaction, "clerk", config.clerk_issuer, subject);
  if (!identity) return;
  lock_users(transaction, identity->user_id, identity->user_id);
  if (identities_of(transaction, identity->user_id).size() > 1)
    return take_off(transaction, *identity);
  erase_account(transaction, config, identity->user_id, "deleted at Clerk");
}

// What was begun in it leads nowhere; its tokens, which live on for a minute, are refused.
void end_clerk_session(Transaction& transaction, const std::string& subject) {
  remember(transaction, {"clerk-session", subject});
  end_bindings_of_session(transaction, "clerk:" + subject);
  deny_device_grants_of_session(transaction, "clerk:" + subject);
}

void take(Transaction& transaction, const Config& config, const Event& event) {
  if (event.subject.empty() || !remember(transaction, {"webhook", event.message_id})) return;
  if (event.type == "user.deleted") forget_user(transaction, config, event.subject);
  const bool ends = event.type == "session.ended" || event.type == "session.removed" ||
                    event.type == "session.revoked";
  if (ends) end_clerk_session(transaction, event.subject);
}

}  // namespace

asio::awaitable<Response> take_clerk_webhook(Backend& backend, Request request) {
  const std::string& secret = backend.config.clerk_webhook_secret;
  if (secret.empty()) throw HttpError(404, "not_found", "There is nothing at this path.");
  const std::string id = require_svix_signature(request, secret, backend.clock.now_ms());
  const Event event = read_event(id, request.body);
  auto work = [&config = backend.config, event](Transaction& transaction) {
    take(transaction, config, event);
  };
  co_await backend.database.run(std::move(work));
  backend.mail.ring();
  co_return empty_response(204);
}

}  // namespace hufu::mock::unified
