// The server's way out: HTTP and HTTPS to upstreams.
#include "http/client.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "http/idle_connections.h"
#include "http/url.h"
#include "settings/config.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Steady = std::chrono::steady_clock;
using Endpoints = asio::ip::tcp::resolver::results_type;
using Message = http::request<http::string_body>;
using AnswerParser = http::response_parser<http::string_body>;

constexpr std::chrono::seconds kConnectDeadline{3};
constexpr std::chrono::seconds kTotalDeadline{10};
constexpr std::uint64_t kBodyLimitBytesFromUpstream = 1024 * 1024;

void check(const beast::error_code& error, const char* step) {
  if (error) throw UpstreamFailure(std::string(step) + ": " + error.message());
}

Message to_message(const OutgoingRequest& request, const Url& url) {
  Message message;
  message.method_string(request.method);
  message.target(url.target);
  message.version(11);
  const bool default_port =
      (url.scheme == "https" && url.port == "443") || (url.scheme == "http" && url.port == "80");
  message.set(http::field::host, default_port ? url.host : url.host + ":" + url.port);
  message.set(http::field::accept, "application/json, text/plain");
  message.set(http::field::user_agent, "hufu");
  for (const auto& [name, value] : request.headers.all())
    message.set(name, value);
  message.body() = request.body;
  message.prepare_payload();
  return message;
}

Response to_response(const AnswerParser& parser) {
  Response response;
  response.status = static_cast<int>(parser.get().result_int());
  for (const auto& field : parser.get())
    response.headers.add(std::string(field.name_string()), std::string(field.value()));
  response.body = parser.get().body();
  return response;
}

asio::awaitable<Endpoints> resolve(asio::io_context& network, std::string host, std::string port) {
  asio::ip::tcp::resolver resolver(network);
  asio::steady_timer deadline(network, kConnectDeadline);
  deadline.async_wait([&resolver](const beast::error_code& error) {
    if (!error) resolver.cancel();
  });
  beast::error_code error;
  Endpoints endpoints =
      co_await resolver.async_resolve(host, port, asio::redirect_error(asio::use_awaitable, error));
  deadline.cancel();
  check(error, "resolve");
  co_return endpoints;
}

bool is_address(const std::string& host) {
  beast::error_code error;
  asio::ip::make_address(host, error);
  return !error;
}

asio::awaitable<void> connect(beast::tcp_stream& stream, Endpoints endpoints) {
  beast::error_code error;
  stream.expires_after(kConnectDeadline);
  co_await stream.async_connect(endpoints, asio::redirect_error(asio::use_awaitable, error));
  check(error, "connect");
}

struct Exchanged {
  Response response;
  bool keep_alive = false;
};

template <class Stream>
asio::awaitable<Exchanged> exchange(Stream& stream, Message message) {
  beast::error_code error;
  co_await http::async_write(stream, message, asio::redirect_error(asio::use_awaitable, error));
  check(error, "write");
  AnswerParser parser;
  parser.body_limit(kBodyLimitBytesFromUpstream);
  beast::flat_buffer buffer;
  co_await http::async_read(stream, buffer, parser,
                            asio::redirect_error(asio::use_awaitable, error));
  check(error, "read");
  Exchanged exchanged;
  exchanged.response = to_response(parser);
  exchanged.keep_alive = parser.keep_alive() && buffer.size() == 0;
  co_return exchanged;
}

asio::awaitable<Response> exchange_over_tls(asio::io_context& network, asio::ssl::context& tls,
                                            Endpoints endpoints, std::string host, Message message,
                                            Steady::time_point end) {
  beast::ssl_stream<beast::tcp_stream> stream(network, tls);
  // An address is not a name to ask for (RFC 6066 section 3).
  if (!is_address(host)) SSL_set_tlsext_host_name(stream.native_handle(), host.c_str());
  stream.set_verify_mode(asio::ssl::verify_peer);
  stream.set_verify_callback(asio::ssl::host_name_verification(host));
  co_await connect(beast::get_lowest_layer(stream), std::move(endpoints));
  beast::get_lowest_layer(stream).expires_at(end);
  beast::error_code error;
  co_await stream.async_handshake(asio::ssl::stream_base::client,
                                  asio::redirect_error(asio::use_awaitable, error));
  check(error, "tls");
  message.keep_alive(false);
  Exchanged exchanged = co_await exchange(stream, std::move(message));
  co_return std::move(exchanged.response);
}

asio::awaitable<Response> exchange_plain(asio::io_context& network, IdleConnections& idle,
                                         std::string host, std::string port, Message message,
                                         Steady::time_point end) {
  const std::string authority = host + ":" + port;
  std::unique_ptr<beast::tcp_stream> stream = idle.take(authority);
  if (!stream) {
    stream = std::make_unique<beast::tcp_stream>(network);
    Endpoints endpoints = co_await resolve(network, host, port);
    co_await connect(*stream, std::move(endpoints));
    beast::error_code ignored;
    stream->socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  }
  stream->expires_at(end);
  Exchanged exchanged = co_await exchange(*stream, std::move(message));
  if (exchanged.keep_alive) idle.give_back(authority, std::move(stream));
  co_return std::move(exchanged.response);
}

}  // namespace

struct HttpClient::Parts {
  Parts(asio::io_context& io, std::vector<std::string> files)
      : network(io), authorities(std::move(files)) {}

  // The system's certificates take some milliseconds to load: not before the first https request.
  asio::ssl::context& secure_context() {
    if (!tls) {
      tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
      tls->set_default_verify_paths();
      for (const std::string& file : authorities)
        trust(file);
      SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_2_VERSION);
    }
    return *tls;
  }

  void trust(const std::string& file) {
    try {
      tls->load_verify_file(file);
    } catch (const boost::system::system_error&) {
      throw ConfigError{"there are no certificates in " + file};
    }
  }

  asio::io_context& network;
  IdleConnections idle;
  std::vector<std::string> authorities;
  std::unique_ptr<asio::ssl::context> tls;
};

HttpClient::HttpClient(asio::io_context& network, std::vector<std::string> authorities)
    : parts_(std::make_unique<Parts>(network, std::move(authorities))) {
  // A file that is no good is said at the start, not at the first sign-in.
  if (!parts_->authorities.empty()) parts_->secure_context();
}
HttpClient::~HttpClient() = default;

asio::awaitable<Response> HttpClient::send(OutgoingRequest request) {
  const std::optional<Url> url = parse_url(request.url);
  if (!url) throw UpstreamFailure("the configured URL is no http or https URL");
  const Steady::time_point end = Steady::now() + kTotalDeadline;
  Message message = to_message(request, *url);
  if (url->scheme == "http")
    co_return co_await exchange_plain(parts_->network, parts_->idle, url->host, url->port, message,
                                      end);
  Endpoints endpoints = co_await resolve(parts_->network, url->host, url->port);
  asio::ssl::context& tls = parts_->secure_context();
  co_return co_await exchange_over_tls(parts_->network, tls, endpoints, url->host, message, end);
}

}  // namespace hufu::mock
