// What an application is told by itself.
#include "people/webhook.h"

#include <ctime>
#include <nlohmann/json.hpp>

#include "crypto/digest.h"
#include "crypto/encoding.h"

namespace hufu::mock {
namespace {

// In whole seconds, ISO 8601.
std::string moment(WallMs at_ms) {
  const std::time_t seconds = at_ms / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string signatures(const WebhookTarget& target, const std::string& signed_text) {
  std::string list;
  for (const std::string& key : target.keys)
    list += (list.empty() ? "v1," : " v1,") + encode_base64(hmac_sha256(key, signed_text));
  return list;
}

void tell(Transaction& transaction, const WebhookTarget& target, const char* type,
          const nlohmann::ordered_json& data) {
  if (target.url.empty()) return;
  nlohmann::ordered_json event;
  event["type"] = type;
  event["timestamp"] = moment(transaction.now_ms());
  event["data"] = data;
  put_into_outbox(transaction, event.dump());
}

}  // namespace

void tell_of_merge(Transaction& transaction, const WebhookTarget& target, const std::string& into,
                   const std::string& from) {
  tell(transaction, target, "person.merged", {{"into", into}, {"from", from}});
}

void tell_of_deletion(Transaction& transaction, const WebhookTarget& target, const User& user) {
  tell(transaction, target, "person.deleted", {{"id", user.id}, {"ids", ids_of(user)}});
}

OutgoingRequest signed_letter(const WebhookTarget& target, const Letter& letter) {
  const std::string at = std::to_string(letter.taken_ms / 1000);
  OutgoingRequest request;
  request.method = "POST";
  request.url = target.url;
  request.headers.set("Content-Type", "application/json");
  request.headers.set("webhook-id", letter.id);
  request.headers.set("webhook-timestamp", at);
  request.headers.set("webhook-signature",
                      signatures(target, letter.id + "." + at + "." + letter.body));
  request.body = letter.body;
  return request;
}

}  // namespace hufu::mock
