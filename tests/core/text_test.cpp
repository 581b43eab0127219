// The plain functions: URLs, headers, dates.
#include <catch2/catch_test_macros.hpp>

#include "hufu/effects.h"
#include "text/base64url.h"
#include "text/headers.h"
#include "text/http_date.h"
#include "text/url.h"

namespace hufu::test {
namespace {

using namespace hufu::text;

TEST_CASE("A URL is taken apart, or refused") {
  const auto url = split_url("https://Host.example:8443/a/b?c#d");
  REQUIRE(url);
  CHECK(url->scheme == "https");
  CHECK(url->host == "Host.example");
  CHECK(url->port == "8443");
  CHECK(url->rest == "/a/b?c#d");
  CHECK(origin_of(*url) == "https://host.example:8443");
  CHECK(origin_of(*split_url("HTTP://[::1]:80")) == "http://[::1]");
  CHECK(origin_of(*split_url("https://h:00443")) == "https://h");
  CHECK(split_url("https://h:65535"));
  CHECK_FALSE(split_url("https://h:65536"));
}

TEST_CASE("Loopback is what never leaves the machine") {
  for (const char* host : {"localhost", "LocalHost", "127.0.0.1", "127.255.255.254", "[::1]"}) {
    CHECK(is_loopback(host));
  }
  for (const char* host : {"", "127.evil.example", "127.0.0.1.evil.example", "localhost.evil",
                           "0.0.0.0", "[::]", "128.0.0.1", "::1", "1127.0.0.1"}) {
    CHECK_FALSE(is_loopback(host));
  }
}

TEST_CASE("A reference is resolved against its base") {
  const Url base = *split_url("https://h.example:1/a/b?c#d");
  const auto resolved = [&](std::string_view reference) {
    return resolve_reference(base, reference);
  };
  CHECK(resolved("x") == "https://h.example:1/a/x");
  CHECK(resolved("/x") == "https://h.example:1/x");
  CHECK(resolved("?x") == "https://h.example:1/a/b?x");
  CHECK(resolved("//o.example/x") == "https://o.example/x");
  CHECK(resolved("http://o.example/x") == "http://o.example/x");
  CHECK(resolved("x?u=http://o.example") == "https://h.example:1/a/x?u=http://o.example");
  CHECK(resolved("mailto:x@y") == "mailto:x@y");
  CHECK(resolved("").empty());
  CHECK(resolve_reference(*split_url("https://h"), "x") == "https://h/x");
}

TEST_CASE("A component is encoded so that nothing in it speaks") {
  CHECK(encode_component("azAZ09-._~") == "azAZ09-._~");
  CHECK(encode_component(std::string("/?#&=+ %\r\n\0", 11)) == "%2F%3F%23%26%3D%2B%20%25%0D%0A%00");
  CHECK(encode_component("\xe8\x99\x8e") == "%E8%99%8E");
}

TEST_CASE("A header is clean if it cannot split the request") {
  CHECK(is_clean_header("X-A", "b c\t\xe8"));
  CHECK(is_clean_header("X-A", ""));
  for (const Header& header : std::vector<Header>{{"", "x"},
                                                  {"X A", "x"},
                                                  {"X:A", "x"},
                                                  {"X-A\r", "x"},
                                                  {"\xe8", "x"},
                                                  {"X-A", "a\rb"},
                                                  {"X-A", "a\nb"},
                                                  {"X-A", std::string("a\0b", 3)},
                                                  {"X-A", "\x7f"}}) {
    CHECK_FALSE(is_clean_header(header.name, header.value));
  }
  for (const char* token : {"a", "eyJ.a_b-c~+/="})
    CHECK(is_clean_token(token));
  for (const char* token : {"", "a b", "a\r\nb", "a\tb", "\xe8", "\x7f"})
    CHECK_FALSE(is_clean_token(token));
}

TEST_CASE("The media type is JSON, or it is not") {
  for (const char* type : {"application/json", "Application/JSON; charset=utf-8",
                           "application/json ;x", "application/problem+json"}) {
    CHECK(is_json_type(type));
  }
  for (const char* type : {"", "text/plain", "text/json", "application/jsonx", "+json", "json",
                           "text/html; application/json"}) {
    CHECK_FALSE(is_json_type(type));
  }
}

Millis ms(std::string_view date) { return parse_http_date(date)->ms; }

TEST_CASE("HTTP dates") {
  CHECK(ms("Thu, 01 Jan 1970 00:00:00 GMT") == 0);
  CHECK(ms("Sun, 06 Nov 1994 08:49:37 GMT") == 784'111'777'000);
  CHECK(ms("Thu, 29 Feb 2024 23:59:59 GMT") == 1'709'251'199'000);
  CHECK(ms("Fri, 31 Dec 9999 23:59:59 GMT") == 253'402'300'799'000);
  for (const char* date : {"", "30", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
                           "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, xx Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 08:49:3x GMT", "Sun, 06 anF 1994 08:49:37 GMT"}) {
    INFO(date);
    CHECK_FALSE(parse_http_date(date));
  }
}

TEST_CASE("Retry-After in seconds and as a date, at most an hour") {
  const WallTime now{784'111'777'000};
  const auto wait = [&](std::string_view value, std::string_view date = "") {
    return parse_retry_after(value, date, now);
  };
  CHECK(wait("30") == 30'000);
  CHECK(wait("0") == 0);
  CHECK(wait("86400") == 3'600'000);
  CHECK(wait("99999999999999999999") == 3'600'000);
  CHECK(wait("Sun, 06 Nov 1994 08:50:07 GMT") == 30'000);
  CHECK(wait("Sun, 06 Nov 1994 08:49:00 GMT") == 0);
  CHECK(wait("Sun, 06 Nov 2094 08:49:00 GMT") == 3'600'000);
  CHECK(wait("Sun, 06 Nov 1994 08:50:07 GMT", "Sun, 06 Nov 1994 08:50:00 GMT") == 7'000);
  for (const char* value : {"", "-30", "soon", "3x", "+5", "30.5"}) {
    INFO(value);
    CHECK_FALSE(wait(value));
  }
}

}  // namespace
}  // namespace hufu::test
