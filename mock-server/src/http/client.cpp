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

#include "http/url.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Clock = std::chrono::steady_clock;
using Endpoints = asio::ip::tcp::resolver::results_type;
using Message = http::request<http::string_body>;
using Parser = http::response_parser<http::string_body>;

constexpr std::chrono::seconds kConnectDeadline{3};
constexpr std::chrono::seconds kTotalDeadline{10};
constexpr std::uint64_t kBodyLimitBytesFromUpstream = 1024 * 1024;

void check(const beast::error_code& error, const char* step) {
  if (error) throw UpstreamFailure{std::string(step) + ": " + error.message()};
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
  message.set(http::field::user_agent, "hufu-mock-server");
  for (const auto& [name, value] : request.headers.all())
    message.set(name, value);
  message.keep_alive(false);
  message.body() = request.body;
  message.prepare_payload();
  return message;
}

Response to_response(const Parser& parser) {
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

asio::awaitable<void> connect(beast::tcp_stream& stream, Endpoints endpoints) {
  beast::error_code error;
  stream.expires_after(kConnectDeadline);
  co_await stream.async_connect(endpoints, asio::redirect_error(asio::use_awaitable, error));
  check(error, "connect");
}

template <class Stream>
asio::awaitable<Response> exchange(Stream& stream, Message message) {
  beast::error_code error;
  co_await http::async_write(stream, message, asio::redirect_error(asio::use_awaitable, error));
  check(error, "write");
  Parser parser;
  parser.body_limit(kBodyLimitBytesFromUpstream);
  beast::flat_buffer buffer;
  co_await http::async_read(stream, buffer, parser,
                            asio::redirect_error(asio::use_awaitable, error));
  check(error, "read");
  co_return to_response(parser);
}

asio::awaitable<Response> exchange_over_tls(asio::io_context& network, asio::ssl::context& tls,
                                            Endpoints endpoints, std::string host, Message message,
                                            Clock::time_point end) {
  beast::ssl_stream<beast::tcp_stream> stream(network, tls);
  SSL_set_tlsext_host_name(stream.native_handle(), host.c_str());
  stream.set_verify_mode(asio::ssl::verify_peer);
  stream.set_verify_callback(asio::ssl::host_name_verification(host));
  co_await connect(beast::get_lowest_layer(stream), std::move(endpoints));
  beast::get_lowest_layer(stream).expires_at(end);
  beast::error_code error;
  co_await stream.async_handshake(asio::ssl::stream_base::client,
                                  asio::redirect_error(asio::use_awaitable, error));
  check(error, "tls");
  co_return co_await exchange(stream, std::move(message));
}

asio::awaitable<Response> exchange_plain(asio::io_context& network, Endpoints endpoints,
                                         Message message, Clock::time_point end) {
  beast::tcp_stream stream(network);
  co_await connect(stream, std::move(endpoints));
  stream.expires_at(end);
  co_return co_await exchange(stream, std::move(message));
}

}  // namespace

struct HttpClient::Parts {
  explicit Parts(asio::io_context& io) : network(io) {}

  // The system's certificates take some milliseconds to load: not before the first https request.
  asio::ssl::context& secure_context() {
    if (!tls) {
      tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
      tls->set_default_verify_paths();
      SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_2_VERSION);
    }
    return *tls;
  }

  asio::io_context& network;
  std::unique_ptr<asio::ssl::context> tls;
};

HttpClient::HttpClient(asio::io_context& network) : parts_(std::make_unique<Parts>(network)) {}
HttpClient::~HttpClient() = default;

asio::awaitable<Response> HttpClient::send(OutgoingRequest request) {
  const std::optional<Url> url = parse_url(request.url);
  if (!url) throw UpstreamFailure{"the configured URL is no http or https URL"};
  const Clock::time_point end = Clock::now() + kTotalDeadline;
  Message message = to_message(request, *url);
  Endpoints endpoints = co_await resolve(parts_->network, url->host, url->port);
  if (url->scheme == "http")
    co_return co_await exchange_plain(parts_->network, endpoints, message, end);
  asio::ssl::context& tls = parts_->secure_context();
  co_return co_await exchange_over_tls(parts_->network, tls, endpoints, url->host, message, end);
}

}  // namespace hufu::mock
