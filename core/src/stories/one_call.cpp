#include "stories/one_call.h"

#include <utility>

#include "text/json.h"

namespace hufu::stories {

using flow::Task;

namespace {

Value profile_of(const Value& user) {
  Value profile = user_of(user);
  profile.set("email", "").set("platform", "").set("identities", Value::array());
  return profile;
}

}  // namespace

Value user_of(const Value& profile) {
  Value user = Value::object();
  for (const char* member : {"id", "nickname", "avatar_url"})
    user.set(member, profile.text_of(member));
  return user;
}

Task<Value> OneCall::make(backend::Call call, Mark who) {
  const dialects::Route* route = call->route;
  Tried<Value> body = co_await flow::attempt(calls_.signed_call(std::move(call), who));
  if (!body) co_return instead_of(route, body.fault());
  const Value outcome = dialects::read_reply(*route, *body);
  if (outcome.is_null()) co_return Errc::malformed_reply;
  // Also of a new password, which nothing else shows.
  if (route->about_person) learn(*body, who, route->step == "update_account");
  co_return outcome;
}

// Where the server has only the sign-in of its document, what that said of the person is what
// there is.
Tried<Value> OneCall::instead_of(const dialects::Route* route, Fault why) const {
  const bool lacking = backend_.dialect().only_signs_in && backend::is_missing_call(why);
  const bool profile = route != nullptr && route->step == "fetch_profile";
  if (lacking && profile && !announcer_.user().is_null()) return profile_of(announcer_.user());
  return why;
}

// Kept in memory only: writing the record here could overwrite a token that another process has
// just renewed. The next refresh brings the person along.
void OneCall::learn(const Value& body, Mark who, bool has_changed) {
  if (!generation_.nobody_came_since(who) || vault_.held() == nullptr) return;
  const Value known = user_of(dialects::read_reply(*backend_.route("fetch_profile"), body));
  const bool same = json::dump(vault_.held()->user) == json::dump(known);
  vault_.set_user(who.person(), known, body);
  if (has_changed || !same) announcer_.tell(EventKind::user_updated);
}

}  // namespace hufu::stories
