// Calls that make users, sign-ins and session tokens at the fake Clerk.
#include <nlohmann/json.hpp>

#include "control/control.h"
#include "http/errors.h"
#include "http/json_body.h"
#include "jose/token.h"
#include "upstreams/clerk/session_token.h"

namespace hufu::mock::control {
namespace {

using nlohmann::json;

clerk::User& wished_user(clerk::World& world, const JsonBody& wish) {
  clerk::User* user = world.accounts.find(wish.text("userId"));
  if (user == nullptr)
    throw HttpError(404, "clerk_user_not_found", "There is no Clerk user of this id.");
  return *user;
}

const clerk::Session& wished_session(clerk::World& world, const JsonBody& wish) {
  const auto session_id = wish.optional_text("sessionId");
  if (!session_id) return world.accounts.latest_session(wished_user(world, wish));
  const clerk::Session* session = world.accounts.find_session(*session_id);
  if (session == nullptr)
    throw HttpError(404, "clerk_session_not_found", "There is no Clerk session of this id.");
  return *session;
}

std::optional<std::array<std::int64_t, 2>> wished_fva(const JsonBody& wish) {
  const json& fva = wish.value("fva");
  if (fva.is_null()) return std::nullopt;
  const bool is_pair =
      fva.is_array() && fva.size() == 2 && fva[0].is_number_integer() && fva[1].is_number_integer();
  if (!is_pair)
    throw invalid_request(
        "\"fva\" has to be two whole numbers: minutes since the first and the second factor.");
  return fva.get<std::array<std::int64_t, 2>>();
}

std::optional<clerk::Organization> wished_organization(const JsonBody& wish) {
  const json& wished = wish.value("organization");
  if (wished.is_null()) return std::nullopt;
  if (!wished.is_object())
    throw invalid_request("\"organization\" has to be an object with id, slug and role.");
  const auto member = [&](const char* name, const char* otherwise) {
    const auto found = wished.find(name);
    return found != wished.end() && found->is_string() ? found->get<std::string>()
                                                       : std::string(otherwise);
  };
  return clerk::Organization{member("id", "org_test"), member("slug", "test"),
                             member("role", "admin")};
}

clerk::SessionTokenWish read_token_wish(const JsonBody& wish) {
  clerk::SessionTokenWish token;
  token.version = static_cast<int>(wish.number_or("version", 1, 2, 2));
  token.azp = wish.optional_text("azp");
  token.life_s = wish.number_or("expiresIn", -1'000'000'000, 1'000'000'000, 60);
  token.fva = wished_fva(wish);
  token.organization = wished_organization(wish);
  if (wish.has("claims")) {
    if (!wish.value("claims").is_object()) throw invalid_request("\"claims\" has to be an object.");
    token.overrides = wish.value("claims");
  }
  return token;
}

}  // namespace

Response add_user(Control& control, const Request& request) {
  clerk::World& world = *control.upstreams->clerk;
  const JsonBody wish = JsonBody::or_empty(request);
  clerk::User user;
  user.first_name = wish.text_or("firstName", "");
  user.last_name = wish.text_or("lastName", "");
  user.username = wish.text_or("username", "");
  user.image_url = wish.text_or("imageUrl", "");
  user.email = wish.text_or("email", "");
  user.email_verified = wish.flag_or("emailVerified", true);
  clerk::User& added = world.accounts.add(std::move(user));
  json answer = {{"userId", added.id},
                 {"sessionId", world.accounts.sign_in(added).id},
                 {"user", as_backend_api_user(added)}};
  return json_response(201, answer);
}

/// The person signs in again: tokens of this session say that it just happened.
Response add_session(Control& control, const Request& request) {
  clerk::World& world = *control.upstreams->clerk;
  const JsonBody wish = JsonBody::or_empty(request);
  clerk::User& user = wished_user(world, wish);
  return json_response(201, {{"userId", user.id}, {"sessionId", world.accounts.sign_in(user).id}});
}

/// What getToken() gives a signed-in page; with `signedBy: impostor` one that only looks like it.
Response make_session_token(Control& control, const Request& request) {
  clerk::World& world = *control.upstreams->clerk;
  const JsonBody wish = JsonBody::or_empty(request);
  const clerk::SessionTokenWish wished = read_token_wish(wish);
  const std::string signed_by = wish.text_or("signedBy", "current");
  if (signed_by != "current" && signed_by != "impostor")
    throw invalid_request("\"signedBy\" has to be current or impostor.");
  const clerk::Session& session = wished_session(world, wish);
  const jose::KeyPointer key =
      signed_by == "current" ? world.keys.current() : world.keys.impostor();
  const json claims =
      clerk::session_token_claims(wished, session, world.issuer, control.context.clock.now_ms());
  return json_response(201, {{"token", jose::sign(clerk::session_token_header(), claims, *key)},
                             {"sessionId", session.id},
                             {"claims", claims}});
}

Response rotate_keys(Control& control, const Request& request) {
  clerk::World& world = *control.upstreams->clerk;
  const JsonBody wish = JsonBody::or_empty(request);
  world.keys.rotate(wish.flag_or("keepOld", true));
  json published = json::array();
  for (const jose::KeyPointer& key : world.keys.published().keys())
    published.push_back(key->kid());
  return json_response(
      200, {{"current", world.keys.current()->kid()}, {"published", std::move(published)}});
}

}  // namespace hufu::mock::control
