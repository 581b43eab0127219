// POST /api/people/lookup: an application's server asks who somebody of another issuer is here.
#include <nlohmann/json.hpp>

#include "http/json_body.h"
#include "people/server_caller.h"
#include "people/tokens.h"
#include "store/holders.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr std::size_t kLongestName = 512;

// Subjects of Clerk are identities here, ours are users. Of other issuers nobody is known: the ids
// in the tokens of the documents' backends are those of their own tables.
std::optional<User> find_named(Transaction& transaction, const Config& config,
                               const std::string& issuer, const std::string& subject) {
  if (issuer == kOwnIssuer) return find_survivor(transaction, subject);
  if (issuer != config.clerk_issuer) return std::nullopt;
  NewIdentity wanted;
  wanted.provider = "clerk";
  wanted.app_id = issuer;
  wanted.subject = subject;
  const std::optional<Person> person = find_person(transaction, wanted);
  if (!person) return std::nullopt;
  return person->user;
}

// Who is banned here is nobody to applications either, whatever their own issuer says.
Json answer_for(const std::optional<User>& user) {
  Json answer;
  answer["person"] = nullptr;
  if (!user || user->state != "active") return answer;
  answer["person"]["id"] = user->id;
  answer["person"]["ids"] = ids_of(*user);
  return answer;
}

}  // namespace

asio::awaitable<Response> look_up_person(Backend& backend, Request request) {
  require_server(backend, request.headers, Scope::resolve);
  const JsonBody body(request);
  body.allow_only({"issuer", "subject"});
  const std::string issuer = body.text("issuer", kLongestName);
  const std::string subject = body.text("subject", kLongestName);
  auto work = [&backend, issuer, subject](Transaction& transaction) {
    return answer_for(find_named(transaction, backend.config, issuer, subject));
  };
  const Json answer = co_await backend.database.look(std::move(work));
  co_return json_response(200, answer);
}

}  // namespace hufu::mock::unified
