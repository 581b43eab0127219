#include "control.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "http.h"

namespace demo {
namespace {

using nlohmann::json;

// The backend's own calls to WeChat and Clerk, a person's browser, or a client.
std::string sender_of(const json& request) {
  const std::string path = request.at("path");
  for (const char* page : {"/wechat/connect/", "/auth/v1/authorize", "/auth/v1/callback"}) {
    if (path.starts_with(page)) return "browser";
  }
  if (path.starts_with("/wechat/") || path.starts_with("/clerk/")) return kUpstreamCall;
  const std::string platform = request.at("platform");
  return platform.empty() ? "client" : platform;
}

}  // namespace

json Control::call(const std::string& method, const std::string& path, const json* body,
                   int expected_status) {
  const std::string sent = body == nullptr ? "" : body->dump();
  const HttpReply reply =
      send_http(method, url_ + "/_control" + path, body == nullptr ? nullptr : &sent);
  if (reply.status != expected_status) {
    throw std::runtime_error("the control surface answered " + method + " " + path + " with " +
                             std::to_string(reply.status) + ": " + reply.body);
  }
  return json::parse(reply.body, nullptr, false);
}

json Control::post(const std::string& path, const json& body, int expected_status) {
  return call("POST", path, &body, expected_status);
}

std::string Control::add_wechat_person(const std::string& nickname) {
  return post("/wechat/people", {{"nickname", nickname}}, 201).at("personId");
}

std::string Control::wechat_login_code(const std::string& person_id) {
  return post("/wechat/login-codes", {{"personId", person_id}}, 201).at("code");
}

std::string Control::wechat_phone_code(const std::string& person_id) {
  return post("/wechat/phone-codes", {{"personId", person_id}}, 201).at("code");
}

OpenData Control::wechat_open_data(const std::string& person_id) {
  const json data = post("/wechat/open-data", {{"personId", person_id}}, 200);
  return {data.at("rawData"), data.at("signature"), data.at("encryptedData"), data.at("iv")};
}

json Control::wechat_scan(const std::string& person_id, const std::string& picture,
                          const std::string& how) {
  return post("/wechat/scan", {{"personId", person_id}, {"picture", picture}, {"how", how}}, 200)
      .at("options");
}

json Control::wechat_open(const std::string& person_id, const std::string& url) {
  return post("/wechat/open", {{"personId", person_id}, {"url", url}}, 200).at("options");
}

std::string Control::add_clerk_user(const std::string& first_name, const std::string& email) {
  return post("/clerk/users", {{"firstName", first_name}, {"email", email}}, 201).at("userId");
}

void Control::sign_in_at_clerk(const std::string& user_id) {
  post("/clerk/sessions", {{"userId", user_id}}, 201);
}

std::string Control::clerk_token(const std::string& user_id) {
  return post("/clerk/session-tokens", {{"userId", user_id}}, 201).at("token");
}

void Control::advance_clock(std::int64_t ms) { post("/clock/advance", {{"ms", ms}}, 200); }

void Control::ban(const std::string& user_id) {
  post("/users/" + user_id + "/ban", json::object(), 200);
}

void Control::script_fault(const std::string& route, int status, int times) {
  const json often = times == 0 ? json(nullptr) : json(times);
  post("/faults", {{"route", route}, {"status", status}, {"times", often}}, 201);
}

std::vector<SeenRequest> Control::requests_after(std::int64_t number) {
  std::vector<SeenRequest> requests;
  const json seen = call("GET", "/requests?after=" + std::to_string(number), nullptr, 200);
  for (const json& each : seen.at("requests")) {
    requests.push_back({each.at("number"), sender_of(each), each.at("route"), each.at("status")});
  }
  return requests;
}

std::vector<AuditEntry> Control::audit_after(std::int64_t& number) {
  std::vector<AuditEntry> entries;
  const json log = call("GET", "/audit?after=" + std::to_string(number), nullptr, 200);
  for (const json& each : log.at("entries")) {
    entries.push_back({each.at("event"), each.at("userId")});
    number = each.at("number");
  }
  return entries;
}

}  // namespace demo
