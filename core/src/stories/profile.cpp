#include "stories/profile.h"

#include <utility>

namespace hufu::stories {

using backend::Call;
using flow::Task;
using vault::RecordRef;

Task<Value> Profile::session() {
  if (config_.session == SessionSource::borrowed) co_return announcer_.info();
  Tried<RecordRef> loaded = co_await flow::attempt(vault_.load());
  if (!loaded && !loaded.is(Errc::signed_out)) co_return loaded.fault();
  Value info = announcer_.info();
  Value ended = co_await vault_.why_ended();
  co_return info.set("ended", ended);
}

Task<Value> Profile::user(Mark who) {
  if (config_.session == SessionSource::own) {
    RecordRef record = co_await vault_.load();
    if (!record->user.is_null()) co_return record->user;
  }
  Call profile = backend_.call("fetch_profile");
  if (profile->route == nullptr) co_return Errc::unsupported;
  Value person = co_await one_call_.make(std::move(profile), who);
  co_return user_of(person);
}

// The host reads the file and sends it; the profile afterwards is the backend's word.
Task<Value> Profile::upload_avatar(Value what, Mark who) {
  Call upload = backend_.call("upload_avatar", std::move(what));
  Call profile = backend_.call("fetch_profile");
  if (profile->route == nullptr) co_return Errc::unsupported;
  co_await calls_.signed_call(std::move(upload), who);
  co_return co_await one_call_.make(std::move(profile), who);
}

}  // namespace hufu::stories
