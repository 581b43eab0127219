// The flags of the oddities.
#include "mock_settings/oddity_options.h"

#include <CLI/CLI.hpp>
#include <map>
#include <string>

namespace hufu::mock {
namespace {

constexpr const char* kGroup = "What real servers do (also PUT /_control/oddities)";
constexpr int kLongestPassword = 72;
constexpr int kLongestInterval = 24 * 3600;
constexpr int kLongestLife = 7 * 24 * 3600;  // as Supabase

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

template <class Number>
CLI::Option* add_number(CLI::App& app, const char* flag, Number& value, int least, int most,
                        const char* meaning) {
  return app.add_option(flag, value, meaning)->check(CLI::Range(least, most))->group(kGroup);
}

void add_doors(CLI::App& app, Oddities& oddities) {
  add(app, "--email-confirmation", oddities.confirms_email, switch_words(),
      "on or off: GoTrue wants a new e-mail address confirmed first");
  add(app, "--sign-ups", oddities.admits_new_people, switch_words(),
      "on or off: off, only who has an account comes in, on every surface");
  add(app, "--anonymous-sign-ins", oddities.admits_anonymous, switch_words(),
      "on or off, of GoTrue");
  add(app, "--phone-sign-ins", oddities.admits_phones, switch_words(),
      "on or off: GoTrue's people may have a telephone number; off by default");
  add(app, "--phone-confirmation", oddities.confirms_phone, switch_words(),
      "on or off: GoTrue wants a new number confirmed first; on by default");
  add(app, "--id-tokens", oddities.believes_id_tokens, switch_words(),
      "on or off: GoTrue's people may sign in by the ID token of a fake provider; off by default");
  add(app, "--manual-linking", oddities.links_manually, switch_words(),
      "on or off: people of GoTrue may link and unlink identities");
  add(app, "--captcha", oddities.asks_captcha, switch_words(),
      "on or off: GoTrue wants hCaptcha's or Turnstile's token for tests");
}

void add_passwords(CLI::App& app, Oddities& oddities) {
  static const Words<PasswordCharacters> characters = {
      {"any", PasswordCharacters::any},
      {"letters_digits", PasswordCharacters::letters_digits},
      {"lower_upper_letters_digits", PasswordCharacters::lower_upper_letters_digits},
      {"lower_upper_letters_digits_symbols",
       PasswordCharacters::lower_upper_letters_digits_symbols}};
  static const Words<Reauthentication> reauthentications = {
      {"ten-minutes", Reauthentication::ten_minutes},
      {"day", Reauthentication::day},
      {"never", Reauthentication::never}};
  add_number(app, "--shortest-password", oddities.shortest_password, 1, kLongestPassword,
             "bytes, of GoTrue")
      ->capture_default_str();
  add(app, "--password-characters", oddities.password_characters, characters,
      "any, letters_digits, lower_upper_letters_digits or lower_upper_letters_digits_symbols: what "
      "GoTrue wants in a password");
  add(app, "--reauthentication", oddities.reauthentication, reauthentications,
      "ten-minutes, day or never: how old a session may be that changes how one signs in at GoTrue "
      "(day: only of passwords)");
}

void add_mails(CLI::App& app, Oddities& oddities) {
  static const Words<MailTemplate> templates = {{"plain", MailTemplate::plain},
                                                {"confirm-page", MailTemplate::confirm_page}};
  add(app, "--secure-email-change", oddities.confirms_email_change_twice, switch_words(),
      "on or off: GoTrue asks the old address, too; on by default");
  add(app, "--guess-cap", oddities.caps_guesses, switch_words(),
      "on or off: the digits of a mail die of ten wrong guesses; on by default");
  add_number(app, "--send-interval", oddities.send_interval_s, 0, kLongestInterval,
             "seconds between two mails of GoTrue's to one person")
      ->capture_default_str();
  add(app, "--mail-template", oddities.mail_template, templates,
      "plain or confirm-page: the links of GoTrue's mails lead to /auth/v1/verify or to the site's "
      "/auth/confirm");
}

void add_tokens(CLI::App& app, Oddities& oddities) {
  static const Words<bool> refresh_tokens = {{"rotated", false}, {"kept", true}};
  static const Words<LifeForm> life_forms = {
      {"number", LifeForm::number}, {"text", LifeForm::text}, {"absent", LifeForm::absent}};
  static const Words<JwtAlgorithm> algorithms = {{"hs256", JwtAlgorithm::hs256},
                                                 {"es256", JwtAlgorithm::es256}};
  add(app, "--refresh-tokens", oddities.keeps_refresh_tokens, refresh_tokens,
      "rotated or kept: kept, a renewal hands out none and the old one stays good");
  add_number(app, "--reuse-interval", oddities.reuse_interval_s, 0, kLongestInterval,
             "seconds in which a spent refresh token of GoTrue's still works; by default as "
             "--refresh-reuse says");
  add(app, "--expires-in", oddities.life_form, life_forms,
      "number, text or absent: how answers tell the life of an access token");
  add_number(app, "--jwt-life", oddities.jwt_life_s, 1, kLongestLife,
             "seconds, of GoTrue's access tokens; by default as --access-token-life says");
  app.add_option("--jwt-algorithm", oddities.jwt_algorithm,
                 "hs256 or es256, of GoTrue's access tokens; by default as JWT_SECRET says")
      ->transform(CLI::CheckedTransformer(algorithms))
      ->group(kGroup);
  add(app, "--issuer-claim", oddities.names_issuer, switch_words(),
      "on or off: whether GoTrue's tokens have the claim iss");
}

}  // namespace

void add_oddity_options(CLI::App& app, Oddities& oddities) {
  add_doors(app, oddities);
  add_passwords(app, oddities);
  add_mails(app, oddities);
  add_tokens(app, oddities);
}

}  // namespace hufu::mock
