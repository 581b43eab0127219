#include "control.h"

#include <curl/curl.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace demo {
namespace {

using nlohmann::json;

std::size_t append(char* data, std::size_t size, std::size_t count, void* text) {
  static_cast<std::string*>(text)->append(data, size * count);
  return size * count;
}

}  // namespace

json Control::call(const std::string& method, const std::string& path, const json* body,
                   long expected_status) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 &curl_easy_cleanup);
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
      curl_slist_append(nullptr, "Content-Type: application/json"), &curl_slist_free_all);
  const std::string address = url_ + "/_control" + path;
  const std::string sent = body == nullptr ? "" : body->dump();
  std::string received;
  curl_easy_setopt(curl.get(), CURLOPT_URL, address.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  if (body != nullptr) curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, sent.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 30L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &received);

  const CURLcode failed = curl_easy_perform(curl.get());
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (failed != CURLE_OK || status != expected_status) {
    throw std::runtime_error("the control surface answered " + method + " " + path + " with " +
                             (failed == CURLE_OK ? std::to_string(status) + ": " + received
                                                 : curl_easy_strerror(failed)));
  }
  return json::parse(received, nullptr, false);
}

json Control::post(const std::string& path, const json& body, long expected_status) {
  return call("POST", path, &body, expected_status);
}

std::string Control::add_wechat_person(const std::string& nickname) {
  return post("/wechat/people", {{"nickname", nickname}}, 201).at("personId");
}

std::string Control::wechat_login_code(const std::string& person_id) {
  return post("/wechat/login-codes", {{"personId", person_id}}, 201).at("code");
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

void Control::script_fault(const std::string& route, int status, int times) {
  const json often = times == 0 ? json(nullptr) : json(times);
  post("/faults", {{"route", route}, {"status", status}, {"times", often}}, 201);
}

std::vector<SeenRequest> Control::requests_after(std::int64_t number) {
  std::vector<SeenRequest> requests;
  const json seen = call("GET", "/requests?after=" + std::to_string(number), nullptr, 200);
  for (const json& each : seen.at("requests")) {
    requests.push_back(
        {each.at("number"), each.at("platform"), each.at("route"), each.at("status")});
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
