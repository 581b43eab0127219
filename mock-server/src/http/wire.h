// The bytes of one connection, with TLS around them or without.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <optional>
#include <utility>

namespace hufu::mock {

/// An AsyncReadStream and AsyncWriteStream with the deadlines of beast's tcp_stream.
class Wire {
 public:
  using executor_type = boost::beast::tcp_stream::executor_type;

  /// `tls` is null for a plain connection, and outlives the wire.
  Wire(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls)
      : tcp_(std::move(socket)) {
    if (tls != nullptr) secured_.emplace(tcp_, *tls);
  }

  executor_type get_executor() { return tcp_.get_executor(); }
  boost::asio::ip::tcp::socket& socket() { return tcp_.socket(); }
  void expires_after(std::chrono::nanoseconds time) { tcp_.expires_after(time); }
  void expires_never() { tcp_.expires_never(); }

  /// True at once where there is no TLS.
  boost::asio::awaitable<bool> shake_hands();

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    if (secured_) return secured_->async_read_some(buffers, std::forward<Token>(token));
    return tcp_.async_read_some(buffers, std::forward<Token>(token));
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    if (secured_) return secured_->async_write_some(buffers, std::forward<Token>(token));
    return tcp_.async_write_some(buffers, std::forward<Token>(token));
  }

 private:
  boost::beast::tcp_stream tcp_;
  std::optional<boost::asio::ssl::stream<boost::beast::tcp_stream&>> secured_;
};

/// Serves with the chain and the key in these PEM files. Throws `ConfigError`.
boost::asio::ssl::context make_server_tls(const std::string& certificate_file,
                                          const std::string& key_file);

}  // namespace hufu::mock
