// What a host answers. `fields` names the members as messages do.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "hufu/errors.h"
#include "hufu/secret.h"

namespace hufu {

struct Header {
  std::string name;
  std::string value;

  bool operator==(const Header&) const = default;
};

/// Bytes that messages write in base64url.
template <class String>
struct Base64 {
  String& bytes;
};
template <class String>
Base64(String&) -> Base64<String>;

/// A whole HTTP answer. Header names in any case.
struct HttpAnswer {
  int status = 0;
  std::vector<Header> headers;
  std::string body;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("status", self.status);
    visit("headers", self.headers);
    visit("body", self.body);
  }
};

/// The head of an HTTP answer; the body stays with the host.
struct ForwardAnswer {
  int status = 0;
  std::vector<Header> headers;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("status", self.status);
    visit("headers", self.headers);
  }
};

struct LoadAnswer {
  std::optional<Secret> value;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("value", self.value);
  }
};

struct BytesAnswer {
  std::string bytes;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("bytes", Base64{self.bytes});
  }
};

struct CredentialAnswer {
  Secret value;
  /// What `wx.getUserInfo` gives beside a code; the hapi document's backend wants the first two.
  std::optional<std::string> encrypted_data = {};
  std::optional<std::string> iv = {};
  std::optional<std::string> raw_data = {};
  std::optional<std::string> signature = {};

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("credential", self.value);
    visit("encrypted_data", self.encrypted_data);
    visit("iv", self.iv);
    visit("raw_data", self.raw_data);
    visit("signature", self.signature);
  }
};

/// Saved, erased, slept, locked, shown.
struct DoneAnswer {
  template <class Self, class Visit>
  static void fields(Self&, Visit&&) {}
};

/// The host could not. `code`: `network`, `timeout`, `tls`, `malformed_reply`, `lock_timeout`,
/// `store_unavailable`, `declined`, `signed_out`, `unsupported`, `invalid_argument`, `host_fault`.
struct FailedAnswer {
  Errc code = Errc::host_fault;
  std::string detail;  ///< For people; without secrets.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("error", self.code);
    visit("detail", self.detail);
  }
};

using Answer = std::variant<HttpAnswer, ForwardAnswer, LoadAnswer, BytesAnswer, CredentialAnswer,
                            DoneAnswer, FailedAnswer>;

}  // namespace hufu
