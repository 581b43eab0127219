// Whether a token is what its issuer makes.
#include "judge.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ascii.h"
#include "claims.h"

namespace hufu::server {
namespace {

using Json = nlohmann::json;

constexpr double kEndOfTimeS = 9007199254740992.0;  // 2^53
constexpr std::size_t kLongestSubject = 255;
// Stands for letters that are none (readable_json.h): two people's could look alike.
constexpr std::string_view kReplaced = "\uFFFD";

// A token brings neither its key nor its rules (RFC 8725, sections 3.10 and 3.11); what is critical
// has to be understood, and nothing is here (RFC 7515, section 4.1.11).
constexpr std::array kForbidden{"crit", "b64", "jwk", "jku", "x5u", "x5c", "zip"};

bool names_one(const std::vector<std::string>& names, const Json& value) {
  const auto* text = value.get_ptr<const std::string*>();
  return text != nullptr && std::ranges::find(names, *text) != names.end();
}

bool is_type(const Json* type, const IssuerRules& issuer) {
  if (type == nullptr || type->is_null()) return names_one(issuer.types, "");
  if (!type->is_string()) return false;
  constexpr std::string_view kPrefix = "application/";
  std::string name = lower_case(type->get_ref<const std::string&>());
  if (name.starts_with(kPrefix)) name.erase(0, kPrefix.size());
  return names_one(issuer.types, name);
}

bool is_meant(const Json* audience, const IssuerRules& issuer) {
  if (issuer.audiences.empty() || audience == nullptr)
    return issuer.audiences.empty() && audience == nullptr;
  if (!audience->is_array()) return names_one(issuer.audiences, *audience);
  return std::ranges::any_of(*audience,
                             [&](const Json& one) { return names_one(issuer.audiences, one); });
}

// As JavaScript counts: letters outside of the first plane are two.
std::size_t length_of(std::string_view text) {
  std::size_t length = 0;
  for (const char byte : text) {
    const auto value = static_cast<unsigned char>(byte);
    if ((value & 0xC0) != 0x80) ++length;
    if (value >= 0xF0) ++length;
  }
  return length;
}

// As JavaScript, in which the documents' servers are written, counts: 7.0 is 7.
std::optional<std::string> whole_number_text(const Json* value) {
  const std::optional<double> number = number_of(value);
  if (!number || std::trunc(*number) != *number || !(std::abs(*number) < kEndOfTimeS))
    return std::nullopt;
  return std::to_string(static_cast<long long>(*number));
}

}  // namespace

Algorithm algorithm_of(const Json& header, const IssuerRules& issuer) {
  const std::string* name = text_member(header, "alg");
  const auto algorithm = std::ranges::find_if(
      issuer.algorithms, [&](Algorithm each) { return name != nullptr && name_of(each) == *name; });
  if (algorithm == issuer.algorithms.end()) throw Refusal(Reason::malformed, "alg");
  for (const char* forbidden : kForbidden)
    if (member(header, forbidden) != nullptr) throw Refusal(Reason::malformed, forbidden);
  if (!is_type(member(header, "typ"), issuer)) throw Refusal(Reason::wrong_claims, "typ");
  return *algorithm;
}

void judge_times(const Json& claims, Moment moment) {
  for (const std::string name : {"exp", "nbf", "iat"}) {
    const Json* claim = member(claims, name.c_str());
    if (claim == nullptr && name != "exp") continue;
    const std::optional<double> when = number_of(claim);
    if (!when || !(*when >= 0 && *when < kEndOfTimeS)) throw Refusal(Reason::wrong_claims, name);
    if (name == "exp") {
      if (*when + moment.leeway_s <= moment.now_s) throw Refusal(Reason::expired);
    } else if (*when > moment.now_s + moment.leeway_s) {
      throw Refusal(Reason::wrong_claims, name + " is ahead: the clocks differ");
    }
  }
}

void judge_claims(const Json& claims, const IssuerRules& issuer) {
  if (!is_meant(member(claims, "aud"), issuer)) throw Refusal(Reason::wrong_claims, "aud");
  const Json* party = member(claims, "azp");
  const bool is_open = party == nullptr || issuer.authorized_parties.empty();
  if (!is_open && !names_one(issuer.authorized_parties, *party))
    throw Refusal(Reason::wrong_claims, "azp");
  const std::string_view fault = issuer.fault(claims);
  if (!fault.empty()) throw Refusal(Reason::wrong_claims, std::string(fault));
}

std::string subject_of(const Json& claims, const IssuerRules& issuer) {
  const Json* claim = member(claims, issuer.subject.c_str());
  // The documents' ids are numbers.
  if (!issuer.name)
    if (const auto number = whole_number_text(claim)) return *number;
  const std::string* subject = text_member(claims, issuer.subject.c_str());
  if (subject == nullptr || subject->empty() || length_of(*subject) > kLongestSubject ||
      subject->find(kReplaced) != subject->npos)
    throw Refusal(Reason::wrong_claims, issuer.subject);
  return *subject;
}

}  // namespace hufu::server
