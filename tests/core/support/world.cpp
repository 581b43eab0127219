#include "world.h"

#include <algorithm>
#include <utility>

#include "text/ascii.h"
#include "text/json.h"
#include "vault/record.h"

namespace hufu::test {

HttpAnswer json_answer(int status, std::string body, std::vector<Header> headers) {
  headers.push_back({"Content-Type", "application/json; charset=utf-8"});
  return {status, std::move(headers), std::move(body)};
}

Config config() {
  Config config;
  config.base_url = kBase;
  config.platform = Platform::miniprogram;
  return config;
}

bool is_http(const Effect& effect, std::string_view flow) {
  const auto* http = std::get_if<HttpEffect>(&effect);
  return http != nullptr && (flow.empty() || http->flow == flow);
}

std::string header(const std::vector<Header>& headers, std::string_view name) {
  for (const Header& each : headers) {
    if (text::equals_ignoring_case(each.name, name)) return each.value;
  }
  return {};
}

void sign_in(Process& process) {
  SignInWithWechat how;
  how.code = Secret("code-1");
  process.call(std::move(how)).value();
}

// ---- the server ---------------------------------------------------------------------------------

std::string FakeServer::grant() const {
  return R"({"success":true,"token":")" + access_token() + R"(","refreshToken":")" +
         refresh_token() + R"(","expiresIn":)" + std::to_string(static_cast<long>(life_ms / 1000)) +
         R"(,"isNewUser":false,"user":{"id":"u1","nickname":"Tiger","avatarUrl":""}})";
}

bool FakeServer::accepts(const std::vector<Header>& headers) const {
  return !revoked && header(headers, "Authorization") == "Bearer " + access_token() &&
         *true_time < issued_at + life_ms;
}

Answer FakeServer::operator()(const HttpEffect& request) {
  const auto body = json::parse(request.body.empty() ? "{}" : request.body.reveal());
  if (request.flow == "sign_in_with_wechat") {
    issued_at = *true_time;
    revoked = false;
    return json_answer(200, grant());
  }
  if (request.flow == "refresh") {
    if (revoked || body->text_or("refreshToken", "") != refresh_token()) {
      ++reuses;
      return json_answer(400, R"({"error":"invalid_grant","message":"reuse"})");
    }
    ++renewals;
    ++generation;
    issued_at = *true_time;
    return json_answer(200, grant());
  }
  if (!accepts(request.headers)) return json_answer(401, R"({"error":"invalid_token"})");
  if (request.flow == "sign_out") {
    revoked = true;
    return HttpAnswer{204, {}, ""};
  }
  return json_answer(200, R"({"id":"u1","nickname":"Tiger","avatarUrl":""})");
}

// ---- the world ----------------------------------------------------------------------------------

