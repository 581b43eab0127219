// Accepts connections on one address.
#include "http/listener.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/connection.h"
#include "settings/config.h"

namespace hufu::mock {

namespace asio = boost::asio;

namespace {

constexpr int kPortIsNotToBeHad = 3;

ConfigError no_address(const std::string& host) {
  return {"--host takes an address of this machine like 127.0.0.1, 0.0.0.0 or ::1, not " + host};
}

ConfigError not_to_be_had(const boost::system::error_code& error, const std::string& host,
                          std::uint16_t port) {
  const std::string place = "port " + std::to_string(port) + " of " + host;
  if (error == asio::error::address_in_use) {
    return {place + " is in use by another program. Choose another one with --port; 0 picks one.",
            kPortIsNotToBeHad};
  }
  if (error == asio::error::access_denied)
    return {place + " is not for this user. Choose one above 1023 with --port.", kPortIsNotToBeHad};
  if (error.value() == EADDRNOTAVAIL) return no_address(host);
  return {place + " cannot be had: " + error.message(), kPortIsNotToBeHad};
}

}  // namespace

Listener::Listener(asio::io_context& network, const std::string& host, std::uint16_t port)
    : acceptor_(network) {
  boost::system::error_code error;
  const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(host, error), port);
  if (error) throw no_address(host);
  acceptor_.open(endpoint.protocol());
  acceptor_.set_option(asio::socket_base::reuse_address(true));
  acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) throw not_to_be_had(error, host, port);
}

std::uint16_t Listener::port() const { return acceptor_.local_endpoint().port(); }

void Listener::close_after_answers(std::function<void()> then) {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  book_->close_after_answers(std::move(then));
}

asio::awaitable<void> Listener::serve(const Router& router, const Clock& clock,
                                      const TrustedProxies& proxies) {
  for (;;) {
    boost::system::error_code error;
    asio::ip::tcp::socket socket =
        co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted || !acceptor_.is_open()) co_return;
    if (error) {
      // Out of descriptors, most likely: somebody has to go, or to come to an end.
      if (book_->shed_slowest()) continue;
      asio::steady_timer timer(acceptor_.get_executor(), std::chrono::milliseconds(50));
      co_await timer.async_wait(asio::use_awaitable);
      continue;
    }
    std::string peer = address_of_peer(socket);
    book_->make_room(peer);
    const Service service{router, clock, proxies, book_, tls_ ? &*tls_ : nullptr};
    asio::co_spawn(acceptor_.get_executor(),
                   serve_connection(std::move(socket), std::move(peer), service), asio::detached);
  }
}

}  // namespace hufu::mock
