// POST /api/web-view-tickets: a mini-program is about to open a page in its web-view.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <variant>

#include "crypto/encoding.h"
#include "crypto/random.h"
#include "http/cors.h"
#include "http/errors.h"
#include "http/json_body.h"
#include "people/caller.h"
#include "people/limits.h"
#include "store/audit.h"
#include "store/web_view_tickets.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using Outcome = std::variant<Json, HttpError>;

constexpr WallMs kLifeMs = 60'000;
constexpr std::size_t kUrlBytes = 2048;

// Clerk's sessions are no mini-program's, and a page cannot open the next one.
void require_mini_program(const Caller& caller) {
  if (caller.platform != "miniprogram")
    throw invalid_request("Only a mini-program opens pages in a web-view.");
}

// All that stands behind the origin, with what browsers keep for themselves.
std::string path_of(const std::string& url) {
  const std::size_t host = url.find("://") + 3;
  const std::string rest = url.substr(std::min(url.find_first_of("/?#", host), url.size()));
  return rest.starts_with('/') ? rest : "/" + rest;
}

// A page puts the path behind its own origin: no path may be taken for another one.
WebViewTicket read_ticket(const Config& config, const Request& request) {
  const JsonBody body(request);
  const std::string url = body.text("url", kUrlBytes);
  WebViewTicket ticket;
  ticket.origin = origin_of(url);
  if (ticket.origin.empty())
    throw invalid_request("The url has to be a whole one, with https and with escapes.");
  const std::vector<std::string> named = named_origins(config);
  if (std::ranges::find(named, ticket.origin) == named.end()) {
    throw HttpError(403, "origin_not_allowed",
                    "Pages of this origin are not opened: name it with --web-origin.");
  }
  ticket.path = path_of(url);
  if (ticket.path.starts_with("//")) throw invalid_request("The path begins with two slashes.");
  ticket.outlives = body.flag_or("outlives", false);
  return ticket;
}

// The ticket stands in the fragment: browsers send that to nobody.
std::string address_of(const Config& config, const WebViewTicket& ticket,
                       const std::string& secret) {
  return ticket.origin + config.web_view_page + "#ticket=" + secret +
         "&to=" + encode_percent(ticket.path);
}

Outcome issue(Transaction& transaction, const Backend& backend, const Caller& caller,
              WebViewTicket ticket) {
  const bool limited = backend.config.limits;
  const WallMs wait_ms = limited ? wait_before_ticket_ms(transaction, caller.session_id) : 0;
  if (wait_ms > 0) return rate_limited(retry_after_seconds(wait_ms));
  count_ticket(transaction, caller.session_id);
  const std::string secret = encode_base64url(random_bytes(16));
  ticket.id = random_uuid();
  ticket.ticket_hmac = code_hmac(backend.secrets, "web-view", secret);
  ticket.session_id = caller.session_id;
  ticket.expires_ms = transaction.now_ms() + kLifeMs;
  add_web_view_ticket(transaction, ticket);
  write_audit(transaction, "web_view_opened", caller.user.id, ticket.id,
              ticket.outlives ? "outlives" : "");
  Json answer;
  answer["url"] = address_of(backend.config, ticket, secret);
  answer["expiresIn"] = kLifeMs / 1000;
  return answer;
}

}  // namespace

asio::awaitable<Response> issue_web_view_ticket(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  require_mini_program(caller);
  const WebViewTicket ticket = read_ticket(backend.config, request);
  auto work = [&backend, caller, ticket](Transaction& transaction) {
    return issue(transaction, backend, caller, ticket);
  };
  const Outcome outcome = co_await backend.database.run(std::move(work));
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  co_return json_response(201, std::get<Json>(outcome));
}

}  // namespace hufu::mock::unified
