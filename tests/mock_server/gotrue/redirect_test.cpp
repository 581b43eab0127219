// Where a browser may be sent with a code.
#include "gotrue/errors.h"
#include "gotrue/redirects.h"

#include <catch2/catch_test_macros.hpp>

#include "gotrue/clients.h"
#include "http/message.h"

using namespace hufu::mock;
using namespace hufu::mock::gotrue;
using namespace hufu::mock::test;

namespace {

MockConfig some_config() {
  MockConfig config;
  config.site_url = "https://app.example.com";
  config.redirect_urls = {"https://app.example.com/auth/callback",
                          "https://app.example.com/in?from=wechat", "http://localhost:3000/private",
                          "http://[::1]:3000/private", "com.example.app://signed-in"};
  return config;
}

}  // namespace

TEST_CASE("redirects that are allowed", "[gotrue][redirect]") {
  const MockConfig config = some_config();
  for (const char* url :
       {"https://app.example.com", "https://app.example.com/", "https://app.example.com:443/",
        "https://app.example.com/auth/callback", "https://app.example.com:443/auth/callback",
        "https://app.example.com/in?from=wechat", "http://localhost:3000/private",
        "http://localhost:5173/private", "http://localhost/private", "http://[::1]:8/private",
        "http://localhost:5173/private?state=aB0-_", "com.example.app://signed-in"}) {
    INFO(url);
    CHECK(is_allowed_redirect(config, url));
  }
}

TEST_CASE("redirects of a hostile kind", "[gotrue][redirect]") {
  const MockConfig config = some_config();
  for (const char* url : {
           "",
           " ",
           "/",
           "//evil.example",
           "https://evil.example/auth/callback",
           "http://app.example.com/auth/callback",
           "https://app.example.com.evil.example/auth/callback",
           "https://evil.example#https://app.example.com/auth/callback",
           "https://app.example.com@evil.example/auth/callback",
           "https://app.example.com:443@evil.example/",
           "https://user:word@app.example.com/auth/callback",
           "https://evil.example\\@app.example.com/auth/callback",
           "https://app.example.com\\evil.example",
           "https:/app.example.com/auth/callback",
           "https:app.example.com/auth/callback",
           "https://app.example.com:8443/auth/callback",
           "https://app.example.com:/auth/callback",
           "https://app.example.com:0443/auth/callback",
           "https://app.example.com./auth/callback",
           "https://APP.example.com/auth/callback",
           "HTTPS://app.example.com/auth/callback",
           "https://app.example.com/auth/callback/",
           "https://app.example.com/auth/callback/../../evil",
           "https://app.example.com/auth/../auth/callback",
           "https://app.example.com/auth%2Fcallback",
           "https://app.example.com//auth/callback",
           "https://app.example.com/auth/callback?next=//evil.example",
           "https://app.example.com/auth/callback#",
           "https://app.example.com/auth/callback#code=x",
           "https://app.example.com?",
           "https://app.example.com/in?from=other",
           "https://app.example.com/in",
           "https://app.example.com/auth/callback\r\nSet-Cookie: a=b",
           "https://app.example.com/auth/callback\t",
           "https://app.example.com/auth/callback ",
           " https://app.example.com/auth/callback",
           "http://localhost.evil.example/private",
           "http://localhost@evil.example/private",
           "http://localhost:3000@evil.example/private",
           "http://localhost:99999999/private",
           "http://127.0.0.1:3000/private",
           "http://127.1:3000/private",
           "http://0.0.0.0:3000/private",
           "http://[::]:3000/private",
           "https://localhost:3000/private",
           "http://localhost:3000/private?state=",
           "http://localhost:3000/private?state=a&next=//evil.example",
           "http://localhost:3000/private?state=a?state=b",
           "http://localhost:3000/private?next=a",
           "https://app.example.com/auth/callback?state=a",
           "http://localhost:3000/private/",
           "javascript:alert(1)",
           "data:text/html,x",
           "com.example.app://signed-in/further",
           "com.example.app2://signed-in",
           "http://[::1:3000/private",
           "http://::1:3000/private",
       }) {
    INFO(url);
    CHECK_FALSE(is_allowed_redirect(config, url));
    CHECK(choose_redirect(config, url) == config.site_url);
  }
}

TEST_CASE("codes and errors join what the address has", "[gotrue][redirect]") {
  CHECK(with_code("https://a.example/in", "1") == "https://a.example/in?code=1");
  CHECK(with_code("https://a.example/in?from=b", "1") == "https://a.example/in?from=b&code=1");
  CHECK(with_error("https://a.example/", Error(403, "y", "a b&c")) ==
        "https://a.example/?error=access_denied&error_code=y&error_description=a%20b%26c"
        "#error=access_denied&error_code=y&error_description=a%20b%26c&sb=");
  CHECK(with_error_fragment("https://a.example/", Error(400, "y", "z")) ==
        "https://a.example/#error=invalid_request&error_code=y&error_description=z&sb=");
  CHECK(with_error_fragment("https://a.example/", Error(503, "y", "z")) ==
        "https://a.example/#error=server_error&error_code=y&error_description=z&sb=");
}

TEST_CASE("a browser that was to be sent elsewhere lands on the site", "[gotrue][redirect]") {
  World world;
  const std::string person = world.add_wechat_person();
  // Not with operator +: g++ 12 has a false alarm at three of them.
  std::string begin = "provider=wechat_qr&code_challenge_method=S256&code_challenge=";
  begin.append(kChallenge).append("&redirect_to=");
  const auto landed = [&](const std::string& redirect_to) {
    return land(world, scan(world, person, begin + encode_percent(redirect_to)));
  };
  CHECK(landed("https://evil.example/").starts_with("http://localhost:3000?code="));
  CHECK(landed("").starts_with("http://localhost:3000?code="));
  CHECK(landed("http://localhost:4711/private").starts_with("http://localhost:4711/private?code="));
}
