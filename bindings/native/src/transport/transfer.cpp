#include "transport/transfer.h"

#include <utility>

namespace hufu::native {
namespace {

// More than any honest server sends (browsers stop at 256 KiB); libcurl 7.68 knows no limit itself.
constexpr std::size_t kMostHeadBytes = 256U << 10U;

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

Transfer::Transfer(TransferRequest request, std::shared_ptr<Receiver> receiver)
    : request_(request), receiver_(std::move(receiver)) {}

bool Transfer::refuse(std::string sentence) {
  is_refused_ = true;
  failure_ = FailedAnswer{Errc::host_fault, std::move(sentence)};
  return false;
}

void Transfer::fail(FailedAnswer failure) {
  is_refused_ = true;
  failure_ = std::move(failure);
  end(CURLE_FAILED_INIT);
}

void Transfer::end(CURLcode code) {
  easy_ = nullptr;
  if (is_refused_) {
    receiver_->on_end(failure_);
  } else if (code != CURLE_OK) {
    receiver_->on_end(failure_of(code, error_text_));
  } else if (!has_head_) {
    // libcurl takes headers that the connection's end cut off for whole ones.
    receiver_->on_end(FailedAnswer{Errc::network, "the answer was cut off"});
  } else {
    receiver_->on_end(std::nullopt);
  }
}

bool Transfer::take_header_line(std::string_view line) {
  if (has_head_) return true;  // trailers, after the body
  head_bytes_ += line.size();
  if (head_bytes_ > kMostHeadBytes) {
    refuse("the answer's headers are too long");
    failure_.code = Errc::malformed_reply;
    return false;
  }
  if (line.starts_with("HTTP/")) {
    headers_.clear();
    return true;
  }
  const std::string_view text = trim(line);
  if (text.empty()) {
    long status = 0;
    curl().easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    if (status < 200) return true;  // 100 Continue, 103 Early Hints: the real head follows
    has_head_ = true;
    return receiver_->on_head(static_cast<int>(status), std::move(headers_));
  }
  const auto colon = text.find(':');
  if (colon != std::string_view::npos) {
    headers_.push_back(Header{std::string(trim(text.substr(0, colon))),
                              std::string(trim(text.substr(colon + 1)))});
  }
  return true;
}

std::size_t Transfer::take_body(std::string_view piece) {
  switch (receiver_->on_body(piece)) {
    case Receiver::Take::taken: return piece.size();
    case Receiver::Take::later: return CURL_WRITEFUNC_PAUSE;
    case Receiver::Take::never: break;
  }
  return piece.empty() ? 1 : 0;  // any other number than was given stops libcurl
}

// No exception may pass through libcurl's C frames: it becomes the end of the transfer.

std::size_t Transfer::on_header_line(char* line, std::size_t, std::size_t size, void* self) {
  try {
    return static_cast<Transfer*>(self)->take_header_line({line, size}) ? size : 0;
  } catch (...) {
    static_cast<Transfer*>(self)->refuse("out of memory, or a callback threw");
    return 0;
  }
}

std::size_t Transfer::on_piece(char* piece, std::size_t, std::size_t size, void* self) {
  try {
    return static_cast<Transfer*>(self)->take_body({piece, size});
  } catch (...) {
    static_cast<Transfer*>(self)->refuse("out of memory, or a callback threw");
    return size == 0 ? 1 : 0;
  }
}

std::size_t Transfer::on_read(char* buffer, std::size_t one, std::size_t room, void* self) {
  try {
    const BodyStream& stream = *static_cast<Transfer*>(self)->request_.stream;
    const std::ptrdiff_t got = stream.read ? stream.read(buffer, one * room) : 0;
    const bool is_sound = got >= 0 && static_cast<std::size_t>(got) <= one * room;
    return is_sound ? static_cast<std::size_t>(got) : CURL_READFUNC_ABORT;
  } catch (...) {
    static_cast<Transfer*>(self)->refuse("the body's callback threw");
    return CURL_READFUNC_ABORT;
  }
}

int Transfer::on_seek(void* self, curl_off_t offset, int origin) {
  try {
    const BodyStream& stream = *static_cast<Transfer*>(self)->request_.stream;
    if (offset != 0 || origin != SEEK_SET || !stream.rewind) return CURL_SEEKFUNC_CANTSEEK;
    return stream.rewind() ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL;
  } catch (...) {
    return CURL_SEEKFUNC_FAIL;
  }
}

}  // namespace hufu::native
