// A service of one's own, on Boost.Beast: its route is called with a person, or not at all.
#include <hufu/server/guarded.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <iostream>
#include <string>

namespace http = boost::beast::http;
using boost::asio::ip::tcp;
using hufu::server::Guard;
using hufu::server::Guarded;
using hufu::server::Person;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

// Beast's words for what the guard looks at.
hufu::server::RequestView view(const Request& request) {
  hufu::server::RequestView view{request.method_string(), {}};
  for (const auto& field : request)
    view.headers.push_back({field.name_string(), field.value()});
  return view;
}

Response answer(const Request& request, const hufu::server::Refusal& refusal) {
  Response response(static_cast<http::status>(refusal.status()), request.version(), refusal.body());
  response.set(http::field::content_type, "application/json");
  for (const auto& [name, value] : refusal.headers())
    response.set(name, value);
  return response;
}

// The service itself: whose orders these are stands in `person.ids()`.
Response orders(const Request& request, const Person& person) {
  return Response(http::status::ok, request.version(), "the orders of " + person.id() + "\n");
}

// Usage: orders URL PORT, the unified backend's address and a port of this service's own.
int main(int /*argc*/, char** argv) {
  const Guard guard({.issuers = {hufu::server::unified({.base_url = argv[1]})}});
  const auto route = Guarded(guard, view, answer)(orders);

  boost::asio::io_context context;
  const auto port = static_cast<unsigned short>(std::stoi(argv[2]));
  tcp::acceptor acceptor(context, {boost::asio::ip::address_v4::loopback(), port});
  std::cout << "listening " << acceptor.local_endpoint().port() << std::endl;
  while (true) {  // one after another: the guard would bear threads
    boost::beast::tcp_stream stream(acceptor.accept());
    boost::beast::flat_buffer buffer;
    boost::beast::error_code fault;
    Request request;
    http::read(stream, buffer, request, fault);
    if (fault) continue;
    Response response = route(request);
    response.prepare_payload();
    http::write(stream, response, fault);
  }
}
