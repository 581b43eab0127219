#include "stress_host.h"

#include <iterator>

namespace hufu::test {
namespace {

constexpr Errc kFailures[] = {Errc::network,         Errc::timeout,           Errc::tls,
                              Errc::malformed_reply, Errc::store_unavailable, Errc::declined,
                              Errc::signed_out,      Errc::host_fault};

const HttpEffect* refresh_of(const Effect& effect) {
  const auto* http = std::get_if<HttpEffect>(&effect);
  return http && http->flow == "refresh" ? http : nullptr;
}

HttpAnswer json_answer(int status, std::string body) {
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

}  // namespace

std::string StressHost::take(const EffectMessage& asked) {
  if (const auto* unlock = std::get_if<UnlockEffect>(&asked.effect)) {
    if (unlock->lock != lock_) return "a lock is given back that was not granted";
    lock_ = EffectId{};
    return "";
  }
  if (const HttpEffect* refresh = refresh_of(asked.effect)) {
    ++refreshes_;
    if (!renewing_.insert(refresh->body.reveal()).second) return "two refreshes of one token";
  }
  if (!waiting_.emplace(asked.id, asked.effect).second) return "an effect id is used twice";
  return "";
}

void StressHost::cancel(EffectId id) {
  const auto effect = waiting_.find(id);
  if (effect == waiting_.end()) return;
  if (const HttpEffect* refresh = refresh_of(effect->second)) {
    renewing_.erase(refresh->body.reveal());
  }
  waiting_.erase(effect);
}

EffectId StressHost::pick() {
  if (waiting_.empty()) return {};
  auto effect = std::next(waiting_.begin(), dice_.place(waiting_.size()));
  // The lock is somebody's: who waits for it has to go on waiting. Something else can be answered.
  for (std::size_t tried = 0; tried < waiting_.size(); ++tried) {
    const bool stuck = locked() && std::holds_alternative<LockEffect>(effect->second);
    if (!stuck) return effect->first;
    if (++effect == waiting_.end()) effect = waiting_.begin();
  }
  return {};
}

Answer StressHost::answer(EffectId id, bool kindly, Now& now) {
  const Effect effect = waiting_.at(id);
  cancel(id);
  if (!kindly && dice_.one_in(6)) {
    return FailedAnswer{kFailures[dice_.roll(std::size(kFailures))], "by chance"};
  }
  return perform(id, effect, kindly, now);
}

Answer StressHost::perform(EffectId id, const Effect& effect, bool kindly, Now& now) {
  if (const auto* http = std::get_if<HttpEffect>(&effect)) return reply(*http, kindly);
  if (std::holds_alternative<ForwardEffect>(effect)) {
    return ForwardAnswer{!kindly && dice_.one_in(3) ? 401 : 200, {}};
  }
  if (std::holds_alternative<UploadEffect>(effect)) return json_answer(200, "{}");
  if (const auto* load = std::get_if<LoadEffect>(&effect)) {
    const auto stored = store_.find(load->key);
    if (!kindly && dice_.one_in(20)) return LoadAnswer{Secret("{broken")};
    return stored == store_.end() ? LoadAnswer{} : LoadAnswer{stored->second};
  }
  if (const auto* save = std::get_if<SaveEffect>(&effect)) store_[save->key] = save->value;
  if (const auto* erase = std::get_if<EraseEffect>(&effect)) store_.erase(erase->key);
  if (const auto* random = std::get_if<RandomEffect>(&effect)) {
    return BytesAnswer{std::string(random->bytes, static_cast<char>(dice_.roll(256)))};
  }
  if (std::holds_alternative<DigestEffect>(effect)) return BytesAnswer{std::string(32, 'd')};
  if (std::holds_alternative<CredentialEffect>(effect)) {
    return CredentialAnswer{Secret("credential-" + std::to_string(++grants_))};
  }
  if (std::holds_alternative<LockEffect>(effect)) {
    lock_ = id;
    ++locks_;
  }
  if (const auto* sleep = std::get_if<SleepEffect>(&effect)) {
    now.wall.ms += sleep->delay_ms;
    now.uptime.ms += sleep->delay_ms;
  }
  return DoneAnswer();
}

Answer StressHost::reply(const HttpEffect& http, bool kindly) {
  if (!kindly) {
    switch (dice_.roll(12)) {
      case 0: return json_answer(503, "{}");
      case 1: return json_answer(400, R"({"error":"invalid_grant"})");
      case 2: return json_answer(401, R"({"error":"invalid_token"})");
      case 3: return HttpAnswer{200, {{"content-type", "text/html"}}, "<html>"};
      case 4: return HttpAnswer{429, {{"Retry-After", "20"}}, ""};
      case 5: return json_answer(200, R"({"state":"pending","role":"issuer"})");
      default: break;
    }
  }
  return json_answer(200, body_for(http.flow));
}

// Enough for every flow: each reads the members that it knows.
std::string StressHost::body_for(const std::string& flow) {
  const std::string number = std::to_string(++grants_);
  const std::string state = flow == "wait_for_binding" ? "confirmed" : "pending";
  return R"({"token":"a)" + number + R"(","refreshToken":"r)" + number +
         R"(","expiresIn":900,"user":{"id":"u"},"id":"u","nickname":"n)" + number +
         R"(","bindingId":"b","bindCode":"BCDFG-HJKLM","role":"redeemer","state":")" + state +
         R"(","device_code":"d","user_code":"BCDF","expires_in":300,"userCode":"BCDF"})";
}

}  // namespace hufu::test
