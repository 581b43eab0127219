// Random header fields of requests that nobody may be let in with.
#include "support/header_sets.h"

#include <algorithm>

namespace hufu::mock::test {
namespace {

const std::vector<std::string> kPlatformNames = {"X-Platform", "x-platform", "X-PLATFORM"};

bool is_platform(const std::string& name) {
  return std::ranges::find(kPlatformNames, name) != kPlatformNames.end();
}

}  // namespace

HeaderSets::HeaderSets(Client genuine, std::vector<std::string> bad_tokens, std::uint32_t seed)
    : genuine_(std::move(genuine)), bad_tokens_(std::move(bad_tokens)), random_(seed) {
  const std::string& token = genuine_.token;
  const std::size_t signature = token.rfind('.') + 1;
  for (const std::string& bad :
       {std::string(), std::string("null"), std::string("undefined"), token.substr(0, signature),
        token.substr(0, token.size() - 2), token + "A", token + "." + token.substr(signature),
        token.substr(signature) + "." + token, genuine_.refresh, std::string(9000, 'A')})
    bad_tokens_.push_back(bad);
}

std::size_t HeaderSets::pick(std::size_t below) { return random_() % below; }

const std::string& HeaderSets::pick(const std::vector<std::string>& from) {
  return from[pick(from.size())];
}

std::string HeaderSets::random_word() {
  std::string word;
  for (std::size_t length = pick(12) + 1; word.size() < length;)
    word += static_cast<char>(33 + pick(94));
  return word;
}

void HeaderSets::add_platform(Fields& fields) {
  static const std::vector<std::string> known = {"miniprogram", "web", "desktop", "server"};
  static const std::vector<std::string> wrong = {
      "", "Miniprogram", "miniprogram,web", "web, miniprogram", "mini program", "\"web\"", "any"};
  switch (pick(6)) {
    case 0: break;
    case 1: fields.emplace_back(pick(kPlatformNames), random_word()); break;
    case 2: fields.emplace_back(pick(kPlatformNames), pick(wrong)); break;
    case 3:
      fields.emplace_back(pick(kPlatformNames), pick(known));
      fields.emplace_back(pick(kPlatformNames), pick(known));
      break;
    default: fields.emplace_back(pick(kPlatformNames), pick(known));
  }
}

void HeaderSets::add_authorization(Fields& fields) {
  static const std::vector<std::string> schemes = {"Bearer ", "bearer ", "BEARER ", "Bearer  ",
                                                   "Basic ",  "DPoP ",   "Token ",  ""};
  const std::string& token = pick(3) == 0 ? genuine_.token : pick(bad_tokens_);
  switch (pick(8)) {
    case 0: break;
    case 1: fields.emplace_back("Authorization", random_word()); break;
    case 2: fields.emplace_back("Authorization", pick(schemes) + random_word()); break;
    case 3:
      fields.emplace_back("Authorization", "Bearer " + genuine_.token);
      fields.emplace_back("authorization", "Bearer " + pick(bad_tokens_));
      break;
    case 4: fields.emplace_back("Proxy-Authorization", "Bearer " + genuine_.token); break;
    default: fields.emplace_back("Authorization", pick(schemes) + token);
  }
}

// What has let people in elsewhere.
void HeaderSets::add_noise(Fields& fields) {
  const Fields noise = {{"X-Forwarded-For", "127.0.0.1"},
                        {"X-Forwarded-User", genuine_.user_id},
                        {"X-User-Id", genuine_.user_id},
                        {"X-HTTP-Method-Override", "GET"},
                        {"X-Original-URL", "/openapi.json"},
                        {"X-Rewrite-URL", "/api/wechat/login"},
                        {"X-Middleware-Subrequest", "middleware:middleware:middleware"},
                        {"Cookie", "token=" + genuine_.token + "; __session=" + genuine_.token},
                        {"X-Auth-Token", genuine_.token},
                        {"X-Access-Token", genuine_.token},
                        {"X-Platform-Override", "miniprogram"},
                        {"Origin", "null"},
                        {random_word().substr(0, 1) == ":" ? "X-A" : "X-Word", random_word()}};
  for (std::size_t count = pick(4); count > 0; --count)
    fields.push_back(noise[pick(noise.size())]);
}

// The one set that is right: its platform, said once, and its token.
bool HeaderSets::lets_in(const Fields& fields) const {
  int platforms = 0;
  bool is_its_own = false;
  bool has_token = false;
  for (const auto& [name, value] : fields) {
    if (is_platform(name)) {
      ++platforms;
      is_its_own = value == genuine_.platform;
    } else if (name == "Authorization" && value.ends_with(" " + genuine_.token)) {
      has_token = true;
    }
  }
  return platforms == 1 && is_its_own && has_token;
}

Fields HeaderSets::next() {
  for (;;) {
    Fields fields;
    add_platform(fields);
    add_authorization(fields);
    add_noise(fields);
    if (!lets_in(fields)) return fields;
  }
}

}  // namespace hufu::mock::test
