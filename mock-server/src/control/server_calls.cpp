// Calls about the server itself: clock, routes, audit log, banned users, reset.
#include <nlohmann/json.hpp>

#include "control/control.h"
#include "control/query_number.h"
#include "http/errors.h"
#include "http/json_body.h"
#include "people/backend.h"
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

Response clock_answer(const Clock& clock) {
  return json_response(200, {{"nowMs", clock.now_ms()}, {"offsetMs", clock.offset_ms()}});
}

json as_json(const AuditEntry& entry) {
  return {{"number", entry.number},  {"atMs", entry.at_ms},      {"event", entry.event},
          {"userId", entry.user_id}, {"subject", entry.subject}, {"detail", entry.detail}};
}

Response audit_answer(const std::vector<AuditEntry>& entries) {
  json list = json::array();
  for (const AuditEntry& entry : entries)
    list.push_back(as_json(entry));
  return json_response(200, {{"entries", std::move(list)}});
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
  return json_response(200, {{"userId", user_id}, {"banned", banned}});
}

}  // namespace

Response show_clock(Control& control, const Request&) {
  return clock_answer(control.context.clock);
}

Response advance_clock(Control& control, const Request& request) {
  const JsonBody wish = JsonBody::or_empty(request);
  const auto by = wish.optional_number("ms", -kFarthestMs, kFarthestMs);
  if (!by) throw invalid_request("\"ms\" has to say by how many milliseconds; negative goes back.");
  control.context.clock.advance_ms(*by);
  control.context.backend->mail.ring();
  control.context.backend->waits.wake_all();
  return clock_answer(control.context.clock);
}

Response list_routes(Control& control, const Request&) {
  json list = json::array();
  for (const Route& route : control.router.routes())
    list.push_back({{"method", route.method}, {"route", route.pattern}});
  return json_response(200, {{"routes", std::move(list)}});
}

boost::asio::awaitable<Response> show_audit(Control& control, Request request) {
  const std::int64_t after = query_number(request, "after", 0);
  const auto limit = static_cast<int>(
      std::min<std::int64_t>(query_number(request, "limit", kAuditPage), kAuditPage));
  const auto work = [after, limit](Transaction& transaction) {
    return read_audit(transaction, after, limit);
  };
  const std::vector<AuditEntry> entries = co_await control.context.database.run(work);
  co_return audit_answer(entries);
}

boost::asio::awaitable<Response> ban_user(Control& control, Request request) {
  const JsonBody wish = JsonBody::or_empty(request);
  const std::string user_id = request.parameter("user_id");
  const bool banned = wish.flag_or("banned", true);
  const auto work = [user_id, banned](Transaction& transaction) {
    return set_banned(transaction, user_id, banned);
  };
  const bool found = co_await control.context.database.run(work);
  co_return ban_answer(found, user_id, banned);
}

boost::asio::awaitable<Response> reset_everything(Control& control, Request) {
  control.faults.clear();
  control.context.clock.reset();
  control.context.oddities.reset();
  for (const auto& reset_part : control.context.on_reset) {
    co_await reset_part();
  }
  control.traffic.clear();
  control.tickets.clear();
  co_return empty_response(204);
}

boost::asio::awaitable<Response> sweep(Control& control, Request) {
  const std::map<std::string, int> removed = co_await sweep_everything(control.context);
  json answer;
  answer["removed"] = removed.empty() ? json::object() : json(removed);
  co_return json_response(200, answer);
}

}  // namespace hufu::mock::control
