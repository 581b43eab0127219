// GET and PUT /_control/oddities: what real servers do, switched while the server runs.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "control/control.h"
#include "http/errors.h"
#include "http/json_body.h"
#include "settings/oddities.h"

namespace hufu::mock::control {
namespace {

using nlohmann::json;

constexpr int kLongestPassword = 72;
constexpr int kLongestInterval = 24 * 3600;
constexpr int kLongestLife = 7 * 24 * 3600;

// In the order of what they stand for.
template <std::size_t Count>
using Choices = std::array<const char*, Count>;

constexpr Choices<2> kRefreshTokens = {"rotated", "kept"};
constexpr Choices<3> kLifeForms = {"number", "text", "absent"};
constexpr Choices<4> kCharacters = {"any", "letters_digits", "lower_upper_letters_digits",
                                    "lower_upper_letters_digits_symbols"};
constexpr Choices<3> kReauthentications = {"ten-minutes", "day", "never"};
constexpr Choices<2> kTemplates = {"plain", "confirm-page"};
constexpr Choices<2> kAlgorithms = {"hs256", "es256"};

template <class Value, std::size_t Count>
const char* word_for(Value value, const Choices<Count>& words) {
  return words.at(static_cast<std::size_t>(value));
}

template <class Value>
json or_null(const std::optional<Value>& value) {
  return value ? json(*value) : json(nullptr);
}

json as_json(const Oddities& oddities) {
  const auto algorithm = oddities.jwt_algorithm;
  return {{"refreshTokens", word_for(oddities.keeps_refresh_tokens, kRefreshTokens)},
          {"expiresIn", word_for(oddities.life_form, kLifeForms)},
          {"emailConfirmation", oddities.confirms_email},
          {"signUps", oddities.admits_new_people},
          {"anonymousSignIns", oddities.admits_anonymous},
          {"phoneSignIns", oddities.admits_phones},
          {"phoneConfirmation", oddities.confirms_phone},
          {"idTokens", oddities.believes_id_tokens},
          {"manualLinking", oddities.links_manually},
          {"shortestPassword", oddities.shortest_password},
          {"passwordCharacters", word_for(oddities.password_characters, kCharacters)},
          {"reauthentication", word_for(oddities.reauthentication, kReauthentications)},
          {"secureEmailChange", oddities.confirms_email_change_twice},
          {"guessCap", oddities.caps_guesses},
          {"sendInterval", oddities.send_interval_s},
          {"captcha", oddities.asks_captcha},
          {"mailTemplate", word_for(oddities.mail_template, kTemplates)},
          {"jwtLife", or_null(oddities.jwt_life_s)},
          {"jwtAlgorithm", algorithm ? json(word_for(*algorithm, kAlgorithms)) : json(nullptr)},
          {"reuseInterval", or_null(oddities.reuse_interval_s)},
          {"issuerClaim", oddities.names_issuer}};
}

std::vector<std::string> known_members() {
  const json known = as_json(Oddities());
  std::vector<std::string> names;
  for (const auto& [name, value] : known.items())
    names.push_back(name);
  return names;
}

template <class Value, std::size_t Count>
Value value_of(const std::string& name, const std::string& word, const Choices<Count>& words) {
  const auto found = std::ranges::find(words, word);
  if (found != words.end()) return static_cast<Value>(found - words.begin());
  std::string choice;
  for (const char* known : words)
    choice += (choice.empty() ? "" : ", ") + std::string(known);
  throw invalid_request("\"" + name + "\" has to be one of: " + choice + ".");
}

template <class Value, std::size_t Count>
void choose(Value& value, const JsonBody& wish, const char* name, const Choices<Count>& words) {
  if (const auto word = wish.optional_text(name)) value = value_of<Value>(name, *word, words);
}

void choose(bool& value, const JsonBody& wish, const char* name) {
  value = wish.flag_or(name, value);
}

void choose(int& value, const JsonBody& wish, const char* name, int least, int most) {
  value = static_cast<int>(wish.number_or(name, least, most, value));
}

// null is as the server began with neither flag nor call.
void choose(std::optional<int>& value, const JsonBody& wish, const char* name, int least,
            int most) {
  if (!wish.has(name)) return;
  value = std::nullopt;
  if (const auto number = wish.optional_number(name, least, most)) value = *number;
}

void choose_algorithm(Oddities& oddities, const JsonBody& wish) {
  if (!wish.has("jwtAlgorithm")) return;
  oddities.jwt_algorithm = std::nullopt;
  if (const auto word = wish.optional_text("jwtAlgorithm"))
    oddities.jwt_algorithm = value_of<JwtAlgorithm>("jwtAlgorithm", *word, kAlgorithms);
}

Oddities changed(Oddities oddities, const JsonBody& wish) {
  // A misspelt switch would leave the server as it is, and its test would pass for the wrong
  // reason.
  wish.allow_only(known_members());
  choose(oddities.keeps_refresh_tokens, wish, "refreshTokens", kRefreshTokens);
  choose(oddities.life_form, wish, "expiresIn", kLifeForms);
  choose(oddities.confirms_email, wish, "emailConfirmation");
  choose(oddities.admits_new_people, wish, "signUps");
  choose(oddities.admits_anonymous, wish, "anonymousSignIns");
  choose(oddities.admits_phones, wish, "phoneSignIns");
  choose(oddities.confirms_phone, wish, "phoneConfirmation");
  choose(oddities.believes_id_tokens, wish, "idTokens");
  choose(oddities.links_manually, wish, "manualLinking");
  choose(oddities.shortest_password, wish, "shortestPassword", 1, kLongestPassword);
  choose(oddities.password_characters, wish, "passwordCharacters", kCharacters);
  choose(oddities.reauthentication, wish, "reauthentication", kReauthentications);
  choose(oddities.confirms_email_change_twice, wish, "secureEmailChange");
  choose(oddities.caps_guesses, wish, "guessCap");
  choose(oddities.send_interval_s, wish, "sendInterval", 0, kLongestInterval);
  choose(oddities.asks_captcha, wish, "captcha");
  choose(oddities.mail_template, wish, "mailTemplate", kTemplates);
  choose(oddities.jwt_life_s, wish, "jwtLife", 1, kLongestLife);
  choose_algorithm(oddities, wish);
  choose(oddities.reuse_interval_s, wish, "reuseInterval", 0, kLongestInterval);
  choose(oddities.names_issuer, wish, "issuerClaim");
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
