// GET and PUT /_control/oddities: what real servers do, switched while the server runs.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "control/control.h"
#include "http/errors.h"
#include "http/json_body.h"
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

std::vector<std::string> known_members() {
  const json known = as_json(Oddities());
  std::vector<std::string> names;
  for (const auto& [name, value] : known.items())
    names.push_back(name);
  return names;
}

Oddities changed(const Oddities& now, const JsonBody& wish) {
  // A misspelt switch would leave the server as it is, and its test would pass for the wrong
  // reason.
  wish.allow_only(known_members());
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

Response show_oddities(Control& control, const Request&) {
  return json_response(200, as_json(control.context.oddities.now()));
}

Response change_oddities(Control& control, const Request& request) {
  LiveOddities& live = control.context.oddities;
  live.set(changed(live.now(), JsonBody::or_empty(request)));
  return json_response(200, as_json(live.now()));
}

}  // namespace hufu::mock::control
