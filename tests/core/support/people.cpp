#include "people.h"

#include <utility>

#include "text/base64url.h"
#include "text/json.h"
#include "text/jwt.h"
#include "vault/record.h"

namespace hufu::test {
namespace {

constexpr std::string_view kBearer = "Bearer ";

// Everything that any call of the unified backend wants to read.
constexpr auto kAnything =
    R"({"id":"A","nickname":"Tiger","bindingId":"b1","bindCode":"c","state":"confirmed",)"
    R"("role":"redeemer","client":"screen")";

std::string access_token(const std::string& person, int number) {
  const std::string claims = R"({"sub":")" + person + R"(","n":)" + std::to_string(number) + "}";
  return "eyJhbGciOiJub25lIn0." + text::to_base64url(claims).to_std() + ".c2ln";
}

// What any call may be answered with, and more beside it.
std::string anything_and(const std::string& more) {
  std::string text(kAnything);
  return text.append(more).append("}");
}

Value claims_of(std::string_view bearer) {
  if (bearer.size() <= kBearer.size()) return {};
  return text::read_claims(bearer.substr(kBearer.size()));
}

std::string refresh_token(const std::string& person, int number) {
  return person + ".refresh." + std::to_string(number);
}

}  // namespace

People::People(World& world) : world_(world) {
  world.http = [this](const HttpEffect& request) { return answer(request); };
  world.forward = [this](const ForwardEffect& request) {
    return ForwardAnswer{accepts(request.headers) ? 200 : 401, {}};
  };
  world.upload = [this](const UploadEffect& request) -> Answer {
    if (!accepts(request.headers)) return json_answer(401, R"({"error":"invalid_token"})");
    return json_answer(200, R"({"avatarUrl":"https://x/y"})");
  };
  world.credential = [this](const CredentialEffect&) {
    return CredentialAnswer{Secret(at_wechat + ".code")};
  };
}

std::string People::grant(const std::string& person, const std::string& id) const {
  const int number = generations_.at(person);
  return R"({"success":true,"token":")" + access_token(person, number) + R"(","refreshToken":")" +
         refresh_token(person, number) + R"(","expiresIn":900,"user":{"id":")" + id +
         R"(","nickname":"n","avatarUrl":""}})";
}

std::string People::record_of(const std::string& person, Millis age, bool with_user) const {
  vault::Record record;
  record.backend = "unified";
  record.base_url = kBase;
  record.access_token = std::string_view(access_token(person, generations_.at(person)));
  record.refresh_token = std::string_view(refresh_token(person, generations_.at(person)));
  record.received = WallTime{world_.wall_ms - age};
  record.lifetime_ms = 15 * kMinute;
  if (with_user) record.user.set("id", person).set("nickname", "n").set("avatar_url", "");
  return vault::write_record(record).to_std();
}

bool People::accepts(const std::vector<Header>& headers) const {
  const std::string owner = sender(headers);
  if (owner.empty()) return false;
  const auto refused = refused_up_to.find(owner);
  return refused == refused_up_to.end() ||
         claims_of(header(headers, "Authorization")).number_or("n", 0) > refused->second;
}

Answer People::answer(const HttpEffect& request) {
  const auto body = json::parse(request.body.empty() ? "{}" : request.body.reveal());
  if (request.flow == "sign_in_with_wechat") {
    const std::string person(body->text_or("code", "").substr(0, 1));
    ++generations_[person];
    return json_answer(200, grant(person, person));
  }
  if (request.flow == "refresh") {
    if (!refreshes) return json_answer(400, R"({"error":"invalid_grant"})");
    const std::string person(body->text_or("refreshToken", "").substr(0, 1));
    ++generations_[person];
    return json_answer(200, grant(person, person));
  }
  if (!accepts(request.headers)) return json_answer(401, R"({"error":"invalid_token"})");
  if (request.flow == "confirm_binding") {
    const std::string person = sender(request.headers);
    ++generations_[person];
    return json_answer(200, anything_and(R"(,"session":)" + grant(person, "joined")));
  }
  return json_answer(200, anything_and(""));
}

std::string sender(const std::vector<Header>& headers) {
  return std::string(claims_of(header(headers, "Authorization")).text_or("sub", ""));
}

std::string owner(const Secret& token) {
  return std::string(claims_of("Bearer " + token.reveal()).text_or("sub", ""));
}

std::string owner_of_store(const World& world) {
  if (!world.store.has_session()) return "";
  const auto record = json::parse(world.store.session());
  return owner(Secret(std::string(record->text_or("access_token", ""))));
}

OperationId begin_sign_in(Process& process, const std::string& person) {
  SignInWithWechat how;
  how.code = Secret(person + ".code");
  return process.begin(std::move(how));
}

}  // namespace hufu::test
