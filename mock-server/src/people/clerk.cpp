// Clerk as the backend uses it.
#include "people/clerk.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "http/errors.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr double kLeewayS = 5;  // as @clerk/backend allows
constexpr std::size_t kLongestId = 255;
// An unknown key id is a reason to ask again, but not for every forged token.
constexpr WallMs kAskApartMs = 60'000;
// As @clerk/backend keeps them: a key that Clerk withdraws is good for so long.
constexpr WallMs kKeepKeysMs = 5 * 60'000;
// While Clerk is away the keys serve on: signing in has to outlive its bad minutes.
constexpr WallMs kLongestWithoutClerkMs = 60 * 60'000;

server::ClerkOptions session_tokens(const Config& config) {
  return {.issuer = config.clerk_issuer, .authorized_parties = config.authorized_parties};
}

// Session tokens have no audience; those of a template have that of whom they were made for.
std::vector<server::Issuer> issuers_of(const Config& config) {
  server::ClerkOptions options = session_tokens(config);
  std::vector<server::Issuer> issuers{server::clerk(options)};
  options.audience = config.clerk_audiences;
  if (!options.audience.empty()) issuers.push_back(server::clerk(options));
  return issuers;
}

// Proved not to be of the future.
WallMs issued_ms(const Json& claims) {
  const auto issued = claims.find("iat");
  if (issued == claims.end() || !issued->is_number()) return 0;
  return static_cast<WallMs>(std::max(0.0, issued->get<double>())) * 1000;
}

std::optional<ClerkToken> token_of(const server::Proof& proof) {
  if (proof.session_id.size() > kLongestId) return std::nullopt;
  const double proved_s = std::max(0.0, proof.proved_s.value_or(0));
  return ClerkToken{proof.subject, proof.session_id, issued_ms(proof.claims),
                    static_cast<WallMs>(proved_s) * 1000};
}

using Proved = std::variant<server::Proof, server::Refusal>;

bool is_of_unknown_key(const Proved& proved) {
  const auto* refusal = std::get_if<server::Refusal>(&proved);
  return refusal != nullptr && refusal->reason() == server::Reason::unknown_key;
}

bool has_other_audience(const Proved& proved) {
  const auto* refusal = std::get_if<server::Refusal>(&proved);
  return refusal != nullptr && refusal->detail() == "aud";
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
    : config_(config),
      http_(http),
      clock_(clock),
      issuers_(issuers_of(config)),
      fetch_ended_(network) {}

asio::awaitable<std::optional<ClerkToken>> ClerkApi::verify(std::string token) {
  co_await keep_keys_fresh();
  Proved proved = prove(token);
  if (is_of_unknown_key(proved) && may_ask_again()) {
    co_await fetch_keys_once_for_all();
    proved = prove(token);
  }
  const auto* proof = std::get_if<server::Proof>(&proved);
  co_return proof == nullptr ? std::nullopt : token_of(*proof);
}

std::variant<server::Proof, server::Refusal> ClerkApi::prove(const std::string& token) const {
  const server::Moment now{static_cast<double>(clock_.now_ms() / 1000), kLeewayS};
  auto proved = server::prove(token, issuers_.front(), keys_, now);
  const bool is_of_template = issuers_.size() > 1 && has_other_audience(proved);
  return is_of_template ? server::prove(token, issuers_.back(), keys_, now) : proved;
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
    keys_ = server::KeySet(response.body, issuers_.front(), keys_);
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
