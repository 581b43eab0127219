// The application's own requests: what is sent, and what comes back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <hufu/effects.h>
#include <hufu/time.h>

namespace hufu::native {

/// A body that is read piece by piece while it is sent.
///
/// The functions are called on the thread that fetches, or on the client's own thread for
/// `begin_fetch`; they may block, but must not call the client's blocking methods.
struct BodyStream {
  /// Fills `buffer` with at most `room` bytes and returns how many; 0 at the end, negative to give
  /// the request up.
  std::function<std::ptrdiff_t(char* buffer, std::size_t room)> read;
  /// Goes back to the beginning; false if that fails. Empty for a stream that can be read only
  /// once: then the request is not repeated, and a 401 is the answer.
  std::function<bool()> rewind;
  /// How much there is; if unknown, it is sent in chunks.
  std::optional<std::uint64_t> length_bytes;
};

using Body = std::variant<std::monostate, std::string, BodyStream>;

/// An answer to the application.
struct FetchResponse {
  int status = 0;
  std::vector<Header> headers;
  std::string body;  ///< Empty where a sink took it.

  /// The first header of that name in any case; nullptr if there is none.
  const std::string* header(std::string_view name) const noexcept;
};

/// Takes the body piece by piece as it arrives, of any length; false ends the transfer with
/// `cancelled`. `head` has status and headers. Threads as for `BodyStream`.
using BodySink = std::function<bool(const FetchResponse& head, std::string_view piece)>;

/// A request to one of the configured origins. The client signs it (`Authorization`, `X-Platform`),
/// adds nothing else, and follows redirects only within the origin.
struct FetchRequest {
  std::string url = {};
  std::string method = "GET";
  std::vector<Header> headers = {};
  Body body = {};
  /// For all of it: the wait for a token, the answer's body. 0: no limit.
  Millis timeout_ms = 0;
  /// Empty: the body is collected in `FetchResponse::body`, whatever its length.
  BodySink sink = {};
  /// Asked about ten times a second on the thread that waits in `fetch`; false ends it with
  /// `cancelled`. For hosts that have signals to look after.
  std::function<bool()> is_wanted = {};
};

}  // namespace hufu::native
