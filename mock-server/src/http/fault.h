// What the control surface can do to one request: plain data, carried out by the connection.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace hufu::mock {

struct Fault {
  /// Wait before anything else happens.
  std::chrono::milliseconds delay{0};

  /// Answer this instead of running the handler. Unset: the handler runs and its answer is spoiled
  /// by the fields below.
  std::optional<int> status;
  /// Header fields for that answer, or replacing those of the handler's answer.
  std::optional<std::string> content_type;
  std::optional<std::string> retry_after;
  /// Sets Location; with no status given, the answer is a 302.
  std::optional<std::string> redirect;
  /// Replaces the body.
  std::optional<std::string> body;
  /// A body of this many bytes, made while it is written.
  std::optional<std::uint64_t> huge_body_bytes;

  /// Send the answer byte by byte with this pause.
  std::optional<std::chrono::milliseconds> drip;
  /// Send the first bytes of the answer (status line included), then close.
  std::optional<std::uint64_t> cut_after_bytes;
  /// Reset the connection (RST) before the handler runs.
  bool reset = false;
  /// The handler runs, its effects stay, the connection closes without an answer.
  bool lost_answer = false;
  /// Read the request, then stay silent until the peer gives up.
  bool hang = false;
};

}  // namespace hufu::mock
