// Who the person is.
#include <utility>

#include "session/session.h"

namespace hufu::session {

Task<SessionInfo> Session::perform(GetSession) {
  if (config_.session == SessionSource::borrowed) co_return info();
  Result<RecordRef> loaded = co_await flow::attempt(vault_.load());
  if (!loaded && !loaded.is(Errc::signed_out)) co_return loaded.error();
  co_return info();
}

Task<User> Session::perform(GetUser) {
  if (config_.session == SessionSource::own) {
    RecordRef record = co_await vault_.load();
    if (record->user) co_return *record->user;
  }
  std::optional<backends::Request> request = backend_->fetch_profile();
  Profile profile = co_await profile_call(std::move(request));
  co_return User{profile.id, profile.nickname, profile.avatar_url};
}

Task<Profile> Session::perform(FetchProfile) {
  std::optional<backends::Request> request = backend_->fetch_profile();
  co_return co_await profile_call(std::move(request));
}

Task<Profile> Session::perform(UpdateProfile change) {
  std::optional<backends::Request> request = backend_->update_profile(change);
  co_return co_await profile_call(std::move(request));
}

Task<Profile> Session::perform(BindPhone with) {
  std::optional<backends::Request> request = backend_->bind_phone(with);
  co_return co_await profile_call(std::move(request));
}

// The host reads the file and sends it; the profile afterwards is the backend's word.
Task<Profile> Session::perform(UploadAvatar what) {
  const std::optional<std::string> path = backend_->avatar_path();
  if (!path) co_return Errc::unsupported;
  Secret token = co_await token_for_request();
  UploadEffect first = upload_of(*path, what.file, token);
  Result<HttpAnswer> answer = co_await host_.try_upload(std::move(first));
  Understood reply = understand_answer(answer, CallKind::signed_call);
  if (reply.body.is(Errc::token_rejected)) {
    token = co_await token_instead_of(std::move(token));
    UploadEffect second = upload_of(*path, what.file, token);
    answer = co_await host_.try_upload(std::move(second));
    reply = understand_answer(answer, CallKind::signed_call);
  }
  if (!reply.body) co_return reply.body.error();
  std::optional<backends::Request> request = backend_->fetch_profile();
  co_return co_await profile_call(std::move(request));
}

UploadEffect Session::upload_of(const std::string& path, const std::string& file,
                                const Secret& token) const {
  return UploadEffect{config_.base_url + path, file, signed_headers(token)};
}

Task<Profile> Session::profile_call(std::optional<backends::Request> request) {
  const std::uint32_t began = person_;
  json::Value body = co_await signed_call(std::move(request));
  std::optional<Profile> profile = backend_->read_profile(body);
  if (!profile) co_return Errc::malformed_reply;
  // An answer about the person before is not told of the one who has signed in since.
  if (began == person_) learn_user(User{profile->id, profile->nickname, profile->avatar_url});
  co_return *std::move(profile);
}

// Kept in memory only: writing the record here could overwrite a token that another process has
// just renewed. The next refresh brings the person along.
void Session::learn_user(User user) {
  if (this->user() == user || vault_.held() == nullptr) return;
  vault_.set_user(std::move(user));
  announce(EventKind::user_updated, std::nullopt);
}

}  // namespace hufu::session
