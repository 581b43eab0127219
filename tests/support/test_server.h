// A server on raw sockets: it does what a test says, byte by byte, however wrong that is.
#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;

namespace hufu::test {

struct ServedRequest {
  std::string method;
  std::string target;
  std::string head;  ///< All header lines, as they came.
  std::string body;

  /// The value of a header in any case; empty if it is not there.
  std::string header(std::string_view name) const;
  bool has(std::string_view name) const;
};

/// One accepted connection, on a thread of its own.
class Connection {
 public:
  Connection(int socket, SSL* ssl) : socket_(socket), ssl_(ssl) {}

  /// The next request with its body; nothing when the client has gone.
  std::optional<ServedRequest> read_request();
  /// False when the client has gone.
  bool send(std::string_view bytes);
  /// A whole answer with the right length.
  bool answer(int status, std::string_view body, std::string_view more_headers = "");
  /// Until the client closes or the server goes.
  void wait_for_close();
  /// Close in the middle, without a word.
  void cut();

 private:
  std::ptrdiff_t read_some(char* bytes, std::size_t room);

  int socket_;
  SSL* ssl_;
  std::string unread_;
};

/// Certificate and key as PEM texts, for a server that speaks TLS.
struct ServerIdentity {
  std::string certificate;
  std::string key;
  bool is_outdated = false;  ///< Speak TLS 1.1 at most.
};

class TestServer {
 public:
  using Handler = std::function<void(Connection&)>;

  /// Listens on a free port of 127.0.0.1.
  explicit TestServer(Handler handler, std::optional<ServerIdentity> identity = std::nullopt);
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;
  ~TestServer();

  /// `http://127.0.0.1:port` or `https://…`.
  std::string origin() const;
  std::string url(std::string_view path) const { return origin() + std::string(path); }
  int port() const { return port_; }
  /// Connections accepted so far.
  int connections() const { return connections_.load(); }

 private:
  void accept_all();
  void serve(int socket);

  Handler handler_;
  SSL_CTX* tls_ = nullptr;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  std::mutex mutex_;
  bool is_stopping_ = false;
  std::vector<int> open_;
  std::list<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace hufu::test
