// What the core may ask of its host. All plain data; each is answered exactly once, by an answer
// of answers.h. `fields` names the members as messages do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hufu/answers.h"
#include "hufu/secret.h"
#include "hufu/time.h"

namespace hufu {

/// Names one effect of one client; never 0.
enum class EffectId : std::uint32_t {};
/// Names one operation of one client; never 0.
enum class OperationId : std::uint32_t {};

/// A call of the SDK itself. The host obeys: at most 30 s in all and 10 s to connect, at most
/// 1 MiB of answer, no redirect followed, TLS verified. Answer: `HttpAnswer`.
struct HttpEffect {
  static constexpr std::string_view kName = "http";
  std::string flow;  ///< Which story asks, for logs: `refresh`, `create_bind_code`.
  std::string method;
  std::string url;
  std::vector<Header> headers;  ///< May hold an access token: not for logs.
  Secret body;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("flow", self.flow);
    visit("method", self.method);
    visit("url", self.url);
    visit("headers", self.headers);
    visit("body", self.body);
  }
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

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("operation", self.operation);
    visit("method", self.method);
    visit("url", self.url);
    visit("headers", self.headers);
  }
};

/// Upload a file that only the host can read (`wx.uploadFile`), as multipart field `file`, or a
/// picture's bytes. Limits as for `HttpEffect`. Answer: `HttpAnswer`.
struct UploadEffect {
  static constexpr std::string_view kName = "upload";
  std::string url;
  std::string file;
  std::vector<Header> headers;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("url", self.url);
    visit("file", self.file);
    visit("headers", self.headers);
  }
};

/// Read, write or remove one stored text. A value that was never saved is an empty `LoadAnswer`.
struct LoadEffect {
  static constexpr std::string_view kName = "load";
  std::string key;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("key", self.key);
  }
};
struct SaveEffect {
  static constexpr std::string_view kName = "save";
  std::string key;
  Secret value;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("key", self.key);
    visit("value", self.value);
  }
};
struct EraseEffect {
  static constexpr std::string_view kName = "erase";
  std::string key;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("key", self.key);
  }
};

/// Wait, then answer `DoneAnswer`.
struct SleepEffect {
  static constexpr std::string_view kName = "sleep";
  Millis delay_ms = 0;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("delay_ms", self.delay_ms);
  }
};

/// Cryptographic random bytes; a host without a proper source fails it. Answer: `BytesAnswer`.
struct RandomEffect {
  static constexpr std::string_view kName = "random";
  std::size_t bytes = 0;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("bytes", self.bytes);
  }
};

/// SHA-256 of `bytes`. Answer: `BytesAnswer`.
struct DigestEffect {
  static constexpr std::string_view kName = "digest";
  std::string bytes;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("bytes", Base64{self.bytes});
  }
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
  CredentialKind credential = CredentialKind::wechat_code;
  bool fresh = false;  ///< The last one was refused: do not answer from a cache.
  /// The server wants `encrypted_data` and `iv` as well, made after the code.
  bool with_data = false;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("credential", self.credential);
    visit("fresh", self.fresh);
    visit("with_data", self.with_data);
  }
};

/// Take the lock of that name, shared with other tabs and processes; wait at most `wait_ms`, then
/// fail with `lock_timeout`. A host that has no other tabs or processes answers at once.
struct LockEffect {
  static constexpr std::string_view kName = "lock";
  std::string name;
  Millis wait_ms = 0;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("name", self.name);
    visit("wait_ms", self.wait_ms);
  }
};

/// Give the lock back that effect `lock` took. Never answered.
struct UnlockEffect {
  static constexpr std::string_view kName = "unlock";
  EffectId lock{};
  std::string name;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("lock", self.lock);
    visit("name", self.name);
  }
};

/// Show the person something: a page to open, a code to read or scan. A sign-in that waits says it
/// again when its state or its address changes. Answer: `DoneAnswer`.
struct PresentEffect {
  static constexpr std::string_view kName = "present";
  OperationId operation{};
  std::string show;   ///< `open_url`, `show_code`, or `open_mini_program`: at the person's tap.
  std::string state;  ///< pending, scanned, agreed, approved, redeemed; denied, over; or empty.
  std::string url;
  std::string code;
  std::string number;     ///< Two digits to show beside the code, for the approving person to type.
  std::string picture;    ///< The code of a mini-program, as a `data:` address; empty if none.
  std::string scan_kind;  ///< What `picture`, or `url`, is: `mini_program_code`, `link`, `page`.
  Secret sign_in;         ///< The handle of the sign-in: for `close_sign_in`.
  Millis expires_in_ms = 0;  ///< How long the code is good; 0 with `open_url`.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("operation", self.operation);
    visit("show", self.show);
    visit("state", self.state);
    visit("url", self.url);
    visit("code", self.code);
    visit("number", self.number);
    visit("picture", self.picture);
    visit("scan_kind", self.scan_kind);
    visit("sign_in", self.sign_in);
    visit("expires_in_ms", self.expires_in_ms);
  }
};

using Effect = std::variant<HttpEffect, ForwardEffect, UploadEffect, LoadEffect, SaveEffect,
                            EraseEffect, SleepEffect, RandomEffect, DigestEffect, CredentialEffect,
                            LockEffect, UnlockEffect, PresentEffect>;

std::string_view name(CredentialKind kind);

/// The effect's name: `http`, `forward`, `load` …
std::string_view name(const Effect& effect);

}  // namespace hufu
