// The language in which a dialect says what stands where.
#include "dialects/mapping.h"

#include <catch2/catch_test_macros.hpp>

#include "dialects/dialect.h"
#include "text/json.h"

namespace hufu::test {
namespace {

using dialects::Absent;

Value object(std::string_view text) { return *json::parse(text); }

std::string mapped(std::string_view mapping, std::string_view from, Absent absent) {
  const auto out = dialects::map(mapping, object(from), absent);
  return out.is_null() ? "nothing" : json::dump(out).to_std();
}
std::string outcome(std::string_view mapping, std::string_view from) {
  return mapped(mapping, from, Absent::filled);
}
std::string request(std::string_view mapping, std::string_view from) {
  return mapped(mapping, from, Absent::left_out);
}

TEST_CASE("Names, other names, the first that is there, and names inside objects") {
  CHECK(outcome("", R"({"a":"1"})") == "{}");
  CHECK(outcome("a", R"({"a":"1","b":"2"})") == R"({"a":"1"})");
  CHECK(outcome("x=a y=b", R"({"a":"1","b":"2"})") == R"({"x":"1","y":"2"})");
  CHECK(outcome("x=a|b|c", R"({"a":null,"b":"2","c":"3"})") == R"({"x":"2"})");
  CHECK(outcome("x=a.b.c y=a.d", R"({"a":{"b":{"c":"1"}}})") == R"({"x":"1","y":""})");
  CHECK(outcome("a b~", R"({"a":17,"b":{"c":[null]}})") == R"({"a":"17","b":{"c":[null]}})");
  CHECK(outcome("x='as it is' y=a", R"({"a":"1"})") == R"({"x":"as it is","y":"1"})");
}

TEST_CASE("What is missing is filled in an outcome, and left out of a request") {
  CHECK(outcome("a b# c& d{e} f[g]", "{}") == R"({"a":"","b":0,"c":false,"d":null,"f":[]})");
  CHECK(request("a d{e} b", R"({"b":"2"})") == R"({"b":"2"})");
  CHECK(request("a", R"({"a":""})") == R"({"a":""})");
  CHECK(request("u=.{n=name p=picture} c", R"({"name":"x","c":"1"})") ==
        R"({"u":{"n":"x"},"c":"1"})");
  CHECK(request("u=.{n=name p=picture} c", R"({"c":"1"})") == R"({"c":"1"})");
}

TEST_CASE("An object is one: what is none is an empty one in an outcome, and not sent") {
  for (const char* from : {"{}", R"({"a":null})", R"({"a":"{}"})", R"({"a":[1]})"}) {
    CHECK(outcome("a~", from) == R"({"a":{}})");
    CHECK(request("a~", from) == "{}");
  }
  CHECK(request("a~", R"({"a":{}})") == R"({"a":{}})");
}

TEST_CASE("The whole is what a point names") {
  CHECK(outcome("raw=.~ id!", R"({"id":"1","of_another_day":[null]})") ==
        R"({"raw":{"id":"1","of_another_day":[null]},"id":"1"})");
}

TEST_CASE("Dates become milliseconds since 1970") {
  const auto ms = [](std::string_view date) {
    Value from = Value::object();
    from.set("a", date);
    return dialects::map("a:", from, Absent::filled).number_or("a", -1);
  };
  CHECK(ms("1970-01-01T00:00:00Z") == 0);
  CHECK(ms("2026-11-29T08:49:37Z") == 1795942177000);
  CHECK(ms("2026-11-29T08:49:37.123456Z") == 1795942177000);
  CHECK(ms("2026-11-29T16:49:37.5+08:00") == 1795942177000);
  CHECK(ms("2026-11-29 03:19:37-05:30") == 1795942177000);
  for (const char* none : {"", "yesterday", "29 November 2026, 8:49", "0001-01-01T00:00:00Z"})
    CHECK(ms(none) == 0);
  CHECK(outcome("a:", R"({"a":17})") == R"({"a":0})");
}

TEST_CASE("What has to be there is neither missing nor empty nor of another type") {
  for (const char* from : {"{}", R"({"a":""})", R"({"a":true})", R"({"a":null})", R"({"a":["x"]})"})
    CHECK(outcome("b a! c", from) == "nothing");
  for (const char* from : {"{}", R"({"a":0})", R"({"a":"five"})", R"({"a":"05"})", R"({"a":-3})",
                           R"({"a":"-3"})", R"({"a":""})", R"({"a":true})", R"({"a":[5]})"}) {
    INFO(from);
    CHECK(outcome("a#!", from) == "nothing");
  }
  CHECK(outcome("a#! b", R"({"a":1.5})") == R"({"a":1500,"b":""})");
  CHECK(outcome("a#! b", R"({"a":"1.5"})") == R"({"a":1500,"b":""})");
}

TEST_CASE("An empty text hides nothing behind it") {
  CHECK(outcome("x=a|b", R"({"a":"","b":"2"})") == R"({"x":"2"})");
  CHECK(outcome("x=a|b", R"({"a":"","b":null})") == R"({"x":""})");
  CHECK(request("x=a|b", R"({"a":""})") == R"({"x":""})");
}

TEST_CASE("A refusal is read for its code, its words and its reasons") {
  const auto& dialect = dialects::dialect(BackendKind::gotrue);
  const auto read = [&](std::string_view body) {
    return dialects::read_refusal(dialect, object(body));
  };
  CHECK(read(R"({"code":400,"error_code":"weak_password","msg":"Longer."})").code ==
        "weak_password");
  CHECK(read(R"({"code":400,"error_code":"weak_password","msg":"Longer."})").message == "Longer.");
  CHECK(read(R"({"code":400,"msg":"Longer."})").code == "400");
  CHECK(read(R"({"error":"invalid_grant"})").message.empty());
  CHECK(read(R"({"error":"invalid_grant","error_description":"Too old"})").message == "Too old");
  CHECK(read(R"({"error":"Invalid wechat code"})").code.empty());
  CHECK(read(R"({"error":"Invalid wechat code"})").message == "Invalid wechat code");
  CHECK(read(R"({"error":["invalid_grant"]})").code.empty());
  CHECK(read(R"({"message":["a","b"]})").message == "a");
  CHECK(read(R"({"detail":[{"loc":["body"],"msg":"field required"}]})").message ==
        "field required");
  CHECK(read(R"({"weak_password":{"reasons":["length","<b>",1,"pwned"]}})").reasons ==
        "length, pwned");
  CHECK(read(R"({"weak_password":"length"})").reasons.empty());
  CHECK(read("{}").code.empty());
}

TEST_CASE("What a server needs and the arguments lack is named") {
  const auto& dialect = dialects::dialect(BackendKind::wx_login);
  const auto missing = [&](std::string_view arguments) {
    return dialects::missing_arguments(dialects::Call::make(
        dialects::find_route(dialect, "sign_in_with_wechat"), object(arguments)));
  };
  CHECK(missing(R"({"code":"c"})") == "encrypted_data, iv");
  CHECK(missing(R"({"encrypted_data":"d","iv":""})") == "iv");
  CHECK(missing(R"({"encrypted_data":"d","iv":"i"})").empty());
}

TEST_CASE("An object that lacks what it must have is null; a list maps its items") {
  CHECK(outcome("u{id! n} x", R"({"u":{"id":"1"},"x":"y"})") ==
        R"({"u":{"id":"1","n":""},"x":"y"})");
  CHECK(outcome("u{id! n} x", R"({"u":{"n":"1"},"x":"y"})") == R"({"u":null,"x":"y"})");
  CHECK(outcome("u{id! n} x", R"({"u":"text","x":"y"})") == R"({"u":null,"x":"y"})");
  CHECK(outcome("l=list[p q=r] x", R"({"list":[{"p":"1","r":"2"},{"p":"3"},4],"x":"y"})") ==
        R"({"l":[{"p":"1","q":"2"},{"p":"3","q":""},{"p":"","q":""}],"x":"y"})");
  CHECK(outcome("a{b{c! d} e} f", R"({"a":{"b":{"c":"1"},"e":"2"},"f":"3"})") ==
        R"({"a":{"b":{"c":"1","d":""},"e":"2"},"f":"3"})");
}

TEST_CASE("A path has its arguments encoded, and an optional part only with all of them") {
  using dialects::Body;
  using dialects::Route;
  constexpr Route kRoute{"s", "GET", "/a/{id}/b(?wait=20&since={since})?", Body::none};
  const auto path = [&](std::string_view arguments) {
    return dialects::path_of(dialects::Call::make(&kRoute, object(arguments)));
  };
  CHECK(path(R"({"id":"x/../y?z"})") == "/a/x%2F..%2Fy%3Fz/b");
  CHECK(path(R"({"id":"1","since":"a b"})") == "/a/1/b?wait=20&since=a%20b");
  CHECK(path(R"({"id":"1","since":""})") == "/a/1/b");
  CHECK(path("{}") == "/a//b");
}

TEST_CASE("A body is JSON, a form, or nothing") {
  using dialects::Body;
  using dialects::Route;
  const Value arguments = object(R"({"code":"a&b=c d","n":"2"})");
  constexpr Route kJson{"s", "POST", "/", Body::json, "code other"};
  constexpr Route kForm{"s", "POST", "/", Body::form, "t='u:v' code other"};
  constexpr Route kNone{"s", "GET", "/", Body::none, "code"};
  CHECK(dialects::body_of(dialects::Call::make(&kJson, arguments)) == R"({"code":"a&b=c d"})");
  CHECK(dialects::body_of(dialects::Call::make(&kForm, arguments)) == "t=u%3Av&code=a%26b%3Dc%20d");
  CHECK(dialects::body_of(dialects::Call::make(&kNone, arguments)).empty());
}

}  // namespace
}  // namespace hufu::test
