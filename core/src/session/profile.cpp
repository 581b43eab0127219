// Who the person is.
#include <utility>

#include "session/session.h"

namespace hufu::session {
namespace {

// Of a profile, or of a user.
Value user_of(const Value& profile) {
  Value user = Value::object();
  for (const std::string_view member : {"id", "nickname", "avatar_url"})
    user.set(member, profile.text_or(member, ""));
  return user;
}

Value profile_of(const Value& user) {
  Value profile = user_of(user);
  profile.set("email", "").set("platform", "").set("identities", Value::array());
  return profile;
}

}  // namespace

Task<Value> Session::get_session() {
  if (config_.session == SessionSource::borrowed) co_return info();
  Result<RecordRef> loaded = co_await flow::attempt(vault_.load());
  if (!loaded && !loaded.is(Errc::signed_out)) co_return loaded.error();
  co_return info();
}

Task<Value> Session::get_user(Mark who) {
  if (config_.session == SessionSource::own) {
    RecordRef record = co_await vault_.load();
    if (!record->user.is_null()) co_return record->user;
  }
  Call profile = call("fetch_profile");
  if (profile.route == nullptr) co_return Errc::unsupported;
  Value person = co_await ask_backend(std::move(profile), who);
  co_return user_of(person);
}

// Where the server has only the sign-in of its document, what that said of the person is what
// there is.
Result<Value> Session::instead_of(const dialects::Route* route, Error why) const {
  const bool lacking = dialect_.only_signs_in && backend::is_missing_call(why);
  const bool profile = route != nullptr && route->step == "fetch_profile";
  if (lacking && profile && !user().is_null()) return profile_of(user());
  return why;
}

// The host reads the file and sends it; the profile afterwards is the backend's word.
Task<Value> Session::upload_avatar(Value what, Mark who) {
  Call upload = call("upload_avatar", std::move(what));
  Call profile = call("fetch_profile");
  if (profile.route == nullptr) co_return Errc::unsupported;
  co_await signed_call(std::move(upload), who);
  co_return co_await ask_backend(std::move(profile), who);
}

// Kept in memory only: writing the record here could overwrite a token that another process has
// just renewed. The next refresh brings the person along.
void Session::learn_user(const Value& profile, Mark who) {
  if (!generation_.nobody_came_since(who)) return;
  const Value known = user_of(profile);
  if (vault_.held() == nullptr || vault_.held()->user.dump() == known.dump()) return;
  vault_.set_user(who.person, known);
  announce(EventKind::user_updated, std::nullopt);
}

}  // namespace hufu::session
