// The plain functions: URLs, headers, dates.
#include <catch2/catch_test_macros.hpp>

#include "hufu/effects.h"
#include "text/base64url.h"
#include "text/headers.h"
#include "text/http_date.h"
#include "text/plain.h"
#include "text/url.h"
#include "text/utf8.h"

namespace hufu::test {
namespace {

using namespace hufu::text;

TEST_CASE("One byte makes a URL unclean, wherever it stands") {
  for (int byte = 0; byte < 256; ++byte) {
    const bool is_good = byte > 0x20 && byte != 0x7f && byte != '\\';
    for (std::size_t at = 0; at < 20; ++at) {
      for (const char around : {'x', '!', '\xff', '~', '['}) {
        std::string url(20, around);
        url[at] = static_cast<char>(byte);
        CAPTURE(byte, at, around);
        REQUIRE(is_clean(url) == is_good);
      }
    }
  }
}

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

TEST_CASE("The media type is that of a page, or it is not") {
  for (const char* type : {"text/html", "Text/HTML; charset=utf-8", "application/xhtml+xml"})
    CHECK(is_page_type(type));
  for (const char* type : {"", "text/plain", "application/json", "text/h", "json; text/html"})
    CHECK_FALSE(is_page_type(type));
}

TEST_CASE("What others say becomes one plain line") {
  const auto shown = [](std::string_view text) { return plain(text, 40); };
  CHECK(shown("User already registered") == "User already registered");
  CHECK(shown("  两行\r\n\t文字\x1b[2J  ") == "两行 文字 [2J");
  CHECK(shown("a\u202E"
              "b\u2066"
              "c\xC2\x85"
              "d\u061C"
              "e\uFEFF") == "a b c d e");
  CHECK(shown("caf\u00E9\u2019s \U0001F42F") == "caf\u00E9\u2019s \U0001F42F");
  CHECK(shown("cut \xF0\x9F\x90") == "cut \uFFFD");
  CHECK(shown("") == "");
}

TEST_CASE("What others say gives no secret away") {
  const auto shown = [](std::string_view text) { return plain(text, 300); };
  CHECK(shown("invalid code 0a1b2c3d4e5f6071, rid: 1") == "invalid code …, rid: 1");
  CHECK(shown("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln is old") == "Bearer … is old");
  CHECK(shown(std::string(65, 'x')) == "…");
  CHECK(shown("until 2026-11-28, 1234567890123456 of abcdefghijklmnopqrstuvwxyz") ==
        "until 2026-11-28, 1234567890123456 of abcdefghijklmnopqrstuvwxyz");
}

TEST_CASE("What others say is cut after a whole character") {
  std::string long_text;
  for (int i = 0; i < 20; ++i)
    long_text += "虎";
  CHECK(plain(long_text, 60) == long_text);
  CHECK(plain(long_text, 59) == long_text.substr(0, 54) + "…");
  CHECK(plain(long_text, 58) == long_text.substr(0, 54) + "…");
  CHECK(plain(long_text, 57) == long_text.substr(0, 54) + "…");
  CHECK(plain(long_text, 56) == long_text.substr(0, 51) + "…");
}

TEST_CASE("As much becomes U+FFFD as in a browser (WHATWG Encoding, UTF-8 decoder)") {
  const auto length = [](std::string_view text) { return ill_formed_length(text); };
  CHECK(length("\xFF") == 1);
  CHECK(length("\xE5\xB0") == 2);
  CHECK(length("\xE5\xB0z") == 2);
  CHECK(length("\xF0\x9F\x90z") == 3);
  CHECK(length("\xF0\x9Fz") == 2);
  CHECK(length("\xED\xA0\x80") == 1);
  CHECK(length("\xC0\xAF") == 1);
  CHECK(length("\xF5\x80\x80\x80") == 1);
}

Millis ms(std::string_view date) { return parse_http_date(date)->ms; }

TEST_CASE("HTTP dates") {
  CHECK(ms("Thu, 01 Jan 1970 00:00:00 GMT") == 0);
  CHECK(ms("Sun, 06 Nov 1994 08:49:37 GMT") == 784'111'777'000);
  CHECK(ms("Thu, 29 Feb 2024 23:59:59 GMT") == 1'709'251'199'000);
  CHECK(ms("Fri, 31 Dec 9999 23:59:59 GMT") == 253'402'300'799'000);
  CHECK(ms("Sunday, 06-Nov-94 08:49:37 GMT") == 784'111'777'000);
  CHECK(ms("Thursday, 29-Feb-24 23:59:59 GMT") == 1'709'251'199'000);
  CHECK(ms("Sun Nov  6 08:49:37 1994") == 784'111'777'000);
  CHECK(ms("Thu Feb 29 23:59:59 2024") == 1'709'251'199'000);
  for (const char* date :
       {"", "30", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, xx Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:3x GMT", "Sun, 06 anF 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37", "Sunday, 06-Nov-x4 08:49:37 GMT", "Sun Nov  6 08:49:37 199x",
        "Sun Nov xx 08:49:37 1994", "Sun Foo  6 08:49:37 1994", "xxxx, 06"}) {
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
  CHECK(wait("Sunday, 06-Nov-94 08:50:07 GMT") == 30'000);
  CHECK(wait("Sun Nov  6 08:50:07 1994") == 30'000);
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
