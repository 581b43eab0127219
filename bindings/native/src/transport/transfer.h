// One request on its way, as one libcurl easy handle.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <hufu/effects.h>
#include <hufu/native/fetch.h>
#include <hufu/time.h>

#include "transport/authorities.h"
#include "transport/curl_library.h"

namespace hufu::native {

/// What to send. The views point into the receiver, which the transfer keeps alive.
struct TransferRequest {
  std::string_view method;
  std::string_view url;
  const std::vector<Header>* headers = nullptr;
  std::optional<std::string_view> body;      ///< Whole, or
  BodyStream* stream = nullptr;              ///< in pieces, or
  std::string_view upload_file;              ///< a file as multipart field `file`.
  const Authorities* authorities = nullptr;  ///< In place of the system's.
  std::string_view user_agent;               ///< Empty: none is sent.
  bool decode = false;                       ///< Ask for and undo compression.
  Millis total_ms = 0;                       ///< 0: no limit.
  Millis connect_ms = 0;                     ///< 0: libcurl's own limit.
};

/// Whom a transfer tells; on the thread of its loop.
class Receiver {
 public:
  enum class Take { taken, later, never };

  virtual ~Receiver() = default;
  /// Status and headers are there; false gives the transfer up.
  virtual bool on_head(int status, std::vector<Header> headers) = 0;
  /// A piece of the body. `later`: it is given again after `NetworkLoop::resume`.
  virtual Take on_body(std::string_view piece) = 0;
  /// The end, once, with the reason if it failed. Not told if the transfer was removed.
  virtual void on_end(std::optional<FailedAnswer> failure) = 0;
};

/// The rules of every transfer are in `prepare`: verified TLS 1.2 or newer, HTTP only, no redirect,
/// no cookie, no password from files, no header that was not asked for.
class Transfer {
 public:
  Transfer(TransferRequest request, std::shared_ptr<Receiver> receiver);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  /// Sets `easy` up; false if the request cannot be expressed (`failure` says why).
  bool prepare(CURL* easy);
  /// It cannot even begin; tells the receiver.
  void fail(FailedAnswer failure);
  /// The handle is done with; tells the receiver.
  void end(CURLcode code);

 private:
  // transfer_setup.cpp, with `prepare`
  bool set_rules();
  bool set_authorities();
  bool set_request();
  bool set_body();
  bool set_form();
  bool set_headers();

  bool refuse(std::string sentence);

  bool take_header_line(std::string_view line);
  std::size_t take_body(std::string_view piece);

  static std::size_t on_header_line(char* line, std::size_t one, std::size_t size, void* self);
  static std::size_t on_piece(char* piece, std::size_t one, std::size_t size, void* self);
  static std::size_t on_read(char* buffer, std::size_t one, std::size_t room, void* self);
  static int on_seek(void* self, curl_off_t offset, int origin);

  TransferRequest request_;
  std::shared_ptr<Receiver> receiver_;
  CURL* easy_ = nullptr;
  HeaderList sent_headers_;
  Form form_;
  char error_text_[CURL_ERROR_SIZE] = {};

  std::vector<Header> headers_;
  std::size_t head_bytes_ = 0;
  bool has_head_ = false;
  FailedAnswer failure_{Errc::network, {}};
  bool is_refused_ = false;
};

}  // namespace hufu::native
