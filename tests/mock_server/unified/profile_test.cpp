// The profile: read on both sides, changed on one; pictures; the phone number.
#include <catch2/catch_test_macros.hpp>

#include "support/world.h"

using namespace hufu::mock::test;

namespace {

const std::string kPng = std::string("\x89PNG\r\n\x1a\n", 8) + "the rest of a picture";

Answer upload(World& world, const Client& client, const std::string& type,
              const std::string& body) {
  HttpCaller caller(world.port());
  Fields headers = headers_of(client);
  headers.emplace_back("Content-Type", type);
  return caller.call("POST", "/api/user/avatar", headers, body);
}

std::string form_with(const std::string& bytes) {
  return "--edge\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nalice\r\n"
         "--edge\r\nContent-Disposition: form-data; name=\"file\"; "
         "filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n" +
         bytes + "\r\n--edge--\r\n";
}

}  // namespace

TEST_CASE("changed on one side, read on the other", "[profile]") {
  World world;
  Client web = world.web();
  Client mini = world.mini_program();
  world.link(web, mini);
  const Answer changed = world.call_as(mini, "PUT", "/api/user/profile", {{"nickname", "阿虎"}});
  REQUIRE(changed.status == 200);
  CHECK(changed.json()["platform"] == "miniprogram");
  CHECK(world.profile(web)["nickname"] == "阿虎");
  CHECK(world.profile(web)["platform"] == "web");
}

TEST_CASE("what may stand in a profile", "[profile]") {
  World world;
  const Client mini = world.mini_program();
  const auto status = [&](const Json& body) {
    return world.call_as(mini, "PUT", "/api/user/profile", body).status;
  };
  CHECK(status({{"nickname", std::string(65, 'x')}}) == 400);
  CHECK(status({{"nickname", "line\nbreak"}}) == 400);
  CHECK(status({{"nickname", ""}}) == 400);
  CHECK(status({{"nickname", "   "}}) == 400);
  CHECK(status({{"avatarUrl", "http://thirdwx.qlogo.cn/a"}}) == 400);
  CHECK(status({{"avatarUrl", "https://evil.example/pixel.png"}}) == 400);
  CHECK(status({{"avatarUrl", "https://thirdwx.qlogo.cn@evil.example/a"}}) == 400);
  CHECK(status({{"avatarUrl", "javascript:alert(1)"}}) == 400);
  CHECK(status({{"avatarUrl", "https://thirdwx.qlogo.cn/a"}}) == 200);
  CHECK(status({{"avatarUrl", ""}}) == 200);
  CHECK(status(Json::object()) == 200);
}

TEST_CASE("a picture goes in and comes out as nothing but a picture", "[profile]") {
  World world;
  const Client mini = world.mini_program();
  for (const bool as_form : {true, false}) {
    const Answer answer =
        as_form ? upload(world, mini, "multipart/form-data; boundary=edge", form_with(kPng))
                : upload(world, mini, "application/octet-stream", kPng);
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    const std::string url = answer.json()["avatarUrl"];
    CHECK(world.profile(mini)["avatarUrl"] == url);
    REQUIRE(url.starts_with(world.url()));
    const Answer picture = world.call("GET", url.substr(world.url().size()), {});
    CHECK(picture.text == kPng);
    CHECK(picture.header("content-type") == "image/png");
    CHECK(picture.header("x-content-type-options") == "nosniff");
    CHECK(picture.header("content-security-policy").find("sandbox") != std::string::npos);
  }
}

TEST_CASE("what is no picture is refused", "[profile]") {
  World world;
  const Client mini = world.mini_program();
  CHECK(upload(world, mini, "image/png", "<svg onload=alert(1)>").status == 415);
  CHECK(upload(world, mini, "image/png", "").status == 415);
  CHECK(upload(world, mini, "multipart/form-data; boundary=edge", "--edge\r\n").status == 400);
  CHECK(upload(world, mini, "multipart/form-data", form_with(kPng)).status == 400);
  CHECK(upload(world, mini, "image/png", kPng + std::string(2 * 1024 * 1024, 'x')).status == 413);
  CHECK(upload(world, mini, "image/png", kPng + std::string(8 * 1024 * 1024, 'x')).status == 413);
  CHECK(upload(world, mini, "image/png", kPng + std::string(2 * 1024 * 1024 - kPng.size(), 'x'))
            .status == 200);
  CHECK(world.call("GET", "/avatars/unknown", {}).status == 404);
}

TEST_CASE("the phone number of the button", "[profile]") {
  World world;
  const std::string person = world.add_wechat_person({{"phoneNumber", "13912345678"}});
  const Client mini = world.mini_program_of(person);
  const std::string code =
      world.control("POST", "wechat/phone-codes", {{"personId", person}})["code"];
  const Answer bound = world.call_as(mini, "POST", "/api/user/phone", {{"code", code}});
  INFO(bound.text);
  REQUIRE(bound.status == 200);
  CHECK(bound.json()["phone"].get<std::string>().ends_with("13912345678"));
  CHECK(world.call_as(mini, "POST", "/api/user/phone", {{"code", code}}).error() ==
        "wechat_code_invalid");
  // Somebody else's code.
  const std::string other = world.add_wechat_person();
  const std::string foreign =
      world.control("POST", "wechat/phone-codes", {{"personId", other}})["code"];
  CHECK(world.call_as(mini, "POST", "/api/user/phone", {{"code", foreign}}).status == 400);
}
