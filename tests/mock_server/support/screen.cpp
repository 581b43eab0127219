// A page that waits for somebody to let it in.
#include "support/screen.h"

#include <catch2/catch_test_macros.hpp>

#include "http/message.h"

namespace hufu::mock::test {

MockConfig with_open_links() {
  MockConfig config;
  config.wechat_opening.link_rule = "https://shop.example.com/m/";
  config.wechat_opening.plain_scheme = true;
  return config;
}

void let_wechat_refuse(World& world) {
  for (const char* route :
       {"POST /wechat/wxa/getwxacodeunlimit", "POST /wechat/wxa/generate_urllink"})
    world.add_fault({{"route", route}, {"status", 500}, {"times", nullptr}});
}

Screen::Screen(World& world, const std::string& code) : world_(world) {
  const Answer answer = post("/oauth/device_authorization",
                             "client_id=Tally%20Tea" + (code.empty() ? "" : "&code=" + code));
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  grant = answer.json();
}

Answer Screen::post(const std::string& path, const std::string& form) const {
  HttpCaller caller(world_.port());
  return caller.call("POST", path,
                     {{"X-Platform", "web"},
                      {"User-Agent", kPhoneBrowser},
                      {"Content-Type", "application/x-www-form-urlencoded"}},
                     form);
}

Answer Screen::post_own(const std::string& path, const std::string& more) const {
  return post(path, "device_code=" + grant.at("device_code").get<std::string>() + more);
}

Answer Screen::state(const std::string& more) const {
  return post_own("/oauth/device_state", more);
}
Answer Screen::token() const {
  return post_own("/oauth/token",
                  "&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code");
}
Answer Screen::enter(const std::string& return_code) const {
  return post_own("/oauth/device_return", "&code=" + return_code);
}
Answer Screen::close() const { return post_own("/oauth/device_close"); }

std::string Screen::scene() const {
  const char* name = grant.contains("open_uri") ? "open_uri" : "verification_uri_complete";
  return scene_in(grant.at(name).get<std::string>());
}

std::string scene_in(const std::string& link) {
  // In a scheme the query is a parameter itself.
  const std::string readable = decode_percent(link, false).value_or("");
  const std::size_t at = readable.find("scene=");
  INFO(link);
  REQUIRE(at != std::string::npos);
  const std::string rest = readable.substr(at + 6);
  return rest.substr(0, rest.find('&'));
}

Answer scan(World& world, const Client& client, const std::string& scene, int opened_as) {
  HttpCaller caller(world.port());
  Fields headers = headers_of(client);
  headers.emplace_back("Content-Type", "application/json");
  const Json body = {{"scene", scene}, {"openedAs", opened_as}};
  return caller.call("POST", "/api/scans", headers, body.dump());
}

Answer decide(World& world, const Client& client, const Answer& scan, const std::string& decision,
              const Json& body) {
  const std::string id = scan.json().at("id").get<std::string>();
  return world.call_as(client, "POST", "/api/scans/" + id + "/" + decision, body);
}

}  // namespace hufu::mock::test
