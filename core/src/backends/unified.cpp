// The unified backend of document 000: Clerk on the web, WeChat in the mini-program, one API.
#include <algorithm>
#include <utility>

#include "backends/backend.h"
#include "text/headers.h"
#include "text/url.h"

namespace hufu::backends {
namespace {

using json::Value;

// Long polls may last this long (B19 allows 30 s); the SDK's own deadline is 30 s.
constexpr int kWatchSeconds = 20;

std::string text(const Value& body, std::string_view key) {
  return std::string(body.text_or(key, ""));
}

Millis seconds(const Value& body, std::string_view key, double fallback = 0) {
  return std::max(0.0, body.number_or(key, fallback)) * 1000;
}

void set_if(Value& body, std::string_view key, const std::optional<std::string>& value) {
  if (value) body.set(key, *value);
}

Request get(std::string flow, std::string path) {
  return {std::move(flow), "GET", std::move(path), std::nullopt};
}

Request post(std::string flow, std::string path, Value body = Value::object()) {
  return {std::move(flow), "POST", std::move(path), std::move(body)};
}

Request post_form(std::string flow, std::string path, std::string form) {
  return {std::move(flow), "POST", std::move(path), std::nullopt, std::move(form)};
}

std::string binding_path(std::string_view binding_id, std::string_view step) {
  return "/api/bindings/" + text::encode_component(binding_id) + std::string(step);
}

std::string device_path(std::string_view user_code, std::string_view step) {
  return "/api/device/" + text::encode_component(user_code) + std::string(step);
}

std::optional<User> read_user(const Value* value) {
  if (value == nullptr || value->text_or("id", "").empty()) return std::nullopt;
  return User{text(*value, "id"), text(*value, "nickname"), text(*value, "avatarUrl")};
}

std::optional<BindingPreview> read_preview(const Value* value) {
  if (value == nullptr || !value->is_object()) return std::nullopt;
  return BindingPreview{text(*value, "nickname"), text(*value, "platform"),
                        text(*value, "provider")};
}

class Unified final : public Backend {
 public:
  std::optional<Request> sign_in_with_wechat(const SignInWithWechat& how,
                                             const Secret& code) const override {
    Value body = Value::object();
    body.set("code", code.reveal());
    if (how.nickname || how.avatar_url) {
      Value hints = Value::object();
      set_if(hints, "nickName", how.nickname);
      set_if(hints, "avatarUrl", how.avatar_url);
      body.set("userInfo", std::move(hints));
    }
    set_if(body, "encryptedData", how.encrypted_data);
    set_if(body, "iv", how.iv);
    set_if(body, "rawData", how.raw_data);
    set_if(body, "signature", how.signature);
    return post("sign_in_with_wechat", "/api/wechat/login", std::move(body));
  }

  std::optional<Request> renew(const Secret& refresh_token) const override {
    Value body = Value::object();
    body.set("refreshToken", refresh_token.reveal());
    return post("refresh", "/api/auth/refresh", std::move(body));
  }

  std::optional<Request> sign_out(std::string_view scope) const override {
    return post("sign_out", "/api/auth/logout?scope=" + std::string(scope));
  }

  std::optional<Grant> read_grant(const Value& body) const override {
    Grant grant;
    grant.access_token = Secret(text(body, "token"));
    grant.refresh_token = Secret(text(body, "refreshToken"));
    grant.lifetime_ms = seconds(body, "expiresIn");
    grant.user = read_user(body.find("user"));
    grant.is_new_user = body.bool_or("isNewUser", false);
    const bool complete = text::is_clean_token(grant.access_token.reveal()) &&
                          !grant.refresh_token.empty() && grant.lifetime_ms > 0;
    return complete ? std::optional(std::move(grant)) : std::nullopt;
  }

  std::optional<Request> fetch_profile() const override {
    return get("fetch_profile", "/api/user/profile");
  }

  std::optional<Request> update_profile(const UpdateProfile& change) const override {
    Value body = Value::object();
    set_if(body, "nickname", change.nickname);
    set_if(body, "avatarUrl", change.avatar_url);
    return Request{"update_profile", "PUT", "/api/user/profile", std::move(body)};
  }

  std::optional<std::string> avatar_path() const override { return "/api/user/avatar"; }

  std::optional<Request> bind_phone(const BindPhone& with) const override {
    Value body = Value::object();
    body.set("code", with.code.reveal());
    return post("bind_phone", "/api/user/phone", std::move(body));
  }

  std::optional<Profile> read_profile(const Value& body) const override {
    if (text(body, "id").empty()) return std::nullopt;
    Profile profile{text(body, "id"),    text(body, "nickname"), text(body, "avatarUrl"),
                    text(body, "email"), text(body, "platform"), {}};
    if (const Value* identities = body.find("identities")) {
      for (const Value& each : identities->items()) {
        profile.identities.push_back({text(each, "provider"), text(each, "appId")});
      }
    }
    return profile;
  }

