// One connection of a client.
#include "http/connection.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "http/errors.h"
#include "http/reading.h"
#include "http/writing.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

constexpr std::chrono::minutes kHangTime{5};

class Connection {
 public:
  Connection(asio::ip::tcp::socket socket, std::string peer, const Service& service)
      : stream_(std::move(socket), service.tls),
        router_(service.router),
        clock_(service.clock),
        proxies_(service.proxies),
        book_(*service.book),
        peer_(std::move(peer)),
        entry_(service.book, peer_, [this] { close(); }) {
    beast::error_code error;
    stream_.socket().set_option(asio::ip::tcp::no_delay(true), error);
  }

  asio::awaitable<void> serve() {
    entry_.waits();
    bool open = co_await stream_.shake_hands();
    while (open && !book_.is_closing()) {
      entry_.rests();
      std::function<void()> has_begun = [this] { entry_.begins(); };
      ReadResult read = co_await read_request(stream_, buffer_, router_, std::move(has_begun));
      if (read.outcome == ReadOutcome::closed) break;
      if (read.outcome == ReadOutcome::refused) {
        co_await refuse(read.refusal_status, std::move(read.request));
        break;
      }
      read.request.remote_address = proxies_.client_of(peer_, read.request.headers);
      stream_.expires_never();
      entry_.works();
      open = co_await exchange(std::move(read));
    }
    close();
  }

 private:
  // One request that arrived whole. False if the connection has to end.
  asio::awaitable<bool> exchange(ReadResult read) {
    // The handler takes the request; who watches sees a copy.
    const Route* route = read.route;
    const auto begun = std::chrono::steady_clock::now();
    Request seen;
    seen.method = read.request.method;
    if (is_watched()) seen = read.request;
    std::optional<Fault> fault;
    if (router_.hooks.choose_fault) fault = router_.hooks.choose_fault(seen);
    if (fault) {
      co_await pause(fault->delay);
      if (fault->hang) co_await pause(kHangTime);
      if (fault->reset || fault->hang) {
        reset_connection(stream_);
        co_return finish(seen, Response(), 0, false);
      }
    }
    WritePlan plan;
    plan.fault = fault;
    plan.head_only = seen.method == "HEAD";
    if (!answers_itself(fault)) {
      plan.response =
          co_await router_.dispatch(read.route, std::move(read.allowed), std::move(read.request));
    }
    plan.keep_alive = read.keep_alive && !(fault && fault->cut_after_bytes) && !book_.is_closing();
    if (fault && fault->lost_answer) co_return finish(seen, plan.response, 0, false);
    spoil(plan.response, fault);
    plan.now_ms = clock_.now_ms();
    const int status = plan.response.status;
    const bool keep_alive = plan.keep_alive;
    Response answer;
    if (router_.hooks.record) answer = plan.response;
    entry_.waits();
    const bool sent = co_await write_response(stream_, std::move(plan));
    const std::chrono::nanoseconds took = std::chrono::steady_clock::now() - begun;
    if (router_.hooks.measure) router_.hooks.measure(route, sent ? status : 0, took);
    co_return finish(seen, answer, sent ? status : 0, sent && keep_alive);
  }

  bool is_watched() const {
    return router_.hooks.choose_fault || router_.hooks.observe || router_.hooks.record;
  }

  static bool answers_itself(const std::optional<Fault>& fault) {
    return fault && (fault->status || fault->redirect);
  }

  static void spoil(Response& response, const std::optional<Fault>& fault) {
    if (!fault) return;
    if (fault->redirect) {
      response.status = 302;
      response.headers.set("Location", *fault->redirect);
    }
    if (fault->status) response.status = *fault->status;
    if (fault->content_type) response.headers.set("Content-Type", *fault->content_type);
    if (fault->retry_after) response.headers.set("Retry-After", *fault->retry_after);
    if (fault->body) response.body = *fault->body;
  }

  bool finish(const Request& request, const Response& response, int status, bool open) const {
    if (router_.hooks.observe) router_.hooks.observe(request, status);
    if (router_.hooks.record) router_.hooks.record(request, response, status);
    return open;
  }

  asio::awaitable<void> pause(std::chrono::milliseconds time) {
    if (time.count() <= 0) co_return;
    asio::steady_timer timer(stream_.get_executor(), time);
    co_await timer.async_wait(asio::use_awaitable);
  }

  asio::awaitable<void> refuse(int status, Request request) {
    WritePlan plan;
    const char* code = status == 413   ? "payload_too_large"
                       : status == 431 ? "headers_too_large"
                                       : "invalid_request";
    plan.response =
        router_.tell(HttpError(status, code, "The request could not be read."), request);
    plan.keep_alive = false;
    plan.now_ms = clock_.now_ms();
    if (router_.hooks.record) router_.hooks.record(request, plan.response, status);
    co_await write_response(stream_, std::move(plan));
    co_await drain();
  }

  // Closing with unread input would turn the close into a reset, and the peer might never see the
  // answer. Nobody who goes on sending for longer is waited for.
  asio::awaitable<void> drain() {
    constexpr std::size_t kMostBytes = 16 * 1024 * 1024;
    beast::error_code error;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
    stream_.expires_after(std::chrono::seconds(2));
    std::string sink(64 * 1024, '\0');
    for (std::size_t drained = 0; drained < kMostBytes && !error;) {
      drained += co_await stream_.async_read_some(asio::buffer(sink),
                                                  asio::redirect_error(asio::use_awaitable, error));
    }
  }

  void close() {
    beast::error_code ignored;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    stream_.socket().close(ignored);
  }

  Wire stream_;
  beast::flat_buffer buffer_;
  const Router& router_;
  const Clock& clock_;
  const TrustedProxies& proxies_;
  const ConnectionBook& book_;
  std::string peer_;
  ConnectionBook::Entry entry_;
};

}  // namespace

std::string address_of_peer(const asio::ip::tcp::socket& socket) {
  beast::error_code error;
  const auto peer = socket.remote_endpoint(error);
  return error ? "" : peer.address().to_string();
}

asio::awaitable<void> serve_connection(asio::ip::tcp::socket socket, std::string peer,
                                       Service service) {
  Connection connection(std::move(socket), std::move(peer), service);
  try {
    co_await connection.serve();
  } catch (const std::exception&) {
    // A connection that fails concerns nobody but its peer, who notices.
  }
}

}  // namespace hufu::mock
