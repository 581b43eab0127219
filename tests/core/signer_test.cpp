// Where a token may go: hostile URLs, and that asking costs nothing.
#include <catch2/catch_test_macros.hpp>

#include "allocations.h"
#include "text/url.h"
#include "world.h"

namespace hufu::test {
namespace {

Signer signer_for(std::vector<std::string> origins) {
  std::vector<std::string> normal;
  for (const std::string& each : origins)
    normal.push_back(text::origin_of(*text::split_url(each)).to_std());
  return Signer(std::move(normal), "web", "K").with_token(Secret("T"), Uptime{1000});
}

TEST_CASE("URLs of the origin are signed, in any spelling that means it") {
  const Signer signer = signer_for({"https://api.example.com", "http://127.0.0.1:8080",
                                    "https://[2001:db8::1]:8443", "https://files.example.com:443"});
  for (const std::string url :
       {"https://api.example.com", "https://api.example.com/", "https://api.example.com/a?b#c",
        "https://api.example.com?b", "https://api.example.com#c", "https://api.example.com:443/",
        "https://api.example.com:/", "https://api.example.com:0443/", "HTTPS://API.EXAMPLE.COM/A",
        "https://api.example.com/@user", "https://api.example.com/?q=https://evil.example",
        "https://api.example.com/%2e%2e/x", "https://api.example.com/\xe8\x99\x8e",
        "http://127.0.0.1:8080/x", "https://[2001:db8::1]:8443/", "https://[2001:DB8::1]:8443",
        "https://files.example.com/"}) {
    INFO(url);
    const Authorization signed_as = signer.authorize(url, Uptime{0});
    CHECK(signed_as.verdict == Verdict::ready);
    CHECK(signed_as.authorization == "Bearer T");
    CHECK(signed_as.platform == "web");
  }
}

TEST_CASE("The application's key goes to the server's own origin only") {
  const Signer signer = signer_for({"https://project.example.com", "https://api.example.com"});
  const auto key_for = [&](std::string_view url) { return signer.authorize(url, {}).app_key; };
  CHECK(key_for("https://project.example.com/rest/v1/orders") == "K");
  CHECK(key_for("HTTPS://PROJECT.example.com:443/rest/v1/orders") == "K");
  CHECK(key_for("https://api.example.com/orders") == "");
  CHECK(key_for("https://elsewhere.example.com/") == "");
}

TEST_CASE("Hostile URLs get no token") {
  const Signer signer = signer_for({"https://api.example.com", "https://[2001:db8::1]"});
  std::vector<std::string> urls = {
      "",
      "/",
      "api.example.com",
      "//api.example.com/",
      "https:",
      "https:/",
      "https://",
      "https:///",
      "https:api.example.com",
      "https:/api.example.com",
      "https:///api.example.com/",
      // another scheme
      "http://api.example.com/",
      "ftp://api.example.com/",
      "wss://api.example.com/",
      "httpss://api.example.com/",
      "xhttps://api.example.com/",
      "javascript://api.example.com/",
      "file:///https://api.example.com/",
      "blob:https://api.example.com/x",
      // user information
      "https://user@api.example.com/",
      "https://user:pw@api.example.com/",
      "https://api.example.com@evil.example/",
      "https://api.example.com:443@evil.example/",
      "https://evil.example@api.example.com/",
      "https://@api.example.com/",
      "https://:@api.example.com",
      "https://api.example.com%40evil.example/",
      "https://evil.example%40api.example.com/",
      // backslashes and what browsers make of them
      "https:\\\\api.example.com/",
      "https://evil.example\\@api.example.com/",
      "https://api.example.com\\.evil.example/",
      "https://evil.example\\.api.example.com/",
      "https://api.example.com/\\evil",
      "\\\\api.example.com/",
      // names that only look alike
      "https://api.example.com.evil.example/",
      "https://evilapi.example.com/",
      "https://api.example.com./",
      "https://.api.example.com/",
      "https://api.example.co/",
      "https://api.example.comm/",
      "https://example.com/",
      "https://api-example.com/",
      "https://xapi.example.com/",
      "https://api.example.com%2eevil.example/",
      "https://%61pi.example.com/",
      "https://api%2eexample.com/",
      "https://api.example.com%00/",
      "https://api.example.com%2f@evil.example/",
      "https://api.ex\xc3\xa4mple.com/",
      "https://api\xe3\x80\x82"
      "example.com/",
      "https://api.example.com\xc2\xad/",
      "https://api.example.com;evil.example/",
      "https://api.example.com,evil.example/",
      "https://api.example.com&evil.example/",
      // ports
      "https://api.example.com:80/",
      "https://api.example.com:8443/",
      "https://api.example.com:0/",
      "https://api.example.com:65536/",
      "https://api.example.com:65979/",
      "https://api.example.com:4294967739/",
      "https://api.example.com:-443/",
      "https://api.example.com:+443/",
      "https://api.example.com:443x/",
      "https://api.example.com:x/",
      "https://api.example.com:443:443/",
      "https://api.example.com: 443/",
      "https://api.example.com::443/",
      "https://api.example.com:000443/",
      "https://:443/",
      // IPv6
      "https://[::1]/",
      "https://2001:db8::1/",
      "https://[2001:db8::1/",
      "https://2001:db8::1]/",
      "https://[2001:db8::1]:80/",
      "https://[2001:db8::1].evil.example/",
      "https://[2001:db8::1]evil.example/",
      "https://[2001:db8::1%25eth0]/",
      "https://[2001:db8:0::1]/",
      "https://[[2001:db8::1]]/",
      "https://[2001:db8::1]@evil.example/",
      "https://[]/",
      "https://[evil.example]:443/",
  };
  for (int control = 0; control <= 0x20; ++control) {
    const std::string c(1, static_cast<char>(control));
    urls.push_back(c + "https://api.example.com/");
    urls.push_back("ht" + c + "tps://api.example.com/");
    urls.push_back("https://api.example" + c + ".com/");
    urls.push_back("https://api.example.com" + c + "/");
    urls.push_back("https://api.example.com/" + c);
    urls.push_back("https://api.example.com/x" + c + "y");
  }
  urls.push_back("https://api.example.com/\x7f");
  urls.push_back("https://" + std::string(1 << 20, 'a') + ".com/");
  urls.push_back("https://api.example.com:" + std::string(1 << 20, '4') + "/");
  urls.push_back("https://api.example.com" + std::string(1 << 20, '@'));
  urls.push_back(std::string(1 << 20, ':'));
  for (const std::string& url : urls) {
    INFO(url.substr(0, 80));
    const Authorization verdict = signer.authorize(url, Uptime{0});
    CHECK(verdict.verdict == Verdict::refused);
    CHECK(verdict.authorization.empty());
    CHECK(verdict.platform.empty());
  }
  CHECK(signer.allows("https://api.example.com/" + std::string(1 << 20, 'x')));
}

TEST_CASE("A token is signed with until its time, and not a moment longer") {
  const Signer signer = signer_for({"https://api.example.com"});
  CHECK(signer.authorize("https://api.example.com/", Uptime{999.9}).verdict == Verdict::ready);
  CHECK(signer.authorize("https://api.example.com/", Uptime{1000}).verdict == Verdict::needs_token);
  CHECK(signer.without_token().authorize("https://api.example.com/", Uptime{0}).verdict ==
        Verdict::needs_token);
}

TEST_CASE("authorize allocates nothing, whatever it answers") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  CHECK(process.call(CurrentSession{}));
  const Core& client = *process.client;
  const Now now = world.now();
  const std::string good = "https://api.example.com/" + std::string(300, 'x');
  const std::string bad = "https://evil.example/" + std::string(300, 'x');
  const Now late{{now.wall.ms + kHour}, {now.uptime.ms + kHour}};
  const long before = allocations();
  bool ready = true;
  for (int i = 0; i < 1000; ++i) {
    ready = ready && client.authorize(good, now).verdict == Verdict::ready;
    ready = ready && client.authorize(bad, now).verdict == Verdict::refused;
    ready = ready && client.authorize(good, late).verdict == Verdict::needs_token;
  }
  const long after = allocations();
  CHECK(ready);
  CHECK(after == before);
}

TEST_CASE("The signer's version grows exactly when the signer has become another") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  CHECK(process.client->signer_version() == 1);
  CHECK(process.call(CurrentSession{}));
  CHECK(process.client->signer_version() == 2);
  const auto shared = process.client->signer();
  for (int i = 0; i < 5; ++i)
    CHECK(process.call(CurrentAccessToken{}));
  CHECK(process.client->signer_version() == 2);
  CHECK(process.client->signer() == shared);
  world.advance(15 * kMinute);
  CHECK(process.call(CurrentAccessToken{}));
  CHECK(process.client->signer_version() == 3);
  CHECK(process.call(SignOut{}));
  CHECK(process.client->signer_version() == 4);
  // Another thread may go on with the old one.
  CHECK(shared->authorize("https://api.example.com/", world.now().uptime).verdict ==
        Verdict::needs_token);
}

