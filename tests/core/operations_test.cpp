// The table of operations and the structs of hufu/operations.h: the same list, twice.
#include <catch2/catch_test_macros.hpp>

#include "catalogue/fields.h"
#include "catalogue/operation_table.h"
#include "face/typed.h"
#include "text/json.h"

namespace hufu::test {
namespace {

TEST_CASE("Every operation has a row, in the same order, with the same fields and defaults") {
  REQUIRE(std::size(kOperations) == std::variant_size_v<Operation>);
  for (std::size_t i = 0; i < std::size(kOperations); ++i) {
    const OperationRow& row = kOperations[i];
    const Operation operation = typed::make_operation(i);
    CHECK(row.name == typed::operation_name(operation));
    CHECK(json::dump(*read_fields(row.fields, Value::object())) ==
          json::dump(typed::arguments(operation)));
  }
}

TEST_CASE("What the table reads is what the structs write") {
  Fetch fetch;
  fetch.url = "https://api.example.com/x";
  fetch.headers = {{"A", "1"}, {"B", ""}};
  fetch.replayable = false;
  const Value written = typed::arguments(fetch);
  CHECK(json::dump(*read_fields(find_operation("fetch")->fields, written)) == json::dump(written));

  SignInWithWechat how;
  how.code = Secret("c");
  how.nickname = "";
  const Value hints = typed::arguments(how);
  CHECK(json::dump(*read_fields(find_operation("sign_in_with_wechat")->fields, hints)) ==
        json::dump(hints));
}

TEST_CASE("An object of the application's goes through as it is; what is no JSON is refused") {
  SignUp how;
  how.data = Json{R"({"camelCase":{"a_b":[1,null]}})"};
  const auto fields = find_operation("sign_up")->fields;
  const auto read = read_fields(fields, typed::arguments(how));
  CHECK(json::dump(read->at("data")) == how.data->text);
  for (const char* text : {"", "no", "[1]", "\"text\"", "{\"a\":"}) {
    how.data = Json{text};
    const auto refused = read_fields(fields, typed::arguments(how));
    REQUIRE(refused.is(Errc::invalid_argument));
    CHECK(refused.fault().detail() == "data");
  }
}

Value object(std::string_view text) { return *json::parse(text); }

TEST_CASE("A field of the wrong type is named; unknown fields are left out") {
  constexpr std::string_view kFields = "a b? c&=1 d#=5 e[] f[:] g=x h~";
  for (const char* given :
       {R"({"a":1})", R"({"a":null})", R"({"b":1})", R"({"c":1})", R"({"c":null})", R"({"d":"1"})",
        R"({"e":{}})", R"({"e":[1]})", R"({"f":["a"]})", R"({"f":[["a"]]})", R"({"f":[["a",1]]})",
        R"({"g":false})", R"({"h":"{}"})", R"({"h":[]})"}) {
    const auto read = read_fields(kFields, object(given));
    INFO(given);
    REQUIRE(read.is(Errc::invalid_argument));
    CHECK(read.fault().detail() == std::string(1, given[2]));
  }
  const auto read =
      read_fields(kFields, object(R"({"b":null,"x":1,"f":[["n","v"]],"e":["t"],"h":{"x":{}}})"));
  CHECK(json::dump(*read) ==
        R"({"a":"","b":null,"c":true,"d":5,"e":["t"],"f":[["n","v"]],"g":"x","h":{"x":{}}})");
}

}  // namespace
}  // namespace hufu::test
