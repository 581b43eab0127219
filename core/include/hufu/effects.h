// What the core may ask of its host, and the answers. All plain data; each is answered exactly
// once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hufu/errors.h"
#include "hufu/secret.h"
#include "hufu/time.h"

namespace hufu {

/// Names one effect of one client; never 0.
enum class EffectId : std::uint32_t {};
/// Names one operation of one client; never 0.
enum class OperationId : std::uint32_t {};

struct Header {
  std::string name;
  std::string value;

  bool operator==(const Header&) const = default;
};

/// A call of the SDK itself. The host obeys: at most 30 s in all and 10 s to connect, at most
/// 1 MiB of answer, no redirect followed, TLS verified. Answer: `HttpAnswer`.
struct HttpEffect {
  static constexpr std::string_view kName = "http";
  std::string flow;  ///< Which story asks, for logs: `refresh`, `create_bind_code`.
  std::string method;
  std::string url;
  std::vector<Header> headers;  ///< May hold an access token: not for logs.
  Secret body;
};

/// Send the request that the application handed over with operation `operation`, whose body the
/// host holds, with these headers and no others. The host follows no redirect and reads no body
/// before the operation is done: the core may ask for it again. Answer: `ForwardAnswer`.
struct ForwardEffect {
  static constexpr std::string_view kName = "forward";
  OperationId operation{};
  std::string method;
  std::string url;
  std::vector<Header> headers;
};

/// Upload a file that only the host can read (`wx.uploadFile`), as multipart field `file`, or a
/// picture's bytes. Limits as for `HttpEffect`. Answer: `HttpAnswer`.
struct UploadEffect {
  static constexpr std::string_view kName = "upload";
  std::string url;
  std::string file;
  std::vector<Header> headers;
};

/// Read, write or remove one stored text. A value that was never saved is an empty `LoadAnswer`.
struct LoadEffect {
  static constexpr std::string_view kName = "load";
  std::string key;
};
struct SaveEffect {
  static constexpr std::string_view kName = "save";
  std::string key;
  Secret value;
};
struct EraseEffect {
  static constexpr std::string_view kName = "erase";
  std::string key;
};

/// Wait, then answer `DoneAnswer`.
struct SleepEffect {
  static constexpr std::string_view kName = "sleep";
  Millis delay_ms = 0;
};

/// Cryptographic random bytes; a host without a proper source fails it. Answer: `BytesAnswer`.
struct RandomEffect {
  static constexpr std::string_view kName = "random";
  std::size_t bytes = 0;
};

/// SHA-256 of `bytes`. Answer: `BytesAnswer`.
struct DigestEffect {
  static constexpr std::string_view kName = "digest";
  std::string bytes;
};

/// What a host is asked for, as a `credential` function.
enum class CredentialKind : std::uint8_t {
  wechat_code,  ///< A code of `wx.login`.
  web_token,    ///< A token of the web session that the host owns (Clerk's `getToken()`).
  sign_out,     ///< Ask the owner of a borrowed session to end it; the answer's value is ignored.
};

/// Something only the host can get. Answer: `CredentialAnswer`; `signed_out` if there is no such
/// session, `declined` if the person refused.
struct CredentialEffect {
  static constexpr std::string_view kName = "credential";
  CredentialKind kind = CredentialKind::wechat_code;
  bool fresh = false;  ///< The last one was refused: do not answer from a cache.
  /// The server wants `encrypted_data` and `iv` as well, made after the code.
  bool with_data = false;
};

/// Take the lock of that name, shared with other tabs and processes; wait at most `wait_ms`, then
/// fail with `lock_timeout`. A host that has no other tabs or processes answers at once.
struct LockEffect {
  static constexpr std::string_view kName = "lock";
  std::string name;
  Millis wait_ms = 0;
};

/// Give the lock back that effect `lock` took. Never answered.
struct UnlockEffect {
  static constexpr std::string_view kName = "unlock";
  EffectId lock{};
  std::string name;
};

/// Show the person something: a page to open, a code to read or scan. Answer: `DoneAnswer`.
struct PresentEffect {
  static constexpr std::string_view kName = "present";
  std::string kind;  ///< `open_url` or `show_code`.
  std::string url;
  std::string code;
  std::string number;  ///< Two digits to show beside the code, for the approving person to type.
  Millis expires_in_ms = 0;  ///< How long the code is good; 0 with `open_url`.
};

using Effect = std::variant<HttpEffect, ForwardEffect, UploadEffect, LoadEffect, SaveEffect,
                            EraseEffect, SleepEffect, RandomEffect, DigestEffect, CredentialEffect,
                            LockEffect, UnlockEffect, PresentEffect>;

/// A whole HTTP answer. Header names in any case.
struct HttpAnswer {
  int status = 0;
  std::vector<Header> headers;
  std::string body;
};

/// The head of an HTTP answer; the body stays with the host.
struct ForwardAnswer {
  int status = 0;
  std::vector<Header> headers;
};

struct LoadAnswer {
  std::optional<Secret> value;
};

struct BytesAnswer {
  std::string bytes;
};

struct CredentialAnswer {
  Secret value;
  /// What `wx.getUserInfo` gives beside a code; the hapi document's backend wants the first two.
  std::optional<std::string> encrypted_data = {};
  std::optional<std::string> iv = {};
  std::optional<std::string> raw_data = {};
  std::optional<std::string> signature = {};
};

/// Saved, erased, slept, locked, shown.
struct DoneAnswer {};

/// The host could not. `code`: `network`, `timeout`, `tls`, `malformed_reply`, `lock_timeout`,
/// `store_unavailable`, `declined`, `signed_out`, `unsupported`, `invalid_argument`, `host_fault`.
struct FailedAnswer {
  Errc code = Errc::host_fault;
  std::string detail;  ///< For people; without secrets.
};

using Answer = std::variant<HttpAnswer, ForwardAnswer, LoadAnswer, BytesAnswer, CredentialAnswer,
                            DoneAnswer, FailedAnswer>;

std::string_view name(CredentialKind kind);

/// The effect's name: `http`, `forward`, `load` …
std::string_view name(const Effect& effect);

}  // namespace hufu
