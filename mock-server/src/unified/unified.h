// The unified surface: /api/ and /oauth/, what Hufu's own clients speak.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "context.h"
#include "people/backend.h"

namespace hufu::mock::unified {

void register_routes(ServerContext& context);

// One story each; the files are named after them.
boost::asio::awaitable<Response> sign_in_with_wechat(Backend& backend, Request request);
boost::asio::awaitable<Response> refresh_session(Backend& backend, Request request);
boost::asio::awaitable<Response> sign_out(Backend& backend, Request request);
boost::asio::awaitable<Response> show_profile(Backend& backend, Request request);
boost::asio::awaitable<Response> change_profile(Backend& backend, Request request);
boost::asio::awaitable<Response> take_avatar(Backend& backend, Request request);
boost::asio::awaitable<Response> show_avatar(Backend& backend, Request request);
boost::asio::awaitable<Response> bind_phone(Backend& backend, Request request);
boost::asio::awaitable<Response> issue_bind_code(Backend& backend, Request request);
boost::asio::awaitable<Response> redeem_bind_code(Backend& backend, Request request);
boost::asio::awaitable<Response> redeem_for_merge(Backend& backend, Request request);
boost::asio::awaitable<Response> accept_binding(Backend& backend, Request request);
boost::asio::awaitable<Response> confirm_binding(Backend& backend, Request request);
boost::asio::awaitable<Response> decline_binding(Backend& backend, Request request);
boost::asio::awaitable<Response> watch_binding(Backend& backend, Request request);
boost::asio::awaitable<Response> export_account(Backend& backend, Request request);
boost::asio::awaitable<Response> delete_account(Backend& backend, Request request);
boost::asio::awaitable<Response> take_clerk_webhook(Backend& backend, Request request);
boost::asio::awaitable<Response> unbind_identity(Backend& backend, Request request);
boost::asio::awaitable<Response> start_device_grant(Backend& backend, Request request);
boost::asio::awaitable<Response> redeem_device_grant(Backend& backend, Request request);
boost::asio::awaitable<Response> watch_device_grant(Backend& backend, Request request);
boost::asio::awaitable<Response> enter_return_code(Backend& backend, Request request);
boost::asio::awaitable<Response> close_device_grant(Backend& backend, Request request);
boost::asio::awaitable<Response> open_scan(Backend& backend, Request request);
boost::asio::awaitable<Response> approve_scan(Backend& backend, Request request);
boost::asio::awaitable<Response> deny_scan(Backend& backend, Request request);
boost::asio::awaitable<Response> preview_device(Backend& backend, Request request);
boost::asio::awaitable<Response> approve_device(Backend& backend, Request request);
boost::asio::awaitable<Response> deny_device(Backend& backend, Request request);
boost::asio::awaitable<Response> issue_web_view_ticket(Backend& backend, Request request);
boost::asio::awaitable<Response> look_at_web_view_ticket(Backend& backend, Request request);
boost::asio::awaitable<Response> redeem_web_view_ticket(Backend& backend, Request request);
boost::asio::awaitable<Response> show_device_page(Backend& backend, Request request);
boost::asio::awaitable<Response> show_ordinary_link(Backend& backend, Request request);
boost::asio::awaitable<Response> show_link_check(Backend& backend, Request request);

// For an application's own server, by its key.
boost::asio::awaitable<Response> introspect_token(Backend& backend, Request request);
boost::asio::awaitable<Response> look_up_person(Backend& backend, Request request);
boost::asio::awaitable<Response> tell_of_data(Backend& backend, Request request);

}  // namespace hufu::mock::unified
