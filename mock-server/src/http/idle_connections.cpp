// Plain connections to upstreams that wait for their next request.
#include "http/idle_connections.h"

#include <sys/socket.h>

#include <utility>

namespace hufu::mock {
namespace {

constexpr std::size_t kMost = 64;
// Well before servers begin to close what is idle: a request on its way to a closing connection is
// lost, and it may be one that must not be sent twice.
constexpr std::chrono::seconds kLongest{4};

// Nothing to read and not ended: whoever spoke unasked, or hung up, is of no use.
bool is_quiet(boost::beast::tcp_stream& stream) {
  char symbol = 0;
  const auto got = ::recv(stream.socket().native_handle(), &symbol, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace

std::unique_ptr<IdleConnections::Stream> IdleConnections::take(const std::string& authority) {
  std::vector<Idle>& idle = by_authority_[authority];
  const auto now = std::chrono::steady_clock::now();
  while (!idle.empty()) {
    // The one used last, so that the others grow old.
    Idle last = std::move(idle.back());
    idle.pop_back();
    if (now - last.since < kLongest && is_quiet(*last.stream)) return std::move(last.stream);
  }
  return nullptr;
}

void IdleConnections::give_back(const std::string& authority, std::unique_ptr<Stream> stream) {
  std::vector<Idle>& idle = by_authority_[authority];
  if (idle.size() >= kMost) return;
  stream->expires_never();
  idle.push_back({std::move(stream), std::chrono::steady_clock::now()});
}

}  // namespace hufu::mock
