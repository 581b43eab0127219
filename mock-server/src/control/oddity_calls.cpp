// GET and PUT /_control/oddities: what real servers do, switched while the server runs.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "control/control.h"
#include "control/wish.h"
#include "http/errors.h"
#include "settings/oddities.h"

namespace hufu::mock::control {
namespace {

using nlohmann::json;

constexpr int kLongestPassword = 72;
constexpr std::array<const char*, 3> kLifeForms = {"number", "text", "absent"};

json as_json(const Oddities& oddities) {
  return {{"refreshTokens", oddities.keeps_refresh_tokens ? "kept" : "rotated"},
          {"expiresIn", kLifeForms.at(static_cast<std::size_t>(oddities.life_form))},
          {"emailConfirmation", oddities.confirms_email},
          {"signUps", oddities.admits_new_people},
          {"anonymousSignIns", oddities.admits_anonymous},
          {"shortestPassword", oddities.shortest_password},
          {"issuerClaim", oddities.names_issuer}};
}

bool keeps_refresh_tokens(const std::string& word) {
  if (word != "rotated" && word != "kept")
    throw invalid_request("\"refreshTokens\" has to be rotated or kept.");
  return word == "kept";
}

LifeForm life_form(const std::string& word) {
  const auto found = std::ranges::find(kLifeForms, word);
  if (found == kLifeForms.end())
    throw invalid_request("\"expiresIn\" has to be number, text or absent.");
  return static_cast<LifeForm>(found - kLifeForms.begin());
}

// A misspelt switch would leave the server as it is, and its test would pass for the wrong reason.
void require_known_members(const Wish& wish) {
  const json known = as_json(Oddities());
  for (const std::string& name : wish.names()) {
    if (!known.contains(name)) throw invalid_request("There is no such oddity: " + name + ".");
  }
}

Oddities changed(const Oddities& now, const Wish& wish) {
  require_known_members(wish);
  Oddities oddities = now;
  if (const auto word = wish.optional_text("refreshTokens"))
    oddities.keeps_refresh_tokens = keeps_refresh_tokens(*word);
  if (const auto word = wish.optional_text("expiresIn")) oddities.life_form = life_form(*word);
  oddities.confirms_email = wish.flag_or("emailConfirmation", now.confirms_email);
  oddities.admits_new_people = wish.flag_or("signUps", now.admits_new_people);
  oddities.admits_anonymous = wish.flag_or("anonymousSignIns", now.admits_anonymous);
  oddities.shortest_password = static_cast<int>(
      wish.number_or("shortestPassword", 1, kLongestPassword, now.shortest_password));
  oddities.names_issuer = wish.flag_or("issuerClaim", now.names_issuer);
  return oddities;
}

}  // namespace

void register_oddity_calls(const SharedControl& control) {
  LiveOddities& live = control->context.oddities;
  control->add("GET", "/_control/oddities",
               [&live](const Request&) { return json_response(200, as_json(live.now())); });
  control->add("PUT", "/_control/oddities", [&live](const Request& request) {
    live.set(changed(live.now(), Wish(request)));
    return json_response(200, as_json(live.now()));
  });
}

}  // namespace hufu::mock::control
