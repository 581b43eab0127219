// What a server dialect has to say: how a request looks, and how an answer is read. Plain
// functions of their arguments; decisions about answers are made in session/reply_meaning.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hufu/config.h"
#include "hufu/effects.h"
#include "hufu/operations.h"
#include "text/json.h"

namespace hufu::backends {

/// A request before it is addressed and signed.
struct Request {
  std::string flow;  ///< The operation or inner step that sends it, for logs.
  std::string method;
  std::string path;  ///< Begins with `/`; appended to the base URL.
  std::optional<json::Value> body;
  std::string form = {};  ///< Instead of a JSON body, where OAuth wants a form (RFC 6749, 4).
};

/// A session as a token answer brings it.
struct Grant {
  Secret access_token;
  Secret refresh_token;
  Millis lifetime_ms = 0;
  std::optional<User> user;
  bool is_new_user = false;
};

/// What RFC 8628 calls the device authorization response.
struct DeviceGrant {
  Secret device_code;
  std::string user_code;
  std::string number;  ///< The two digits that the approving person has to type.
  std::string verification_url;
  Millis expires_in_ms = 0;
  Millis interval_ms = 0;
};

/// One server dialect. A request that the dialect has no way to make is empty: `unsupported`.
/// A reader returns nothing for an answer that lacks what it must have.
class Backend {
 public:
  virtual ~Backend() = default;

  virtual std::optional<Request> sign_in_with_wechat(const SignInWithWechat& how,
                                                     const Secret& code) const = 0;
  virtual std::optional<Request> renew(const Secret& refresh_token) const = 0;
  virtual std::optional<Request> sign_out(std::string_view scope) const = 0;
  virtual std::optional<Grant> read_grant(const json::Value& body) const = 0;

  virtual std::optional<Request> fetch_profile() const = 0;
  virtual std::optional<Request> update_profile(const UpdateProfile& change) const = 0;
  virtual std::optional<std::string> avatar_path() const = 0;
  virtual std::optional<Request> bind_phone(const BindPhone& with) const = 0;
  virtual std::optional<Profile> read_profile(const json::Value& body) const = 0;

  virtual std::optional<Request> create_bind_code(const CreateBindCode& what) const = 0;
  virtual std::optional<Request> redeem_bind_code(const RedeemBindCode& what) const = 0;
  virtual std::optional<Request> accept_binding(const AcceptBinding& which) const = 0;
  virtual std::optional<Request> confirm_binding(const ConfirmBinding& which) const = 0;
  virtual std::optional<Request> decline_binding(const DeclineBinding& which) const = 0;
  virtual std::optional<Request> watch_binding(std::string_view binding_id,
                                               std::string_view since) const = 0;
  virtual std::optional<Request> unbind(const Unbind& what) const = 0;
  virtual std::optional<Request> merge_accounts(const MergeAccounts& what) const = 0;
  virtual std::optional<BindCode> read_bind_code(const json::Value& body) const = 0;
  virtual std::optional<Binding> read_binding(const json::Value& body) const = 0;
  /// The session that a confirmed binding gives to its issuer, if it gives one.
  virtual std::optional<Grant> read_binding_session(const json::Value& body) const = 0;

  virtual std::optional<Request> ask_for_device(const SignInWithDevice& who) const = 0;
  virtual std::optional<Request> poll_device(const Secret& device_code) const = 0;
  virtual std::optional<DeviceGrant> read_device(const json::Value& body) const = 0;
  virtual std::optional<Request> preview_device(const PreviewDevice& which) const = 0;
  virtual std::optional<Request> approve_device(const ApproveDevice& which) const = 0;
  virtual std::optional<Request> deny_device(const DenyDevice& which) const = 0;
  virtual std::optional<DevicePreview> read_device_preview(const json::Value& body) const = 0;

  /// The server's code in an error body; empty if it is not this dialect's error.
  virtual std::string read_error_code(const json::Value& body) const = 0;
};

/// The dialect of that name; null if this build has none.
std::unique_ptr<Backend> make_backend(BackendKind kind);

}  // namespace hufu::backends
