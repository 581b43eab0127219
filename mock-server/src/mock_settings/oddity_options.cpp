// The flags of the oddities.
#include "mock_settings/oddity_options.h"

#include <CLI/CLI.hpp>
#include <map>
#include <string>

namespace hufu::mock {
namespace {

constexpr const char* kGroup = "What real servers do (also PUT /_control/oddities)";
constexpr int kLongestPassword = 72;

template <class Value>
using Words = std::map<std::string, Value>;

const Words<bool>& switch_words() {
  static const Words<bool> words = {{"on", true}, {"off", false}};
  return words;
}

template <class Value>
CLI::Option* add(CLI::App& app, const char* flag, Value& value, const Words<Value>& words,
                 const char* meaning) {
  return app.add_option(flag, value, meaning)
      ->transform(CLI::CheckedTransformer(words))
      ->group(kGroup);
}

}  // namespace

void add_oddity_options(CLI::App& app, Oddities& oddities) {
  static const Words<bool> refresh_tokens = {{"rotated", false}, {"kept", true}};
  static const Words<LifeForm> life_forms = {
      {"number", LifeForm::number}, {"text", LifeForm::text}, {"absent", LifeForm::absent}};
  add(app, "--refresh-tokens", oddities.keeps_refresh_tokens, refresh_tokens,
      "rotated or kept: kept, a renewal hands out none and the old one stays good");
  add(app, "--expires-in", oddities.life_form, life_forms,
      "number, text or absent: how answers tell the life of an access token");
  add(app, "--email-confirmation", oddities.confirms_email, switch_words(),
      "on or off: GoTrue wants a new e-mail address confirmed first");
  add(app, "--sign-ups", oddities.admits_new_people, switch_words(),
      "on or off: off, only who has an account comes in, on every surface");
  add(app, "--anonymous-sign-ins", oddities.admits_anonymous, switch_words(),
      "on or off, of GoTrue");
  app.add_option("--shortest-password", oddities.shortest_password, "bytes, of GoTrue")
      ->check(CLI::Range(1, kLongestPassword))
      ->capture_default_str()
      ->group(kGroup);
  add(app, "--issuer-claim", oddities.names_issuer, switch_words(),
      "on or off: whether GoTrue's tokens have the claim iss");
}

}  // namespace hufu::mock
