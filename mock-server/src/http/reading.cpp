// Reads one request from a connection.
#include "http/reading.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>
#include <chrono>

#include "crypto/random.h"
#include "http/request_head.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using RequestParser = http::request_parser<http::string_body>;

constexpr std::chrono::seconds kHeaderDeadline{30};  // an idle connection waits within it, too
constexpr std::chrono::seconds kBodyDeadline{15};
constexpr std::uint32_t kHeaderLimitBytes = 24 * 1024;
constexpr std::uint64_t kLargestBodyBytes = 4 * 1024 * 1024;

void prepare(RequestParser& parser) {
  parser.header_limit(kHeaderLimitBytes);
  parser.body_limit(kLargestBodyBytes);
}

int refusal_status(const beast::error_code& error) {
  if (error == http::error::header_limit) return 431;
  if (error == http::error::body_limit) return 413;
  return 400;
}

ReadResult refused(int status) {
  ReadResult result;
  result.outcome = ReadOutcome::refused;
  result.refusal_status = status;
  result.request.id = random_hex(8);
  return result;
}

// Silence, a reset or a half-sent head deserve no answer; nonsense gets one.
ReadResult after_failed_read(const beast::error_code& error) {
  if (error.category() != http::make_error_code(http::error::bad_version).category())
    return ReadResult();
  if (error == http::error::end_of_stream || error == http::error::partial_message)
    return ReadResult();
  return refused(refusal_status(error));
}

bool expects_continue(const Request& request) {
  return request.headers.find("Expect") == "100-continue";
}

}  // namespace

asio::awaitable<ReadResult> read_request(Wire& stream, beast::flat_buffer& buffer,
                                         const Router& router, std::function<void()> has_begun) {
  RequestParser parser;
  prepare(parser);
  beast::error_code error;
  stream.expires_after(kHeaderDeadline);
  co_await http::async_read_header(stream, buffer, parser,
                                   asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return after_failed_read(error);
  has_begun();

  ReadResult result;
  result.request.id = random_hex(8);
  const std::optional<int> refusal = read_head(parser.get(), result.request);
  if (refusal) co_return refused(*refusal);
  result.keep_alive = parser.keep_alive();
  result.route = router.match(result.request, result.allowed);

  const std::uint64_t limit =
      result.route == nullptr ? kBodyLimitBytes : result.route->body_limit_bytes;
  if (parser.content_length().value_or(0) > limit) co_return refused(413);
  parser.body_limit(limit);
  stream.expires_after(kBodyDeadline);
  if (expects_continue(result.request)) {
    const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    co_await asio::async_write(stream, asio::buffer(go_on),
                               asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return ReadResult();
  }
  co_await http::async_read(stream, buffer, parser,
                            asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return after_failed_read(error);
  result.request.body = std::move(parser.get().body());
  result.outcome = ReadOutcome::complete;
  co_return result;
}

}  // namespace hufu::mock