  std::optional<Request> create_bind_code(const CreateBindCode& what) const override {
    Value body = Value::object();
    body.set("target", what.target);
    return post("create_bind_code", "/api/bind-codes", std::move(body));
  }

  std::optional<Request> redeem_bind_code(const RedeemBindCode& what) const override {
    Value body = Value::object();
    body.set("bindCode", what.bind_code.reveal()).set("platform", what.platform);
    return post("redeem_bind_code", "/api/bind-account", std::move(body));
  }

  std::optional<Request> accept_binding(const AcceptBinding& which) const override {
    return post("accept_binding", binding_path(which.binding_id, "/accept"));
  }

  std::optional<Request> confirm_binding(const ConfirmBinding& which) const override {
    Value body = Value::object();
    body.set("number", which.number);
    return post("confirm_binding", binding_path(which.binding_id, "/confirm"), std::move(body));
  }

  std::optional<Request> decline_binding(const DeclineBinding& which) const override {
    return post("decline_binding", binding_path(which.binding_id, "/decline"));
  }

  std::optional<Request> watch_binding(std::string_view binding_id,
                                       std::string_view since) const override {
    std::string query;
    if (!since.empty()) {
      query = "?wait=" + std::to_string(kWatchSeconds) + "&since=" + text::encode_component(since);
    }
    return get("wait_for_binding", binding_path(binding_id, query));
  }

  std::optional<Request> unbind(const Unbind& what) const override {
    return Request{"unbind", "DELETE", "/api/identities/" + text::encode_component(what.provider),
                   std::nullopt};
  }

  std::optional<Request> merge_accounts(const MergeAccounts& what) const override {
    Value body = Value::object();
    body.set("bindCode", what.bind_code.reveal())
        .set("platform", what.platform)
        .set("survivor", what.survivor);
    return post("merge_accounts", "/api/users/merge", std::move(body));
  }

  std::optional<BindCode> read_bind_code(const Value& body) const override {
    BindCode code{text(body, "bindingId"), text(body, "bindCode"), text(body, "qr"),
                  seconds(body, "expiresIn")};
    return code.binding_id.empty() || code.bind_code.empty() ? std::nullopt : std::optional(code);
  }

  std::optional<Binding> read_binding(const Value& body) const override {
    Binding binding;
    binding.binding_id = text(body, "bindingId");
    binding.state = text(body, "state");
    binding.role = text(body, "role");
    binding.number = text(body, "number");
    binding.preview = read_preview(body.find("preview"));
    binding.expires_in_ms = seconds(body, "expiresIn");
    return binding.state.empty() ? std::nullopt : std::optional(std::move(binding));
  }

  std::optional<Grant> read_binding_session(const Value& body) const override {
    const Value* session = body.find("session");
    return session == nullptr ? std::nullopt : read_grant(*session);
  }

  std::optional<Request> ask_for_device(const SignInWithDevice& who) const override {
    return post_form("sign_in_with_device", "/oauth/device_authorization",
                     "client_id=" + text::encode_component(who.client_name.value_or("hufu")));
  }

  std::optional<Request> poll_device(const Secret& device_code) const override {
    return post_form(
        "sign_in_with_device", "/oauth/token",
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=" +
            text::encode_component(device_code.reveal()));
  }

  std::optional<DeviceGrant> read_device(const Value& body) const override {
    DeviceGrant grant{Secret(text(body, "device_code")),
                      text(body, "user_code"),
                      text(body, "number"),
                      text(body, "verification_uri_complete"),
                      seconds(body, "expires_in"),
                      seconds(body, "interval", 5)};
    if (grant.verification_url.empty()) grant.verification_url = text(body, "verification_uri");
    const bool complete = !grant.device_code.empty() && !grant.user_code.empty();
    return complete ? std::optional(std::move(grant)) : std::nullopt;
  }

  std::optional<Request> preview_device(const PreviewDevice& which) const override {
    return get("preview_device", device_path(which.user_code, ""));
  }

  std::optional<Request> approve_device(const ApproveDevice& which) const override {
    Value body = Value::object();
    body.set("number", which.number);
    return post("approve_device", device_path(which.user_code, "/approve"), std::move(body));
  }

  std::optional<Request> deny_device(const DenyDevice& which) const override {
    return post("deny_device", device_path(which.user_code, "/deny"));
  }

  std::optional<DevicePreview> read_device_preview(const Value& body) const override {
    DevicePreview preview{text(body, "client"), text(body, "platform"), text(body, "place"),
                          text(body, "state")};
    return preview.state.empty() ? std::nullopt : std::optional(std::move(preview));
  }

  std::string read_error_code(const Value& body) const override { return text(body, "error"); }
};

}  // namespace

std::unique_ptr<Backend> make_backend(BackendKind kind) {
  if (kind == BackendKind::unified) return std::make_unique<Unified>();
  return nullptr;
}

}  // namespace hufu::backends
