// Calls about the server itself: clock, routes, audit log, banned users, reset.
#include <nlohmann/json.hpp>

#include "control/control.h"
#include "control/query_number.h"
#include "control/wish.h"
#include "http/errors.h"
#include "people/revocation.h"
#include "people/sweeper.h"
#include "store/audit.h"
#include "store/database.h"
#include "store/users.h"

namespace hufu::mock::control {
namespace {

using nlohmann::json;

constexpr std::int64_t kFarthestMs = std::int64_t{10} * 365 * 24 * 3600 * 1000;
constexpr int kAuditPage = 1000;

Response show_clock(const Clock& clock) {
  return json_response(200, {{"nowMs", clock.now_ms()}, {"offsetMs", clock.offset_ms()}});
}

Response advance_clock(Clock& clock, const Request& request) {
  const Wish wish(request);
  const auto by = wish.optional_number("ms", -kFarthestMs, kFarthestMs);
  if (!by) throw invalid_request("\"ms\" has to say by how many milliseconds; negative goes back.");
  clock.advance_ms(*by);
  return show_clock(clock);
}

Response list_routes(const Router& router) {
  json list = json::array();
  for (const Route& route : router.routes())
    list.push_back({{"method", route.method}, {"route", route.pattern}});
  return json_response(200, {{"routes", std::move(list)}});
}

json as_json(const AuditEntry& entry) {
  return {{"number", entry.number},  {"atMs", entry.at_ms},      {"event", entry.event},
          {"userId", entry.user_id}, {"subject", entry.subject}, {"detail", entry.detail}};
}

Response audit_answer(const std::vector<AuditEntry>& entries) {
  json list = json::array();
  for (const AuditEntry& entry : entries)
    list.push_back(as_json(entry));
  return not_stored(json_response(200, {{"entries", std::move(list)}}));
}

boost::asio::awaitable<Response> show_audit(SharedControl control, Request request) {
  const std::int64_t after = query_number(request, "after", 0);
  const auto limit = static_cast<int>(
      std::min<std::int64_t>(query_number(request, "limit", kAuditPage), kAuditPage));
  const auto work = [after, limit](Transaction& transaction) {
    return read_audit(transaction, after, limit);
  };
  const std::vector<AuditEntry> entries = co_await control->context.database.run(work);
  co_return audit_answer(entries);
}

bool set_banned(Transaction& transaction, const std::string& user_id, bool banned) {
  std::optional<User> user = find_user(transaction, user_id);
  if (!user || user->state == "tombstone") return false;
  user->state = banned ? "banned" : "active";
  save_user(transaction, *user);
  if (banned) call_off_admissions(transaction, user_id);
  write_audit(transaction, banned ? "banned" : "unbanned", user_id, "", "by control");
  return true;
}

Response ban_answer(bool found, const std::string& user_id, bool banned) {
  if (!found) throw HttpError(404, "user_not_found", "There is no living user of this id.");
  return not_stored(json_response(200, {{"userId", user_id}, {"banned", banned}}));
}

boost::asio::awaitable<Response> ban_user(SharedControl control, Request request) {
  const Wish wish(request);
  const std::string user_id = request.parameter("user_id");
  const bool banned = wish.flag_or("banned", true);
  const auto work = [user_id, banned](Transaction& transaction) {
    return set_banned(transaction, user_id, banned);
  };
  const bool found = co_await control->context.database.run(work);
  co_return ban_answer(found, user_id, banned);
}

boost::asio::awaitable<Response> reset_everything(SharedControl control, Request) {
  control->faults.clear();
  control->context.clock.reset();
  control->context.oddities.reset();
  for (const auto& reset_part : control->context.on_reset) {
    co_await reset_part();
  }
  control->traffic.clear();
  co_return not_stored(empty_response(204));
}

boost::asio::awaitable<Response> sweep(SharedControl control, Request) {
  const std::map<std::string, int> removed = co_await sweep_everything(control->context);
  json answer;
  answer["removed"] = removed.empty() ? json::object() : json(removed);
  co_return not_stored(json_response(200, answer));
}

}  // namespace

void register_server_calls(const SharedControl& control) {
  control->add("GET", "/_control/clock",
               [control](const Request&) { return show_clock(control->context.clock); });
  control->add("POST", "/_control/clock/advance", [control](const Request& request) {
    return advance_clock(control->context.clock, request);
  });
  control->add("GET", "/_control/routes",
               [control](const Request&) { return list_routes(control->router); });
  control->add_waiting("GET", "/_control/audit", [control](Request request) {
    return show_audit(control, std::move(request));
  });
  control->add_waiting("POST", "/_control/users/{user_id}/ban", [control](Request request) {
    return ban_user(control, std::move(request));
  });
  control->add_waiting("POST", "/_control/sweep",
                       [control](Request request) { return sweep(control, std::move(request)); });
  control->add_waiting("POST", "/_control/reset", [control](Request request) {
    return reset_everything(control, std::move(request));
  });
}

}  // namespace hufu::mock::control
