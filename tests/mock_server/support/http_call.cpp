// A small blocking HTTP client for tests.
#include "support/http_call.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace hufu::mock::test {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;

struct HttpCaller::Parts {
  explicit Parts(std::uint16_t server_port)
      : endpoint(asio::ip::make_address("127.0.0.1"), server_port), socket(network) {}

  void connect() {
    if (socket.is_open()) return;
    socket.connect(endpoint);
    socket.set_option(tcp::no_delay(true));
    buffer.clear();
  }

  void close() {
    boost::system::error_code ignored;
    socket.close(ignored);
  }

  asio::io_context network;
  tcp::endpoint endpoint;
  tcp::socket socket;
  boost::beast::flat_buffer buffer;
};

namespace {

http::request<http::string_body> to_message(const std::string& method, const std::string& target,
                                            const Fields& headers, const std::string& body) {
  http::request<http::string_body> message;
  message.method_string(method);
  message.target(target);
  message.version(11);
  message.set(http::field::host, "127.0.0.1");
  message.body() = body;
  if (!body.empty() || method == "POST" || method == "PUT") message.prepare_payload();
  for (const auto& [name, value] : headers)
    message.insert(name, value);
  return message;
}

std::string lower(std::string text) {
  for (char& symbol : text)
    symbol = static_cast<char>(std::tolower(static_cast<unsigned char>(symbol)));
  return text;
}

}  // namespace

std::string Answer::error() const {
  const Json body = Json::parse(text, nullptr, false);
  return body.is_object() && body.contains("error") ? body["error"].get<std::string>() : "";
}

std::string Answer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

HttpCaller::HttpCaller(std::uint16_t port) : parts_(std::make_unique<Parts>(port)) {}
HttpCaller::~HttpCaller() = default;

Answer HttpCaller::call(const std::string& method, const std::string& target, const Fields& headers,
                        const std::string& body) {
  Answer answer;
  try {
    parts_->connect();
    auto message = to_message(method, target, headers, body);
    boost::system::error_code error;
    http::write(parts_->socket, message, error);
    http::response_parser<http::string_body> parser;
    parser.body_limit(64 * 1024 * 1024);
    http::read(parts_->socket, parts_->buffer, parser);
    answer.status = static_cast<int>(parser.get().result_int());
    for (const auto& field : parser.get())
      answer.headers.emplace(lower(std::string(field.name_string())), std::string(field.value()));
    answer.text = parser.get().body();
    if (!parser.keep_alive()) parts_->close();
  } catch (const boost::system::system_error&) {
    parts_->close();
  }
  return answer;
}

std::string HttpCaller::send_raw(const std::string& bytes) {
  tcp::socket socket(parts_->network);
  socket.connect(parts_->endpoint);
  boost::system::error_code error;
  asio::write(socket, asio::buffer(bytes), error);
  std::string answer;
  asio::read(socket, asio::dynamic_buffer(answer), error);
  return answer;
}

}  // namespace hufu::mock::test
