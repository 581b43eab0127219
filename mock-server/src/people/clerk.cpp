// Clerk as the backend uses it.
#include "people/clerk.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "http/errors.h"
#include "jose/token.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr std::chrono::seconds kSkew{5};
// An unknown key id is a reason to ask again, but not for every forged token.
constexpr WallMs kAskApartMs = 60'000;
// As @clerk/backend keeps them: a key that Clerk withdraws is good for so long.
constexpr WallMs kKeepKeysMs = 5 * 60'000;
// While Clerk is away the keys serve on: signing in has to outlive its bad minutes.
constexpr WallMs kLongestWithoutClerkMs = 60 * 60'000;

jose::Rules rules_for(const Config& config, WallMs now_ms) {
  jose::Rules rules;
  rules.now_s = now_ms / 1000;
  rules.leeway = kSkew;
  rules.typ = "JWT";
  rules.issuer = config.clerk_issuer;
  return rules;
}

// `azp` is the Origin the token was made for. Native applications have none, so an absent one is no
// fault.
bool comes_from_an_authorized_party(const Json& claims, const std::vector<std::string>& parties) {
  const auto azp = claims.find("azp");
  if (azp == claims.end() || parties.empty()) return true;
  return azp->is_string() && std::ranges::find(parties, azp->get<std::string>()) != parties.end();
}

// `fva`: minutes since the first factor was proved, as of `iat`; -1 where it never was.
WallMs authenticated_ms(const Json& claims) {
  const auto ages = claims.find("fva");
  const auto issued = claims.find("iat");
  if (ages == claims.end() || issued == claims.end() || !ages->is_array() || ages->empty())
    return 0;
  if (!ages->front().is_number_integer() || !issued->is_number_integer()) return 0;
  const long long minutes = ages->front().get<long long>();
  if (minutes < 0 || minutes > 60LL * 24 * 366) return 0;
  return (issued->get<long long>() - minutes * 60) * 1000;
}

// Session tokens have no audience; one made from a template for another service is none of ours.
bool is_meant_for_us(const Json& claims, const std::vector<std::string>& audiences) {
  const auto aud = claims.find("aud");
  if (aud == claims.end()) return true;
  const Json named = aud->is_array() ? *aud : Json::array({*aud});
  return std::ranges::any_of(named, [&](const Json& name) {
    return name.is_string() &&
           std::ranges::find(audiences, name.get<std::string>()) != audiences.end();
  });
}

std::optional<ClerkToken> read_claims(const Json& claims, const Config& config) {
  ClerkToken token;
  token.subject = text_of(claims, "sub");
  token.session_id = text_of(claims, "sid");
  token.authenticated_ms = authenticated_ms(claims);
  if (token.subject.empty() || token.subject.size() > 255 || token.session_id.size() > 255)
    return std::nullopt;
  if (!comes_from_an_authorized_party(claims, config.authorized_parties)) return std::nullopt;
  if (!is_meant_for_us(claims, config.clerk_audiences)) return std::nullopt;
  // A session that still waits for a second factor or an organisation is no signed-in one.
  if (text_of(claims, "sts") == "pending") return std::nullopt;
  return token;
}

OutgoingRequest keys_request(const Config& config) {
  OutgoingRequest request;
  request.url = config.clerk_issuer + "/.well-known/jwks.json";
  return request;
}

OutgoingRequest user_request(const Config& config, const std::string& subject) {
  OutgoingRequest request;
  request.url = config.clerk_api_url + "/v1/users/" + encode_percent(subject);
  request.headers.set("Authorization", "Bearer " + config.clerk_secret_key);
  return request;
}

// Only an address that Clerk calls verified counts (B15).
std::string verified_email(const Json& user) {
  const std::string primary = text_of(user, "primary_email_address_id");
  const auto addresses = user.find("email_addresses");
  if (addresses == user.end() || !addresses->is_array()) return "";
  for (const Json& address : *addresses) {
    if (!address.is_object() || text_of(address, "id") != primary) continue;
    const Json verification = address.value("verification", Json::object());
    if (verification.is_object() && text_of(verification, "status") == "verified")
      return text_of(address, "email_address");
  }
  return "";
}

ClerkProfile profile_of(const Json& user) {
  ClerkProfile profile;
  const std::string first = text_of(user, "first_name");
  const std::string last = text_of(user, "last_name");
  profile.name = first + (first.empty() || last.empty() ? "" : " ") + last;
  if (profile.name.empty()) profile.name = text_of(user, "username");
  profile.email = verified_email(user);
  profile.picture_url = text_of(user, "image_url");
  return profile;
}

}  // namespace

ClerkApi::ClerkApi(const Config& config, HttpClient& http, const Clock& clock,
                   asio::io_context& network)
    : config_(config), http_(http), clock_(clock), fetch_ended_(network) {}

asio::awaitable<std::optional<ClerkToken>> ClerkApi::verify(std::string token) {
  co_await keep_keys_fresh();
  jose::Verification verified = jose::verify(token, keys_, rules_for(config_, clock_.now_ms()));
  if (verified.refusal == jose::Refusal::unknown_key && may_ask_again()) {
    co_await fetch_keys_once_for_all();
    verified = jose::verify(token, keys_, rules_for(config_, clock_.now_ms()));
  }
  if (!verified.accepted()) co_return std::nullopt;
  co_return read_claims(verified.claims, config_);
}

// Throws where there are no keys to go on with.
asio::awaitable<void> ClerkApi::keep_keys_fresh() {
  const WallMs age_ms = fetched_ms_ ? clock_.now_ms() - *fetched_ms_ : kLongestWithoutClerkMs;
  if (age_ms < kKeepKeysMs) co_return;
  if (age_ms < kLongestWithoutClerkMs && !may_ask_again()) co_return;
  try {
    co_await fetch_keys_once_for_all();
  } catch (...) {
    if (age_ms >= kLongestWithoutClerkMs) throw;
  }
}

asio::awaitable<ClerkProfile> ClerkApi::look_up(std::string subject) {
  OutgoingRequest request = user_request(config_, subject);
  Response response = co_await http_.send(std::move(request));
  const Json user = Json::parse(response.body, nullptr, false);
  if (response.status != 200 || !user.is_object())
    throw unavailable("Clerk cannot answer right now.");
  co_return profile_of(user);
}

bool ClerkApi::may_ask_again() const {
  return !asked_ms_ || clock_.now_ms() - *asked_ms_ >= kAskApartMs;
}

asio::awaitable<void> ClerkApi::fetch_keys() {
  asked_ms_ = clock_.now_ms();
  OutgoingRequest request = keys_request(config_);
  Response response = co_await http_.send(std::move(request));
  if (response.status != 200)
    throw unavailable("Clerk's keys cannot be had right now. Try again soon.");
  try {
    keys_ = jose::read_jwks(response.body);
  } catch (const std::invalid_argument&) {
    throw unavailable("Clerk's keys cannot be read. Try again soon.");
  }
  fetched_ms_ = clock_.now_ms();
}

// The first caller asks, those who come meanwhile wait for the outcome.
asio::awaitable<void> ClerkApi::fetch_keys_once_for_all() {
  if (fetching_) {
    while (fetching_)
      co_await fetch_ended_.wait(std::chrono::seconds(10));
    if (!fetched_ms_) throw unavailable("Clerk's keys cannot be had right now. Try again soon.");
    co_return;
  }
  fetching_ = true;
  std::exception_ptr failure;
  try {
    co_await fetch_keys();
  } catch (...) {
    failure = std::current_exception();
  }
  fetching_ = false;
  fetch_ended_.notify();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace hufu::mock