World::World() {
  server.true_time = &true_ms;
  http = [this](const HttpEffect& request) { return server(request); };
  forward = [this](const ForwardEffect& request) {
    return ForwardAnswer{server.accepts(request.headers) ? 200 : 401, {}};
  };
  credential = [](const CredentialEffect& asked) -> Answer {
    if (asked.credential == CredentialKind::sign_out) return CredentialAnswer{};
    return CredentialAnswer{
        Secret(asked.credential == CredentialKind::wechat_code ? "code-1" : "W1")};
  };
  upload = [](const UploadEffect&) { return json_answer(200, R"({"avatarUrl":"https://x/y"})"); };
  random = [](std::size_t bytes) { return std::string(bytes, '\x80'); };
}

void World::advance(Millis by) {
  wall_ms += by;
  uptime_ms += by;
  true_ms += by;
}

void World::suspend(Millis by, bool uptime_counts) {
  wall_ms += by;
  if (uptime_counts) uptime_ms += by;
  true_ms += by;
}

void World::store_session(Millis age, Millis life, bool with_refresh_token) {
  vault::Record record;
  record.backend = "unified";
  record.base_url = kBase;
  record.access_token = std::string_view(server.access_token());
  if (with_refresh_token) record.refresh_token = std::string_view(server.refresh_token());
  record.received = WallTime{wall_ms - age};
  record.lifetime_ms = life;
  record.user.set("id", "u1").set("nickname", "Tiger").set("avatar_url", "");
  server.issued_at = true_ms - age;
  store.texts["hufu.session"] = vault::write_record(record).to_std();
}

// ---- a process ----------------------------------------------------------------------------------

Process::Process(World& in, Config with)
    : world(in), client(std::move(Core::open(std::move(with)).value())) {}

Process::~Process() {
  client.reset();
  // A process that ends gives its locks back: the kernel, or the browser, sees to it.
  for (auto holder = world.holders.begin(); holder != world.holders.end();) {
    const bool mine = holder->second.process == this;
    if (mine) ++world.released;
    holder = mine ? world.holders.erase(holder) : std::next(holder);
  }
}

OperationId Process::begin(Operation operation) {
  const OperationId id = client->begin(std::move(operation), world.now());
  drain();
  return id;
}

void Process::cancel(OperationId operation) {
  client->cancel(operation);
  drain();
}

void Process::wake() {
  client->wake(world.now());
  drain();
}

void Process::drain() {
  while (auto message = client->next())
    take(*std::move(message));
}

void Process::take(Message message) {
  if (auto* effect = std::get_if<EffectMessage>(&message)) {
    Pending asked{effect->id, std::move(effect->effect), world.uptime_ms};
    log.push_back(asked);
    if (auto* unlock = std::get_if<UnlockEffect>(&asked.effect)) {
      return release(unlock->lock, unlock->name);
    }
    if (auto* forward = std::get_if<ForwardEffect>(&asked.effect)) forwarded.push_back(*forward);
    pending.push_back(std::move(asked));
  } else if (auto* cancel = std::get_if<CancelMessage>(&message)) {
    const auto same = [&](const Pending& each) { return each.id == cancel->id; };
    const auto found = std::find_if(pending.begin(), pending.end(), same);
    if (found == pending.end()) return;
    cancelled.push_back(*found);
    pending.erase(found);
  } else if (auto* ended = std::get_if<DoneMessage>(&message)) {
    ++done_messages;
    done.insert_or_assign(ended->operation, std::move(ended->outcome));
  } else {
    events.push_back(std::get<EventMessage>(message).event);
  }
}

void Process::release(EffectId lock, const std::string& name) {
  ++world.released;
  const auto holder = world.holders.find(name);
  if (holder == world.holders.end()) return;
  if (holder->second.process == this && holder->second.effect == lock) world.holders.erase(holder);
}

void Process::settle() {
  for (bool moved = true; moved;) {
    moved = false;
    for (std::size_t i = 0; i < pending.size() && !moved; ++i) {
      if (held_back && held_back(pending[i].effect)) continue;
      moved = perform(pending[i].id);
    }
  }
}

void Process::run(Millis duration) {
  const Millis until = world.uptime_ms + duration;
  settle();
  while (world.uptime_ms < until) {
    Millis next = until;
    for (const Pending& each : pending) {
      if (held_back && held_back(each.effect)) continue;
      const auto* sleep = std::get_if<SleepEffect>(&each.effect);
      const auto* lock = std::get_if<LockEffect>(&each.effect);
      if (sleep != nullptr) next = std::min(next, each.asked_at + sleep->delay_ms);
      if (lock != nullptr) next = std::min(next, each.asked_at + lock->wait_ms);
    }
    world.advance(std::max(1.0, next - world.uptime_ms));
    settle();
  }
}

bool Process::perform(EffectId id) {
  const auto same = [&](const Pending& each) { return each.id == id; };
  const auto found = std::find_if(pending.begin(), pending.end(), same);
  if (found == pending.end()) return false;
  std::optional<Answer> answer = answer_of(*found);
  if (!answer) return false;
  this->answer(id, *std::move(answer));
  return true;
}

void Process::answer(EffectId id, Answer with) {
  std::erase_if(pending, [&](const Pending& each) { return each.id == id; });
  client->resolve(id, with, world.now());
  drain();
}

std::optional<Answer> Process::answer_of(const Pending& asked) {
  const auto& effect = asked.effect;
  if (const auto* http = std::get_if<HttpEffect>(&effect)) return world.http(*http);
  if (const auto* forward = std::get_if<ForwardEffect>(&effect)) return world.forward(*forward);
  if (const auto* upload = std::get_if<UploadEffect>(&effect)) return world.upload(*upload);
  if (const auto* load = std::get_if<LoadEffect>(&effect)) return this->load(load->key);
  if (const auto* save = std::get_if<SaveEffect>(&effect)) return this->save(*save);
  if (const auto* erase = std::get_if<EraseEffect>(&effect)) return this->erase(erase->key);
  if (const auto* lock = std::get_if<LockEffect>(&effect)) return lock_answer(asked, *lock);
  if (const auto* some = std::get_if<CredentialEffect>(&effect)) return world.credential(*some);
  if (const auto* random = std::get_if<RandomEffect>(&effect)) {
    return BytesAnswer{world.random(random->bytes)};
  }
  // Not SHA-256, but told apart.
  if (const auto* digest = std::get_if<DigestEffect>(&effect)) {
    return BytesAnswer{"#" + digest->bytes};
  }
  if (const auto* sleep = std::get_if<SleepEffect>(&effect)) {
    if (world.uptime_ms < asked.asked_at + sleep->delay_ms) return std::nullopt;
  }
  return DoneAnswer{};
}

std::optional<Answer> Process::lock_answer(const Pending& asked, const LockEffect& lock) {
  if (!world.host_has_locks || world.holders.count(lock.name) == 0) {
    ++world.granted;
    if (world.host_has_locks) world.holders.emplace(lock.name, World::Holder{this, asked.id});
    return DoneAnswer{};
  }
  if (world.uptime_ms < asked.asked_at + lock.wait_ms) return std::nullopt;
  return FailedAnswer{Errc::lock_timeout, ""};
}

Answer Process::load(const std::string& key) {
  ++world.store.loads;
  if (world.store.load_fails) return FailedAnswer{Errc::store_unavailable, "EIO"};
  const auto found = world.store.texts.find(key);
  if (found == world.store.texts.end()) return LoadAnswer{};
  return LoadAnswer{Secret(found->second)};
}

Answer Process::save(const SaveEffect& save) {
  ++world.store.saves;
  if (world.store.save_fails) return FailedAnswer{Errc::store_unavailable, "ENOSPC"};
  world.store.texts[save.key] = save.value.reveal();
  return DoneAnswer{};
}

Answer Process::erase(const std::string& key) {
  ++world.store.erases;
  if (world.store.erase_fails) return FailedAnswer{Errc::store_unavailable, "EROFS"};
  world.store.texts.erase(key);
  return DoneAnswer{};
}

const Pending* Process::find(std::string_view effect, std::string_view flow) const {
  for (const Pending& each : pending) {
    if (name(each.effect) == effect && (flow.empty() || is_http(each.effect, flow))) return &each;
  }
  return nullptr;
}

std::size_t Process::count(std::string_view effect) const {
  return static_cast<std::size_t>(std::count_if(
      pending.begin(), pending.end(), [&](const Pending& p) { return name(p.effect) == effect; }));
}

int Process::requests(const std::string& flow) const {
  return static_cast<int>(std::count_if(
      log.begin(), log.end(), [&](const Pending& each) { return is_http(each.effect, flow); }));
}

int Process::events_of(EventKind kind) const {
  return static_cast<int>(std::count_if(events.begin(), events.end(),
                                        [&](const Event& each) { return each.kind == kind; }));
}

}  // namespace hufu::test
