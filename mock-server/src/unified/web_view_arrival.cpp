// POST /api/web-view-tickets/look and …/redeem: the page that a mini-program opened has arrived.
#include <nlohmann/json.hpp>
#include <optional>
#include <variant>

#include "http/errors.h"
#include "http/json_body.h"
#include "people/caller.h"
#include "people/limits.h"
#include "store/audit.h"
#include "store/holders.h"
#include "store/web_view_tickets.h"
#include "unified/session_answer.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using Outcome = std::variant<Json, HttpError>;

struct Arrival {
  std::string ticket;
  std::string origin;
  /// Where the page goes on to; whoever only looks need not say.
  std::optional<std::string> path;
  std::string address;
};

struct Opened {
  WebViewTicket ticket;
  /// Of the mini-program.
  Holder holder;
};

Arrival read_arrival(const Request& request) {
  const JsonBody body(request);
  Arrival arrival;
  arrival.ticket = body.text("ticket", 64);
  arrival.origin = body.text("origin", 256);
  arrival.path = body.optional_text("path", 4096);
  arrival.address = request.remote_address;
  // A browser says itself where the page is from, and no page can say otherwise.
  if (request.headers.find("Origin").value_or(arrival.origin) != arrival.origin)
    throw invalid_request("The origin is another than the page's own.");
  if (read_platform(request) != "web")
    throw invalid_request("A page in a web-view is of the platform web.");
  return arrival;
}

// One answer for all that leads nowhere: unknown, used, late, of another page, of a session that
// has ended (B8).
HttpError ticket_invalid() {
  return HttpError(400, "ticket_invalid",
                   "This page has been opened already, or too late. Go back and open it again.");
}

bool is_open_to(const WebViewTicket& ticket, const Arrival& arrival, WallMs now_ms) {
  return !ticket.used && ticket.expires_ms > now_ms && ticket.origin == arrival.origin &&
         ticket.path == arrival.path.value_or(ticket.path);
}

std::optional<Opened> find_open(Transaction& transaction, const Backend& backend,
                                const Arrival& arrival) {
  const auto ticket = find_by_code(
      backend.secrets, "web-view", arrival.ticket,
      [&](const std::string& hash) { return find_web_view_ticket(transaction, hash); });
  if (!ticket || !is_open_to(*ticket, arrival, transaction.now_ms())) return std::nullopt;
  const std::optional<Holder> holder = find_holder(transaction, ticket->session_id);
  if (!holder || holder->session.ended() || holder->user.state != "active") return std::nullopt;
  return Opened{*ticket, *holder};
}

HttpError refuse(Transaction& transaction, const Backend& backend, const Arrival& arrival) {
  const WallMs wait_ms =
      backend.config.limits ? wait_after_bad_tickets_ms(transaction, arrival.address) : 0;
  if (wait_ms > 0) return rate_limited(retry_after_seconds(wait_ms));
  count_bad_ticket(transaction, arrival.address);
  write_audit(transaction, "ticket_refused", "", "", "");
  return ticket_invalid();
}

Outcome look(Transaction& transaction, const Backend& backend, const Arrival& arrival) {
  const std::optional<Opened> opened = find_open(transaction, backend, arrival);
  if (!opened) return refuse(transaction, backend, arrival);
  Json answer;
  answer["userId"] = opened->holder.user.id;
  answer["nickname"] = opened->holder.user.nickname;
  answer["expiresIn"] = (opened->ticket.expires_ms - transaction.now_ms()) / 1000;
  return answer;
}

// It counts from the day of the mini-program's, and nobody has proved anything for it: what wants a
// fresh sign-in is not to be had by it (B6).
Session session_beside(Transaction& transaction, const Opened& opened) {
  const Session& mini_program = opened.holder.session;
  Vouched vouched;
  vouched.created_ms = mini_program.created_ms;
  // What ends with another session vouches for nothing that would not: a page in a web-view may
  // have let in a "mini-program" of its own (B30).
  vouched.ends_with = mini_program.ends_with;
  if (vouched.ends_with.empty() && !opened.ticket.outlives) vouched.ends_with = mini_program.id;
  return create_vouched_session(transaction, mini_program.user_id, mini_program.identity_id, "web",
                                vouched);
}

Outcome redeem(Transaction& transaction, const Backend& backend, const Arrival& arrival) {
  const std::optional<Opened> opened = find_open(transaction, backend, arrival);
  if (!opened || !spend_web_view_ticket(transaction, opened->ticket.id))
    return refuse(transaction, backend, arrival);
  const Session session = session_beside(transaction, *opened);
  const User& user = opened->holder.user;
  write_audit(transaction, "signed_in", user.id, session.id, "web_view");
  Json answer = session_json(backend, session, user, transaction.now_ms());
  answer["success"] = true;
  answer["isNewUser"] = false;
  return answer;
}

using Step = Outcome (*)(Transaction&, const Backend&, const Arrival&);

asio::awaitable<Response> arrive(Backend& backend, Arrival arrival, Step step) {
  auto work = [&backend, arrival, step](Transaction& transaction) {
    return step(transaction, backend, arrival);
  };
  const Outcome outcome = co_await backend.database.run(std::move(work));
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  co_return json_response(200, std::get<Json>(outcome));
}

}  // namespace

asio::awaitable<Response> look_at_web_view_ticket(Backend& backend, Request request) {
  co_return co_await arrive(backend, read_arrival(request), look);
}

asio::awaitable<Response> redeem_web_view_ticket(Backend& backend, Request request) {
  Arrival arrival = read_arrival(request);
  if (!arrival.path) throw invalid_request("The path is missing.");
  co_return co_await arrive(backend, std::move(arrival), redeem);
}

}  // namespace hufu::mock::unified