TEST_CASE("A client does not open with a URL that could leak, and does not repeat it") {
  for (const std::string url :
       {"", "api.example.com", "http://api.example.com", "https://user:secret@api.example.com",
        "https://secret@api.example.com", "https://api.example.com?secret",
        "https://api.example.com#secret", "ftp://x", "https://",
        "https://api.example.com\r\nsecret", "http://127.0.0.1.evil.example",
        "http://localhost.evil"}) {
    INFO(url);
    for (const bool as_origin : {false, true}) {
      Config with = config();
      (as_origin ? with.origins.emplace_back() : with.base_url) = url;
      const auto opened = Core::open(with);
      if (as_origin && url.starts_with("https://api.example.com") && url.find('\r') == url.npos) {
        continue;  // of an origin only scheme, host and port count
      }
      REQUIRE_FALSE(opened);
      CHECK(opened.error().code == Errc::invalid_argument);
      CHECK(opened.error().detail.find("secret") == std::string::npos);
    }
  }
  for (const std::string url : {"http://127.0.0.1:8080", "http://localhost:3000/prefix/",
                                "http://[::1]:1", "https://api.example.com/v1///"}) {
    Config with = config();
    with.base_url = url;
    CHECK(Core::open(with));
  }
  Config clear = config();
  clear.base_url = "http://intranet.example";
  clear.allow_http = true;
  CHECK(Core::open(clear));
}

