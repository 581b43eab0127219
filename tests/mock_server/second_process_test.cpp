// Pointing the backend elsewhere is configuration: here a second process plays WeChat, over TLS
// with an authority of its own.
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "certificates.h"
#include "support/https_call.h"
#include "support/program.h"
#include "support/world.h"

using namespace hufu::mock::test;
using hufu::test::Authority;

namespace {

// Certificates as files, gone with the test.
class Folder {
 public:
  Folder() {
    char name[] = "/tmp/hufu-tls-XXXXXX";
    REQUIRE(::mkdtemp(name) != nullptr);
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }

  std::string keep(const std::string& name, const std::string& content) const {
    const std::string file = path_ + "/" + name;
    std::ofstream(file) << content;
    return file;
  }

 private:
  std::string path_;
};

// The process that plays WeChat.
struct Wechat {
  Wechat(const Folder& folder, const hufu::test::ServerIdentity& identity,
         const std::string& authority)
      : program({"--port", "0", "--control", "--tls-certificate",
                 folder.keep("server.pem", identity.certificate), "--tls-key",
                 folder.keep("server.key", identity.key)}),
        line(program.read_line()),
        caller(port_in(line), authority) {}

  std::string url() const { return line.substr(line.find("https://")); }

  std::string add_person(const Json& wish = Json::object()) {
    return caller.post("/_control/wechat/people", wish)["personId"];
  }
  std::string login_code(const std::string& person) {
    return caller.post("/_control/wechat/login-codes", {{"personId", person}})["code"];
  }

  Program program;
  std::string line;
  HttpsCaller caller;
};

hufu::mock::MockConfig backend_of(const Wechat& wechat, const std::string& authority_file) {
  hufu::mock::MockConfig config;
  config.wechat_base_url = wechat.url() + "/wechat";
  config.upstream_ca = authority_file;
  return config;
}

}  // namespace

TEST_CASE("WeChat in another process, over TLS with its own authority", "[second-process]") {
  const Folder folder;
  const Authority authority;
  Wechat wechat(folder, authority.vouch_for(), authority.certificate());
  REQUIRE(wechat.line.starts_with("listening https://127.0.0.1:"));
  const std::string authority_file = folder.keep("authority.pem", authority.certificate());
  World world(backend_of(wechat, authority_file));

  const std::string person = wechat.add_person({{"phoneNumber", "13912345678"}});
  const std::string code = wechat.login_code(person);
  const Answer signed_in = world.sign_in(code);
  INFO(signed_in.text);
  REQUIRE(signed_in.status == 200);
  CHECK(world.sign_in(code).error() == "wechat_code_invalid");
  const Client client{"miniprogram", signed_in.json()["token"], "", ""};
  const std::string phone_code =
      wechat.caller.post("/_control/wechat/phone-codes", {{"personId", person}})["code"];
  const Answer bound = world.call_as(client, "POST", "/api/user/phone", {{"code", phone_code}});
  CHECK(bound.json()["phone"] == "+86 13912345678");
  // Every surface asks the same WeChat.
  CHECK(world.call("POST", "/api/v1/auth/mini-login", {}, {{"code", wechat.login_code(person)}})
            .json()["isNewUser"] == false);
  // The fake at home has not been asked: it does not know the person.
  CHECK(world.sign_in(world.login_code(world.add_wechat_person())).error() ==
        "wechat_code_invalid");
}

TEST_CASE("who nobody vouches for is not WeChat", "[second-process]") {
  const Folder folder;
  const Authority authority;
  const Authority another;
  const std::string authority_file = folder.keep("authority.pem", authority.certificate());
  const auto refused = [&](const hufu::test::ServerIdentity& identity, const std::string& trusted) {
    Wechat wechat(folder, identity, trusted);
    World world(backend_of(wechat, authority_file));
    const Answer answer = world.sign_in("0716AVll20uHk94SLDml27etM946AVlq");
    CHECK(answer.status == 503);
    CHECK(answer.error() == "unavailable");
    CHECK(answer.text.find("certificate") == std::string::npos);
  };
  refused(another.vouch_for(), another.certificate());
  refused(Authority::self_signed(), authority.certificate());
  hufu::test::Wanted of_another_host;
  of_another_host.host = "DNS:api.weixin.qq.com";
  refused(authority.vouch_for(of_another_host), authority.certificate());
  hufu::test::Wanted expired;
  expired.valid_until_s = -60;
  refused(authority.vouch_for(expired), authority.certificate());
}

TEST_CASE("a second process that goes away is a 503, and comes back", "[second-process]") {
  const Folder folder;
  const Authority authority;
  const std::string authority_file = folder.keep("authority.pem", authority.certificate());
  Wechat wechat(folder, authority.vouch_for(), authority.certificate());
  World world(backend_of(wechat, authority_file));
  REQUIRE(world.sign_in(wechat.login_code(wechat.add_person())).status == 200);
  wechat.program.end_with(SIGKILL);
  const Answer away = world.sign_in("code");
  CHECK(away.status == 503);
  CHECK_FALSE(away.header("retry-after").empty());
}

TEST_CASE("TLS settings that make no sense are refused at the start", "[second-process]") {
  const Folder folder;
  const Authority authority;
  const auto identity = authority.vouch_for();
  const std::string certificate = folder.keep("server.pem", identity.certificate);
  const std::string other_key = folder.keep("other.key", authority.vouch_for().key);
  CHECK(Program({"--port", "0", "--tls-certificate", certificate}).wait() == 2);
  CHECK(Program({"--port", "0", "--tls-certificate", certificate, "--tls-key", other_key}).wait() ==
        2);
  CHECK(Program({"--port", "0", "--tls-certificate", "/nowhere", "--tls-key", other_key}).wait() ==
        2);
  CHECK(Program({"--port", "0", "--upstream-ca", "/nowhere"}).wait() == 2);
}
