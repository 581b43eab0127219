#include "test_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <csignal>
#include <stdexcept>
#include <utility>

namespace hufu::test {
namespace {

char lower(char letter) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
}

std::string in_lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

template <class Thing>
using Owned = std::unique_ptr<Thing, void (*)(Thing*)>;

Owned<BIO> bio_of(const std::string& text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free_all};
}

SSL_CTX* tls_of(const ServerIdentity& identity) {
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  const Owned<BIO> certificate_text = bio_of(identity.certificate);
  const Owned<BIO> key_text = bio_of(identity.key);
  const Owned<X509> certificate(
      PEM_read_bio_X509(certificate_text.get(), nullptr, nullptr, nullptr), X509_free);
  const Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr),
                            EVP_PKEY_free);
  if (SSL_CTX_use_certificate(context, certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context, key.get()) != 1) {
    throw std::runtime_error("the test server's certificate does not fit its key");
  }
  if (identity.is_outdated) {
    SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context, TLS1_1_VERSION);
    SSL_CTX_set_cipher_list(context, "ALL:@SECLEVEL=0");
  }
  return context;
}

}  // namespace

std::string ServedRequest::header(std::string_view name) const {
  const std::string all = "\r\n" + in_lower_case(head);
  const std::string wanted = "\r\n" + in_lower_case(name) + ":";
  const auto found = all.find(wanted);
  if (found == std::string::npos) return {};
  // `all` is two bytes ahead of `head`.
  const auto from = head.find_first_not_of(' ', found + wanted.size() - 2);
  return head.substr(from, head.find("\r\n", from) - from);
}

bool ServedRequest::has(std::string_view name) const {
  return ("\r\n" + in_lower_case(head)).find("\r\n" + in_lower_case(name) + ":") !=
         std::string::npos;
}

std::ptrdiff_t Connection::read_some(char* bytes, std::size_t room) {
  if (ssl_ != nullptr) return SSL_read(ssl_, bytes, static_cast<int>(room));
  return ::recv(socket_, bytes, room, 0);
}

std::optional<ServedRequest> Connection::read_request() {
  char piece[16384];
  const auto read_more = [&] {
    const std::ptrdiff_t got = read_some(piece, sizeof piece);
    if (got > 0) unread_.append(piece, static_cast<std::size_t>(got));
    return got > 0;
  };
  while (unread_.find("\r\n\r\n") == std::string::npos) {
    if (!read_more()) return std::nullopt;
  }
  const std::size_t line_end = unread_.find("\r\n");
  const std::size_t head_end = unread_.find("\r\n\r\n") + 2;
  const std::string line = unread_.substr(0, line_end);
  ServedRequest request;
  request.method = line.substr(0, line.find(' '));
  request.target = line.substr(line.find(' ') + 1);
  request.target.resize(request.target.rfind(' '));
  request.head = unread_.substr(line_end + 2, head_end - line_end - 2);
  unread_.erase(0, head_end + 2);

  if (request.header("transfer-encoding") == "chunked") {
    while (unread_.find("0\r\n\r\n") == std::string::npos) {
      if (!read_more()) return std::nullopt;
    }
    // Tests look at chunked bodies as they are on the wire.
    const std::size_t end = unread_.find("0\r\n\r\n") + 5;
    request.body = unread_.substr(0, end);
    unread_.erase(0, end);
    return request;
  }
  const std::string length = request.header("content-length");
  const std::size_t bytes = length.empty() ? 0 : std::stoul(length);
  while (unread_.size() < bytes) {
    if (!read_more()) return std::nullopt;
  }
  request.body = unread_.substr(0, bytes);
  unread_.erase(0, bytes);
  return request;
}

bool Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::ptrdiff_t sent = ssl_ != nullptr
                                    ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                                    : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool Connection::answer(int status, std::string_view body, std::string_view more_headers) {
  std::string text = "HTTP/1.1 " + std::to_string(status) +
                     " Said\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  text.append(more_headers).append("\r\n").append(body);
  return send(text);
}

void Connection::wait_for_close() {
  char piece[4096];
  while (read_some(piece, sizeof piece) > 0) {
  }
}

void Connection::cut() { ::shutdown(socket_, SHUT_RDWR); }

TestServer::TestServer(Handler handler, std::optional<ServerIdentity> identity)
    : handler_(std::move(handler)) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  if (identity) tls_ = tls_of(*identity);
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, any, length) != 0 || ::listen(listener_, 1024) != 0 ||
      ::getsockname(listener_, any, &length) != 0) {
    throw std::runtime_error("the test server cannot listen");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

TestServer::~TestServer() {
  {
    const std::lock_guard hold(mutex_);
    is_stopping_ = true;
    for (const int socket : open_)
      ::shutdown(socket, SHUT_RDWR);
  }
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (std::thread& thread : threads_)
    thread.join();
  ::close(listener_);
  SSL_CTX_free(tls_);
}

std::string TestServer::origin() const {
  return (tls_ != nullptr ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_);
}

void TestServer::accept_all() {
  while (true) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard hold(mutex_);
    if (is_stopping_ || socket < 0) {
      if (socket >= 0) ::close(socket);
      return;
    }
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ++connections_;
    open_.push_back(socket);
    threads_.emplace_back([this, socket] { serve(socket); });
  }
}

void TestServer::serve(int socket) {
  SSL* ssl = nullptr;
  bool is_ready = true;
  if (tls_ != nullptr) {
    ssl = SSL_new(tls_);
    SSL_set_fd(ssl, socket);
    is_ready = SSL_accept(ssl) == 1;
  }
  Connection connection(socket, ssl);
  if (is_ready) handler_(connection);
  SSL_free(ssl);
  const std::lock_guard hold(mutex_);
  std::erase(open_, socket);
  ::close(socket);
}

}  // namespace hufu::test
