// How sure the server is of a session's person.
#include "gotrue/assurance.h"

#include <nlohmann/json.hpp>

#include "crypto/random.h"
#include "gotrue/errors.h"

namespace hufu::mock::gotrue {
namespace {

using Json = nlohmann::json;

bool is_of(const std::string& word, const std::string& method) {
  return word.starts_with(method + "@");
}

Json reference(const std::string& word) {
  const std::size_t at = word.rfind('@');
  return {{"method", word.substr(0, at)}, {"timestamp", std::stoll(word.substr(at + 1))}};
}

void forget_factor_method(Session& session) {
  std::erase_if(session.methods,
                [](const std::string& word) { return is_of(word, kFactorMethod); });
}

}  // namespace

std::string assurance_of(const Session& session) {
  return session.factor_id.empty() ? "aal1" : "aal2";
}

Json methods_json(const Session& session) {
  Json references = Json::array();
  for (auto word = session.methods.rbegin(); word != session.methods.rend(); ++word)
    references.push_back(reference(*word));
  return references;
}

void require_second_factor(Transaction& transaction, const Caller& caller) {
  if (!caller.session.factor_id.empty()) return;
  if (!has_verified_factor(transaction, caller.user.id)) return;
  throw Error(401, "insufficient_aal",
              "AAL2 session is required to update email or password when MFA is enabled.");
}

void raise_session(Transaction& transaction, Session& session, const std::string& factor_id) {
  const WallMs now_ms = transaction.now_ms();
  forget_factor_method(session);
  session.methods.push_back(method_at(kFactorMethod, now_ms));
  session.factor_id = factor_id;
  // Whoever has a copy of the token from before would else come by it to what the second factor has
  // opened, as one whose answer got lost.
  session.salt = random_hex(16);
  ++session.counter;
  session.admitted_counter = -1;
  session.confirmed = false;
  session.rotated_ms = now_ms;
  save_session(transaction, session);
}

void drop_factor(Transaction& transaction, const Factor& factor) {
  delete_factor(transaction, factor.id);
  for (const std::string& id : live_sessions_of_user(transaction, factor.user_id)) {
    Session session = find_session(transaction, id).value();
    if (session.factor_id != factor.id) continue;
    forget_factor_method(session);
    session.factor_id.clear();
    save_session(transaction, session);
  }
}

}  // namespace hufu::mock::gotrue
