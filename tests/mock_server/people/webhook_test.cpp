// How what is told is signed, how often it is tried, and which settings are refused.
#include "people/webhook.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <string>

#include "people/postman.h"
#include "settings/config.h"

using namespace hufu::mock;

namespace {

constexpr const char* kWebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr const char* kNextWebhookSecret = "whsec_bmV4dC1uZXh0LW5leHQtbmV4dC1uZXh0LW4=";
constexpr WallMs kThreeDaysMs = WallMs{72} * 3'600'000;
constexpr const char* kServerKey = "0123456789abcdefghijklmnopqrstuv";

WebhookTarget target_of(const std::string& url, const std::vector<std::string>& secrets) {
  return read_webhook_target({url, secrets});
}

}  // namespace

TEST_CASE("G13: signed as the standard's own libraries do", "[webhook]") {
  const Letter letter{
      "msg_p5jXN8AQM9LWM0D4loKWxJek", R"({"test": 2432232314})", 1, 0, 1614265330'999, 0};
  const std::string signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  const OutgoingRequest one =
      signed_letter(target_of("https://shop.example", {kWebhookSecret}), letter);
  CHECK(one.headers.find("webhook-id") == letter.id);
  CHECK(one.headers.find("webhook-timestamp") == "1614265330");
  CHECK(one.headers.find("webhook-signature") == signature);
  CHECK(one.body == letter.body);
  const OutgoingRequest both = signed_letter(
      target_of("https://shop.example", {kWebhookSecret, kNextWebhookSecret}), letter);
  const std::string list = both.headers.find("webhook-signature").value();
  CHECK(list.starts_with(signature + " v1,"));
  CHECK(list.size() == 2 * signature.size() + 1);
}

TEST_CASE("G14: it is tried eleven times, for three days", "[webhook]") {
  Letter letter;
  letter.made_ms = 1614265330'000;
  WallMs now_ms = letter.made_ms;
  for (letter.tries = 1; const auto next_ms = next_try_ms(letter, now_ms); ++letter.tries)
    now_ms = *next_ms;
  CHECK(letter.tries == 11);
  CHECK(now_ms - letter.made_ms == kThreeDaysMs);
}

TEST_CASE("G14: it is given up by its age, not by how often it was taken", "[webhook]") {
  Letter letter;
  letter.tries = 1000;  // servers died over it, or the database was away
  CHECK(next_try_ms(letter, 0) == 20 * 3'600'000);
  CHECK(next_try_ms(letter, kThreeDaysMs - 1) == kThreeDaysMs);
  letter.tries = 1;
  CHECK_FALSE(next_try_ms(letter, kThreeDaysMs));
}

TEST_CASE("webhooks go over https, or to this machine, and have good secrets", "[webhook]") {
  for (const char* url : {"https://shop.example/hook", "http://127.0.0.1:3000/hook",
                          "http://localhost/hook", "http://[::1]:3000/"})
    CHECK(target_of(url, {kWebhookSecret}).url == url);
  for (const char* url : {"http://shop.example/hook", "http://127.0.0.1.example/", "ftp://x",
                          "http://localhost@shop.example/", "https://", "x"})
    CHECK_THROWS_AS(target_of(url, {kWebhookSecret}), ConfigError);
  for (const char* secret : {"whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_%"})
    CHECK_THROWS_AS(target_of("https://shop.example", {secret}), ConfigError);
  CHECK_THROWS_AS(target_of("https://shop.example", {}), ConfigError);
  CHECK_THROWS_AS(target_of("", {kWebhookSecret}), ConfigError);
  CHECK_THROWS_AS(
      target_of("https://shop.example", {kWebhookSecret, kWebhookSecret, kWebhookSecret}),
      ConfigError);
  CHECK(target_of("", {}).url.empty());
}

TEST_CASE("G10: a server key says what it is good for, and no error repeats it", "[server-keys]") {
  const std::string key = kServerKey;
  const ServerKeys keys = read_server_keys({key, "introspect,people:" + key + "w"});
  CHECK(keys.at(0).may(Scope::resolve));
  CHECK(keys.at(1).may(Scope::people));
  CHECK_FALSE(keys.at(1).may(Scope::resolve));
  CHECK(keys.at(0).digest != key);
  CHECK(read_server_keys({}).empty());
  for (const std::string& bad :
       {key.substr(1), key + " x", "everything:" + key, key + ":introspect", ":" + key}) {
    try {
      read_server_keys({bad});
      FAIL(bad);
    } catch (const ConfigError& error) {
      CHECK(error.message.find(key.substr(1)) == std::string::npos);
    }
  }
  CHECK_THROWS_AS(read_server_keys({key, key, key}), ConfigError);
}
