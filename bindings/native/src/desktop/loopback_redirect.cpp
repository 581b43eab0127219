#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include <hufu/native/browser.h>

#include "desktop/way_back.h"
#include "files/fd.h"
#include "system/clock.h"
#include "system/crypto.h"

namespace hufu::native {
namespace {

constexpr std::size_t kStateBytes = 16;
constexpr std::size_t kMostHeadBytes = 16'384;
constexpr std::size_t kMostConnections = 16;  // browsers open some that they never use
constexpr Millis kConnectionLifeMs = 10'000;
constexpr Millis kLookForStopMs = 100;

Error cannot(const char* what) {
  return Error{Errc::host_fault,
               std::string("cannot ") + what + " on 127.0.0.1: " + std::strerror(errno), 0, 0};
}

Result<std::string> random_state() {
  Result<std::string> bytes = random_bytes(kStateBytes);
  if (!bytes) return bytes.error();
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (const char each : *bytes) {
    const auto byte = static_cast<unsigned char>(each);
    text += kHex[byte >> 4U];
    text += kHex[byte & 0xfU];
  }
  return text;
}

/// A browser that is talking to us.
struct Connection {
  Fd socket;
  std::string head;
  Millis ends_ms = 0;
};

}  // namespace

class LoopbackRedirect::Listener {
 public:
  Listener(Fd socket, Expected expected)
      : socket_(std::move(socket)), expected_(std::move(expected)) {}

  const Expected& expected() const { return expected_; }

  /// What one round of waiting brought.
  std::optional<ExchangeCodeForSession> look(Millis wait_ms) {
    std::vector<pollfd> waiting = {{socket_.number(), POLLIN, 0}};
    for (const Connection& each : connections_)
      waiting.push_back({each.socket.number(), POLLIN, 0});
    if (::poll(waiting.data(), waiting.size(), static_cast<int>(wait_ms)) < 0) return std::nullopt;
    std::optional<ExchangeCodeForSession> found;
    for (std::size_t i = connections_.size(); i > 0 && !found; --i) {
      if (waiting[i].revents != 0) found = hear(i - 1);
    }
    std::erase_if(connections_, [now = uptime().ms](const Connection& each) {
      return !each.socket || each.ends_ms < now;
    });
    if (waiting[0].revents != 0) admit();
    return found;
  }

 private:
  void admit() {
    Fd socket(::accept4(socket_.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket || connections_.size() >= kMostConnections) return;
    connections_.push_back({std::move(socket), {}, uptime().ms + kConnectionLifeMs});
  }

  /// Reads on; answers once the head is whole.
  std::optional<ExchangeCodeForSession> hear(std::size_t index) {
    Connection& from = connections_[index];
    char some[4096];
    const ssize_t count = ::recv(from.socket.number(), some, sizeof some, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
    if (count > 0) from.head.append(some, static_cast<std::size_t>(count));
    const std::size_t end = from.head.find("\r\n\r\n");
    const bool is_hopeless = count <= 0 || from.head.size() > kMostHeadBytes;
    if (end == std::string::npos && !is_hopeless) return std::nullopt;
    std::optional<ExchangeCodeForSession> found;
    if (end != std::string::npos) {
      found = read_way_back(std::string_view(from.head).substr(0, end), expected_);
      const std::string answer = answer_to(found);
      // A page of some hundred bytes fits any socket's buffer.
      static_cast<void>(::send(from.socket.number(), answer.data(), answer.size(), MSG_NOSIGNAL));
      ::shutdown(from.socket.number(), SHUT_WR);
    }
    hufu::wipe(from.head);
    from.socket = Fd();
    return found;
  }

  Fd socket_;
  Expected expected_;
  std::vector<Connection> connections_;
};

Result<std::unique_ptr<LoopbackRedirect>> LoopbackRedirect::listen(const std::string& path) {
  Result<std::string> state = random_state();
  if (!state) return state.error();
  Fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return cannot("open a socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket.number(), generic, length) != 0 ||
      ::listen(socket.number(), static_cast<int>(kMostConnections)) != 0 ||
      ::getsockname(socket.number(), generic, &length) != 0) {
    return cannot("listen");
  }
  const std::string host = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  auto listener =
      std::make_unique<Listener>(std::move(socket), Expected{host, path, std::move(*state)});
  return std::unique_ptr<LoopbackRedirect>(new LoopbackRedirect(std::move(listener)));
}

LoopbackRedirect::LoopbackRedirect(std::unique_ptr<Listener> listener)
    : listener_(std::move(listener)) {
  const Expected& expected = listener_->expected();
  url_ = "http://" + expected.host + expected.path + "?state=" + expected.state;
}

LoopbackRedirect::~LoopbackRedirect() = default;

Result<ExchangeCodeForSession> LoopbackRedirect::wait(Millis wait_ms, const std::stop_token& stop) {
  const Millis ends_ms = uptime().ms + wait_ms;
  while (!stop.stop_requested()) {
    const Millis left_ms = ends_ms - uptime().ms;
    if (left_ms <= 0) {
      return Error{Errc::timeout, "the browser did not come back in time", 0, 0};
    }
    if (auto found = listener_->look(std::min(left_ms, kLookForStopMs))) return std::move(*found);
  }
  return Errc::cancelled;
}

}  // namespace hufu::native
