// Prints the rows of hufu::server: its guard beside OpenSSL's own verify, in one run.
#include <openssl/ec.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include <hufu/server/guard.h>

#include "row.h"

namespace {

using Json = nlohmann::json;
using hufu::server::Guard;

constexpr int kTokens = 200;
constexpr int kHits = 20'000;
constexpr int kRounds = 15;

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Context = std::unique_ptr<EVP_MD_CTX, Free>;

const unsigned char* bytes(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string base64url(const std::string& text) {
  std::string encoded(text.size() * 4 / 3 + 8, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()), bytes(text),
                                   static_cast<int>(text.size()));
  encoded.resize(static_cast<std::size_t>(size));
  encoded.erase(encoded.find_last_not_of('=') + 1);
  std::ranges::replace(encoded, '+', '-');
  std::ranges::replace(encoded, '/', '_');
  return encoded;
}

/// What is signed, and the signature as OpenSSL makes it.
struct Signed {
  std::string text;
  std::string der;
  std::string token;
};

std::string der_of(const Key& key, const std::string& text) {
  const Context context(EVP_MD_CTX_new());
  std::size_t size = 128;
  std::string der(size, '\0');
  const bool is_signed =
      EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(der.data()), &size,
                     bytes(text), text.size()) == 1;
  if (!is_signed) throw std::runtime_error("OpenSSL signs nothing");
  der.resize(size);
  return der;
}

/// The two numbers side by side (RFC 7518, section 3.4).
std::string raw_of(const std::string& der) {
  const unsigned char* at = bytes(der);
  ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  std::string raw(64, '\0');
  auto* to = reinterpret_cast<unsigned char*>(raw.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(signature), to, 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature), to + 32, 32);
  ECDSA_SIG_free(signature);
  return raw;
}

Signed signed_by(const Key& key, const std::string& name) {
  const std::time_t now_s = std::time(nullptr);
  const Json header = {{"alg", "ES256"}, {"typ", "at+jwt"}, {"kid", "k"}};
  const Json claims = {{"iss", "urn:hufu:backend"},
                       {"aud", "urn:hufu:api"},
                       {"sub", "p1"},
                       {"sid", "s1"},
                       {"platform", "web"},
                       {"gen", 3},
                       {"jti", name},
                       {"iat", now_s},
                       {"exp", now_s + 3600}};
  Signed made{base64url(header.dump()) + "." + base64url(claims.dump()), {}, {}};
  made.der = der_of(key, made.text);
  made.token = made.text + "." + base64url(raw_of(made.der));
  return made;
}

hufu::server::Fetched jwks_of(const Key& key) {
  std::string point(65, '\0');
  EVP_PKEY_get_octet_string_param(key.get(), "pub", reinterpret_cast<unsigned char*>(point.data()),
                                  point.size(), nullptr);
  const Json jwk = {{"kty", "EC"},
                    {"crv", "P-256"},
                    {"kid", "k"},
                    {"x", base64url(point.substr(1, 32))},
                    {"y", base64url(point.substr(33))}};
  return {200, Json{{"keys", {jwk}}}.dump()};
}

Guard fresh_guard(const Key& key) {
  hufu::server::GuardOptions options;
  options.issuers = {hufu::server::unified({.base_url = "https://api.example.com"})};
  options.fetch = [answer = jwks_of(key)](const std::string&) { return answer; };
  return Guard(std::move(options));
}

/// Microseconds of this thread's processor that one call takes: it may be busy with other things.
double us_each(int calls, const std::function<void()>& run) {
  const auto now_us = [] {
    std::timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
  };
  const double began_us = now_us();
  run();
  return (now_us() - began_us) / calls;
}

void verify_by_openssl(const Key& key, const Signed& one) {
  const Context context(EVP_MD_CTX_new());
  const bool is_good =
      EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
      EVP_DigestVerify(context.get(), bytes(one.der), one.der.size(), bytes(one.text),
                       one.text.size()) == 1;
  if (!is_good) throw std::runtime_error("OpenSSL finds no good signature");
}

void verify_by_guard(const Guard& guard, const Signed& one) {
  if (!std::holds_alternative<hufu::server::Person>(guard.verify(one.token)))
    throw std::runtime_error("the guard lets in nobody");
}

}  // namespace

int main() {
  const Key key(EVP_EC_gen("P-256"));
  const Signed warm = signed_by(key, "warm");
  std::vector<Signed> tokens;
  for (int at = 0; at < kTokens; ++at)
    tokens.push_back(signed_by(key, std::to_string(at)));
  double openssl_us = std::numeric_limits<double>::max();
  double miss_us = openssl_us;
  double hit_us = openssl_us;
  for (int round = 0; round < kRounds; ++round) {
    const Guard guard = fresh_guard(key);
    verify_by_guard(guard, warm);  // it has its keys, and has seen none of the others
    openssl_us = std::min(openssl_us, us_each(kTokens, [&] {
                            for (const Signed& one : tokens)
                              verify_by_openssl(key, one);
                          }));
    miss_us = std::min(miss_us, us_each(kTokens, [&] {
                         for (const Signed& one : tokens)
                           verify_by_guard(guard, one);
                       }));
    hit_us = std::min(hit_us, us_each(kHits, [&] {
                        for (int at = 0; at < kHits; ++at)
                          verify_by_guard(guard, warm);
                      }));
  }
  std::fprintf(stderr, "openssl %.2f us, miss %.2f us, hit %.2f us\n", openssl_us, miss_us, hit_us);
  hufu::bench::print({.name = "server_half.cpp_verify_miss",
                      .value = miss_us / openssl_us,
                      .unit = "ratio",
                      .goal = "<=1.1",
                      .peer = "OpenSSL"});
  hufu::bench::print(
      {.name = "server_half.cpp_verify_hit", .value = hit_us, .unit = "us", .goal = "<=2"});
}
