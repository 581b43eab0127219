// The inbox: what was sent, for programs and for people.
#include <catch2/catch_test_macros.hpp>

#include "gotrue/mailbox.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

std::string page_of(World& world, const Json& mail, const std::string& language) {
  const Answer answer = world.call("GET", "/_control/inbox/" + mail["id"].get<std::string>(),
                                   {{"Accept-Language", language}});
  REQUIRE(answer.status == 200);
  CHECK(answer.header("content-type") == "text/html; charset=utf-8");
  CHECK(answer.header("content-language") == language);
  return answer.text;
}

}  // namespace

TEST_CASE("the inbox has the newest first, everybody's or one person's", "[gotrue][mails]") {
  World world;
  ask_for_code(world, kAda);
  ask_for_code(world, "bob@example.com");
  const Json all = world.control("GET", "inbox", nullptr)["messages"];
  REQUIRE(all.size() == 2);
  CHECK(all[0]["to"] == "bob@example.com");
  CHECK(all[1]["to"] == kAda);
  CHECK(mails_to(world, "Ada@Example.com") == 1);
  const std::string code = all[1]["code"];
  world.control("DELETE", "inbox");
  CHECK(world.control("GET", "inbox", nullptr)["messages"].empty());
  session_in(verify_code(world, kAda, code));
}

TEST_CASE("a mail is a page in the language of its reader", "[gotrue][mails]") {
  World world;
  ask_for_code(world, kAda, {{"data", {{"name", "<b>Ada</b>"}}}});
  const Json mail = last_mail(world, kAda);
  const std::string english = page_of(world, mail, "en");
  CHECK(english.find("Hello <bdi>&lt;b&gt;Ada&lt;/b&gt;</bdi>,") != std::string::npos);
  CHECK(english.find(mail["code"].get<std::string>()) != std::string::npos);
  CHECK(english.find("token=" + mail["tokenHash"].get<std::string>()) != std::string::npos);
  CHECK(page_of(world, mail, "zh-CN").find("登录") != std::string::npos);
  CHECK(mail["html"] == english);
  CHECK(mail["subject"] == "Your way in");
  CHECK(mail["text"].get<std::string>().find(mail["link"].get<std::string>()) != std::string::npos);
}

TEST_CASE("a browser sees the inbox as a page", "[gotrue][mails]") {
  World world;
  const auto page = [&] {
    return world.call("GET", "/_control/inbox", {{"Accept", "text/html,*/*"}}).text;
  };
  CHECK(page().find("No message has come here yet.") != std::string::npos);
  ask_for_code(world, kAda);
  const std::string id = last_mail(world, kAda)["id"];
  CHECK(page().find("href=\"/_control/inbox/" + id + "\"") != std::string::npos);
}

TEST_CASE("what is no message is none", "[gotrue][mails]") {
  World world;
  for (const char* id : {"1", "x", "99999999999999999999", "-1"})
    CHECK(world.call("GET", std::string("/_control/inbox/") + id, {}).error() ==
          "message_not_found");
}

TEST_CASE("mails are swept after a day", "[gotrue][mails]") {
  World world;
  ask_for_code(world, kAda);
  CHECK(world.control("POST", "sweep")["removed"].value("inbox", 0) == 0);
  world.advance_ms(25 * 3600 * 1000);
  CHECK(world.control("POST", "sweep")["removed"]["inbox"] == 1);
  CHECK(mails_to(world, kAda) == 0);
}