TEST_CASE("Where a server has the profile is a path on its own origin, and named if it is none") {
  const auto opened = [](BackendKind backend, std::string profile_path, std::string sign_out_path) {
    Config with = config();
    with.backend = backend;
    with.profile_path = std::move(profile_path);
    with.sign_out_path = std::move(sign_out_path);
    return Core::open(with);
  };
  const auto wx_login = BackendKind::wx_login;
  CHECK(opened(wx_login, "/api/me", "/leave?from=here"));
  CHECK(opened(BackendKind::mini_login, "", "/api/v2/leave"));
  for (const std::string path :
       {"https://evil.example/me", "//evil.example", "me", "/", "/a//b", "/a/", "/../me", "/a/..",
        "/./me", "/a b", "/a\\b", "/a\nb", "/a#b"}) {
    INFO(path);
    REQUIRE(opened(wx_login, path, "").is(Errc::invalid_argument));
    CHECK(opened(wx_login, path, "").error().detail == "profile_path");
    CHECK(opened(wx_login, "", path).error().detail == "sign_out_path");
  }
  for (const BackendKind other :
       {BackendKind::unified, BackendKind::gotrue, BackendKind::authing}) {
    CHECK(opened(other, "/me", "").is(Errc::invalid_argument));
  }
}

}  // namespace
}  // namespace hufu::test
