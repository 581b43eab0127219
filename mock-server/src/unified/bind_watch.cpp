// GET /api/bindings/{id}: how far a binding is, at once or when it has changed.
#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <variant>

#include "http/errors.h"
#include "people/caller.h"
#include "unified/binding_answer.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using Outcome = std::variant<Json, HttpError>;
using Steady = std::chrono::steady_clock;

constexpr int kLongestWaitSeconds = 20;

int read_wait(const Request& request) {
  const std::string text = request.query_value("wait").value_or("0");
  if (text.empty() || text.size() > 4 ||
      text.find_first_not_of("0123456789") != std::string::npos) {
    throw invalid_request("The wait has to be a number of seconds.");
  }
  return std::min(std::stoi(text), kLongestWaitSeconds);
}

Outcome look(Transaction& transaction, const Caller& caller, const std::string& id) {
  const std::optional<Binding> binding = find_binding(transaction, id);
  const Role viewer = binding ? viewer_of(*binding, caller) : Role::none;
  if (viewer == Role::none) return binding_not_found();
  return binding_json(transaction, *binding, viewer);
}

Json require_found(Outcome outcome) {
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  return std::get<Json>(std::move(outcome));
}

asio::awaitable<Json> look_now(Backend& backend, Caller caller, std::string id) {
  auto work = [caller, id](Transaction& transaction) { return look(transaction, caller, id); };
  Outcome outcome = co_await backend.database.run(std::move(work));
  co_return require_found(std::move(outcome));
}

// Nobody tells that its time is over.
std::chrono::milliseconds next_pause(Steady::time_point end, const Json& answer) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Steady::now());
  const std::chrono::seconds life(answer.at("expiresIn").get<int>() + 1);
  return std::min<std::chrono::milliseconds>(left, life);
}

}  // namespace

asio::awaitable<Response> watch_binding(Backend& backend, Request request) {
  const Steady::time_point end = Steady::now() + std::chrono::seconds(read_wait(request));
  Caller caller = co_await authenticate(backend, request.headers);
  const std::string id = request.parameter("id");
  Json answer = co_await look_now(backend, caller, id);
  const std::string since =
      request.query_value("since").value_or(answer.at("state").get<std::string>());
  const bool may_wait = Steady::now() < end && !backend.waits.is_crowded(id);
  if (answer.at("state") != since || !may_wait) co_return json_response(200, answer);
  // What has changed since that look shows in the next one.
  Watch watch(backend.waits, id);
  for (;;) {
    answer = co_await look_now(backend, caller, id);
    if (answer.at("state") != since || Steady::now() >= end || backend.is_ending) break;
    co_await watch.wait(since, next_pause(end, answer));
  }
  co_return json_response(200, answer);
}

}  // namespace hufu::mock::unified
