// Begins what the recipe has added, with the answers of a host that has a token for everybody, and
// prints each request that the core wants sent.
#include <cstdio>
#include <optional>
#include <variant>

#include "hufu/core.h"

using namespace hufu;

namespace {

constexpr Now kNow{WallTime{1.7e12}, Uptime{1'000}};

Answer answer_to(const Effect& effect) {
  if (const auto* http = std::get_if<HttpEffect>(&effect)) {
    std::printf("%s %s\n", http->method.c_str(), http->url.c_str());
    return HttpAnswer{204, {}, {}};
  }
  if (std::holds_alternative<LoadEffect>(effect)) return LoadAnswer{};
  if (std::holds_alternative<CredentialEffect>(effect)) return CredentialAnswer{Secret("token")};
  if (const auto* random = std::get_if<RandomEffect>(&effect))
    return BytesAnswer{std::string(random->bytes, 'r')};
  return DoneAnswer{};
}

int perform(const Config& config, const Operation& operation) {
  auto core = Core::open(config);
  if (!core) return 1;
  (*core)->begin(operation, kNow);
  while (std::optional<Message> message = (*core)->next()) {
    const auto* effect = std::get_if<EffectMessage>(&*message);
    if (effect == nullptr || std::holds_alternative<UnlockEffect>(effect->effect)) continue;
    (*core)->resolve(effect->id, answer_to(effect->effect), kNow);
  }
  return 0;
}

}  // namespace

int main() {
  Config config;
  config.base_url = "https://api.example.com";
  config.session = SessionSource::borrowed;
  RingDevice ring;
  ring.user_code = "BCDF";
  if (perform(config, ring) != 0) return 1;

  config.session = SessionSource::own;
  config.backend = BackendKind::bell_login;
  SignInWithWechat sign_in;
  sign_in.code = Secret("code");
  return perform(config, sign_in);
}
