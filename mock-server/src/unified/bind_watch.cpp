// GET /api/bindings/{id}: how far a binding is, at once or when it has changed.
#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <variant>

#include "http/errors.h"
#include "people/caller.h"
#include "people/scene.h"
#include "unified/binding_answer.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using Steady = std::chrono::steady_clock;

constexpr int kLongestWaitSeconds = 20;

struct Seen {
  Json answer;
  /// Its link was drawn anew, though nothing else has changed.
  bool has_new_link = false;
  /// In how long time alone changes it, of which nobody tells.
  WallMs changes_ms = kLongestWaitSeconds * 1000;
};

using SeenOrNot = std::variant<Seen, HttpError>;

int read_wait(const Request& request) {
  const std::string text = request.query_value("wait").value_or("0");
  if (text.empty() || text.size() > 4 ||
      text.find_first_not_of("0123456789") != std::string::npos) {
    throw invalid_request("The wait has to be a number of seconds.");
  }
  return std::min(std::stoi(text), kLongestWaitSeconds);
}

// What only the screen that shows the code is told: what it draws now (B18).
void tell_link(Transaction& transaction, const Backend& backend, Binding binding, Seen& seen) {
  ShownScene& scene = binding.scene;
  seen.has_new_link = scene.is_due_at(transaction.now_ms());
  if (seen.has_new_link) {
    const std::string next = drawn_secret(backend.secrets, binding.id, scene.number + 1);
    scene.draw_next(code_hmac(backend.secrets, "bind", next), transaction.now_ms());
    save_scene(transaction, binding);
  }
  seen.answer["url"] = binding_link(backend, binding.id, scene.number);
  seen.changes_ms = std::min(seen.changes_ms, scene.due_ms() - transaction.now_ms());
}

SeenOrNot see(Transaction& transaction, const Backend& backend, const Caller& caller,
              const std::string& id) {
  const std::optional<Binding> binding = find_binding(transaction, id);
  const Role viewer = binding ? viewer_of(*binding, caller) : Role::none;
  if (viewer == Role::none) return binding_not_found();
  Seen seen{binding_json(transaction, *binding, viewer)};
  if (binding->is_live()) seen.changes_ms = binding->expires_ms - transaction.now_ms();
  const bool shows_a_link = binding->state == "issued" && binding->scene.rotates;
  if (shows_a_link && role_in(*binding, caller) == Role::issuer)
    tell_link(transaction, backend, *binding, seen);
  return seen;
}

asio::awaitable<Seen> see_now(Backend& backend, Caller caller, std::string id) {
  auto work = [&backend, caller, id](Transaction& transaction) {
    return see(transaction, backend, caller, id);
  };
  SeenOrNot outcome = co_await backend.database.run(std::move(work));
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  co_return std::get<Seen>(std::move(outcome));
}

bool is_news(const Seen& seen, const std::string& since) {
  return seen.has_new_link || seen.answer.at("state") != since;
}

std::chrono::milliseconds next_pause(Steady::time_point end, const Seen& seen) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Steady::now());
  return std::min(left, std::chrono::milliseconds(seen.changes_ms));
}

}  // namespace

asio::awaitable<Response> watch_binding(Backend& backend, Request request) {
  const Steady::time_point end = Steady::now() + std::chrono::seconds(read_wait(request));
  Caller caller = co_await authenticate(backend, request.headers);
  const std::string id = request.parameter("id");
  Seen seen = co_await see_now(backend, caller, id);
  const std::string since =
      request.query_value("since").value_or(seen.answer.at("state").get<std::string>());
  const bool may_wait = Steady::now() < end && !backend.waits.is_crowded(id);
  if (is_news(seen, since) || !may_wait) co_return json_response(200, seen.answer);
  // What has changed since that look shows in the next one.
  Watch watch(backend.waits, id);
  for (;;) {
    seen = co_await see_now(backend, caller, id);
    if (is_news(seen, since) || Steady::now() >= end || backend.is_ending) break;
    co_await watch.wait(since, next_pause(end, seen));
  }
  co_return json_response(200, seen.answer);
}

}  // namespace hufu::mock::unified
