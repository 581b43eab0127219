// POST /api/user/avatar and GET /avatars/{id}: a picture goes in, and comes out as nothing but a
// picture.
#include <nlohmann/json.hpp>

#include "http/errors.h"
#include "http/multipart.h"
#include "people/caller.h"
#include "store/audit.h"
#include "store/avatars.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr std::size_t kLargestPictureBytes = 2 * 1024 * 1024;

// By what the bytes are, whatever the request says they are. SVG is missing on purpose: it can hold
// scripts.
std::string picture_type(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff")) return "image/jpeg";
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return "image/gif";
  if (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP")) return "image/webp";
  return "";
}

Avatar read_avatar(const Request& request) {
  const std::string type = request.headers.find("Content-Type").value_or("");
  Avatar avatar;
  if (type.starts_with("multipart/")) {
    const auto file = find_uploaded_file(request);
    if (!file) throw invalid_request("The form has no file.");
    avatar.bytes = *file;
  } else {
    avatar.bytes = request.body;
  }
  if (avatar.bytes.size() > kLargestPictureBytes)
    throw HttpError(413, "payload_too_large", "The picture has more than 2 MiB.");
  avatar.content_type = picture_type(avatar.bytes);
  if (avatar.content_type.empty())
    throw HttpError(415, "unsupported_picture", "The picture has to be PNG, JPEG, GIF or WebP.");
  return avatar;
}

Json keep(Transaction& transaction, const Caller& caller, const Avatar& avatar,
          const std::string& own_url) {
  User user = require_still_there(transaction, caller);
  user.avatar_url = own_url + "/avatars/" + keep_avatar(transaction, user.id, avatar);
  user.avatar_set_here = true;
  user.has_data = true;
  save_user(transaction, user);
  write_audit(transaction, "avatar_changed", user.id, caller.session_id, avatar.content_type);
  return Json({{"avatarUrl", user.avatar_url}});
}

Response serve(const Avatar& avatar) {
  Response response = text_response(200, avatar.bytes, avatar.content_type);
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
  response.headers.set("Cache-Control", "public, max-age=31536000, immutable");
  return response;
}

}  // namespace

asio::awaitable<Response> take_avatar(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  const Avatar avatar = read_avatar(request);
  const std::string own_url = backend.config.own_url;
  auto work = [caller, avatar, own_url](Transaction& transaction) {
    return keep(transaction, caller, avatar, own_url);
  };
  const Json answer = co_await backend.database.run(std::move(work));
  co_return json_response(200, answer);
}

asio::awaitable<Response> show_avatar(Backend& backend, Request request) {
  const std::string id = request.parameter("id");
  auto work = [id](Transaction& transaction) { return find_avatar(transaction, id); };
  const std::optional<Avatar> avatar = co_await backend.database.run(std::move(work));
  if (!avatar) throw HttpError(404, "not_found", "There is no such picture.");
  co_return serve(*avatar);
}

}  // namespace hufu::mock::unified
