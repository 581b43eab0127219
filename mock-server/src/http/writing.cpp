// Writes one answer to a connection, whole or spoiled as a fault says.
#include "http/writing.h"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>
#include <chrono>
#include <ctime>

namespace hufu::mock {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

constexpr std::chrono::seconds kWriteDeadline{30};
constexpr std::uint64_t kChunkBytes = 64 * 1024;

std::string http_date(WallMs now_ms) {
  const std::time_t seconds = static_cast<std::time_t>(now_ms / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[40];
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text;
}

// A handler's header value never breaks a line, whatever it was made from.
std::string without_line_breaks(std::string value) {
  std::ranges::replace_if(
      value, [](char symbol) { return symbol == '\r' || symbol == '\n' || symbol == '\0'; }, ' ');
  return value;
}

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string render_head(const WritePlan& plan, std::uint64_t body_bytes) {
  const int status = plan.response.status;
  std::string head = "HTTP/1.1 " + std::to_string(status) + " ";
  head += std::string(beast::http::obsolete_reason(static_cast<beast::http::status>(status)));
  head += "\r\nDate: " + http_date(plan.now_ms) + "\r\n";
  for (const auto& [name, value] : plan.response.headers.all())
    head += name + ": " + without_line_breaks(value) + "\r\n";
  if (has_body(status)) head += "Content-Length: " + std::to_string(body_bytes) + "\r\n";
  head += plan.keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return head;
}

asio::awaitable<bool> write_all(Wire& stream, std::string bytes) {
  beast::error_code error;
  stream.expires_after(kWriteDeadline);
  co_await asio::async_write(stream, asio::buffer(bytes),
                             asio::redirect_error(asio::use_awaitable, error));
  co_return !error;
}

asio::awaitable<bool> write_dripping(Wire& stream, std::string bytes,
                                     std::chrono::milliseconds pause) {
  asio::steady_timer timer(stream.get_executor());
  for (const char byte : bytes) {
    std::string one(1, byte);
    const bool sent = co_await write_all(stream, one);
    if (!sent) co_return false;
    timer.expires_after(pause);
    co_await timer.async_wait(asio::use_awaitable);
  }
  co_return true;
}

asio::awaitable<bool> write_huge(Wire& stream, std::string head, std::uint64_t body_bytes) {
  bool sent = co_await write_all(stream, head);
  const std::string chunk(kChunkBytes, ' ');
  while (sent && body_bytes > 0) {
    const std::uint64_t size = std::min(kChunkBytes, body_bytes);
    std::string part = chunk.substr(0, size);
    sent = co_await write_all(stream, part);
    body_bytes -= size;
  }
  co_return sent;
}

}  // namespace

asio::awaitable<bool> write_response(Wire& stream, WritePlan plan) {
  const std::optional<Fault> fault = plan.fault;
  if (fault && fault->huge_body_bytes) {
    std::string head = render_head(plan, *fault->huge_body_bytes);
    co_return co_await write_huge(stream, head, *fault->huge_body_bytes);
  }
  std::string bytes = render_head(plan, plan.response.body.size());
  if (has_body(plan.response.status) && !plan.head_only) bytes += plan.response.body;
  if (fault && fault->cut_after_bytes) {
    bytes.resize(std::min<std::uint64_t>(bytes.size(), *fault->cut_after_bytes));
    co_await write_all(stream, bytes);
    co_return false;
  }
  if (fault && fault->drip) co_return co_await write_dripping(stream, bytes, *fault->drip);
  co_return co_await write_all(stream, bytes);
}

void reset_connection(Wire& stream) {
  // Linger zero turns the close into a reset.
  beast::error_code ignored;
  stream.socket().set_option(asio::socket_base::linger(true, 0), ignored);
  stream.socket().close(ignored);
}

}  // namespace hufu::mock
