// The control surface: what its calls share, and the calls.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "context.h"
#include "control/fault_book.h"
#include "control/tickets.h"
#include "control/traffic.h"
#include "upstreams/upstreams.h"
#include "upstreams/wechat/scanner.h"

namespace hufu::mock::control {

/// Where the page of a device's code leads.
inline constexpr const char* kTelephonePath = "/_control/device";
/// Where codes of the mini-program are scanned, and links opened.
inline constexpr const char* kTelephoneScanPath = "/_control/telephone";
/// A picture of the largest width, in base64.
inline constexpr std::size_t kScanBodyBytes = 512 * 1024;

/// Call last, and only with `config.control`: it sets the router's hooks.
void register_routes(ServerContext& context, std::shared_ptr<Upstreams> upstreams);

struct Control {
  Control(ServerContext& server, std::shared_ptr<Upstreams> fakes)
      : router(server.router),
        context(server),
        upstreams(std::move(fakes)),
        traffic(server.clock) {}

  Router& router;
  ServerContext& context;
  std::shared_ptr<Upstreams> upstreams;
  FaultBook faults;
  Traffic traffic;
  Tickets tickets;
};

// server_calls.cpp
Response show_clock(Control& control, const Request& request);
Response advance_clock(Control& control, const Request& request);
Response list_routes(Control& control, const Request& request);
boost::asio::awaitable<Response> show_audit(Control& control, Request request);
boost::asio::awaitable<Response> ban_user(Control& control, Request request);
boost::asio::awaitable<Response> reset_everything(Control& control, Request request);
boost::asio::awaitable<Response> sweep(Control& control, Request request);
// fault_calls.cpp
Response add_fault(Control& control, const Request& request);
Response list_faults(Control& control, const Request& request);
Response remove_fault(Control& control, const Request& request);
Response remove_all_faults(Control& control, const Request& request);
// key_calls.cpp
Response show_api_keys(Control& control, const Request& request);
// oddity_calls.cpp
Response show_oddities(Control& control, const Request& request);
Response change_oddities(Control& control, const Request& request);
// traffic_calls.cpp
Response show_counters(Control& control, const Request& request);
Response clear_counters(Control& control, const Request& request);
Response show_requests(Control& control, const Request& request);
// id_token_calls.cpp
Response make_id_token(Control& control, const Request& request);
// inbox_calls.cpp
boost::asio::awaitable<Response> show_inbox(Control& control, Request request);
boost::asio::awaitable<Response> show_message(Control& control, Request request);
boost::asio::awaitable<Response> clear_inbox(Control& control, Request request);
// wechat_calls.cpp
Response put_app(Control& control, const Request& request);
Response add_person(Control& control, const Request& request);
Response show_person(Control& control, const Request& request);
Response change_person(Control& control, const Request& request);
// wechat_code_calls.cpp
Response issue_login_code(Control& control, const Request& request);
Response issue_website_code(Control& control, const Request& request);
Response issue_phone_code(Control& control, const Request& request);
Response make_open_data(Control& control, const Request& request);
// wechat_scan_calls.cpp
Response scan_code(Control& control, const Request& request);
Response open_link(Control& control, const Request& request);
// clerk_calls.cpp
Response add_user(Control& control, const Request& request);
Response add_session(Control& control, const Request& request);
Response make_session_token(Control& control, const Request& request);
Response rotate_keys(Control& control, const Request& request);
// telephone_page.cpp
Response show_telephone(Control& control, const Request& request);
boost::asio::awaitable<Response> look_from_telephone(Control& control, Request request);
boost::asio::awaitable<Response> decide_on_telephone(Control& control, Request request);
// telephone_scan.cpp
Response show_scanner(Control& control, const Request& request);
boost::asio::awaitable<Response> scan_with_telephone(Control& control, Request request);
boost::asio::awaitable<Response> decide_on_scan(Control& control, Request request);

}  // namespace hufu::mock::control
