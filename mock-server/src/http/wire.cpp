// The bytes of one connection.
#include "http/wire.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "settings/config.h"

namespace hufu::mock {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds kHandshakeDeadline{10};

}  // namespace

asio::awaitable<bool> Wire::shake_hands() {
  if (!secured_) co_return true;
  boost::system::error_code error;
  tcp_.expires_after(kHandshakeDeadline);
  co_await secured_->async_handshake(asio::ssl::stream_base::server,
                                     asio::redirect_error(asio::use_awaitable, error));
  co_return !error;
}

asio::ssl::context make_server_tls(const std::string& certificate_file,
                                   const std::string& key_file) {
  asio::ssl::context tls(asio::ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
  try {
    tls.use_certificate_chain_file(certificate_file);
    tls.use_private_key_file(key_file, asio::ssl::context::pem);
  } catch (const boost::system::system_error&) {
    throw ConfigError{
        "the files of --tls-certificate and --tls-key cannot be read or do not match"};
  }
  return tls;
}

}  // namespace hufu::mock
