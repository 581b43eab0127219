// Links and invitations that an application's own server asks for.
#include <catch2/catch_test_macros.hpp>

#include "gotrue/project.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

constexpr const char* kEmail = "ada@example.com";

Json told_no(const Answer& answer) { return {answer.status, code_of(answer)}; }

Json link_for(Project& project, const Json& wish) {
  return project.done("POST", "/admin/generate_link", wish);
}

void check_link(const Json& link, const std::string& type, const std::string& in_link) {
  CHECK(link["verification_type"] == type);
  CHECK(link["email_otp"].get<std::string>().size() == 6);
  const std::string action = link["action_link"];
  CHECK(parameter_of(action, "token") == link["hashed_token"]);
  CHECK(parameter_of(action, "type") == in_link);
  CHECK(action.find("/auth/v1/verify?token=") != std::string::npos);
  CHECK(link["redirect_to"] == "http://localhost:3000");
}

}  // namespace

TEST_CASE("a link to sign up makes the account and leaves it closed", "[gotrue][admin]") {
  Project project;
  const Json wish = {{"type", "signup"},
                     {"email", kEmail},
                     {"password", kPassword},
                     {"data", {{"colour", "jade"}}}};
  const Json link = link_for(project, wish);
  check_link(link, "signup", "signup");
  CHECK(link["user_metadata"] == Json({{"colour", "jade"}}));
  CHECK(link.contains("confirmation_sent_at"));
  CHECK_FALSE(link.contains("email_confirmed_at"));
  CHECK(code_of(sign_in(project.world, kEmail)) == "email_not_confirmed");
  // Another one takes its place: it is the same person who waits.
  const Json again = link_for(project, wish);
  CHECK(again["id"] == link["id"]);
  CHECK(again["hashed_token"] != link["hashed_token"]);

  CHECK(told_no(project.call("POST", "/admin/generate_link",
                             {{"type", "signup"}, {"email", kEmail}})) ==
        Json({400, "validation_failed"}));
  CHECK(told_no(project.call("POST", "/admin/generate_link",
                             {{"type", "signup"}, {"email", kEmail}, {"password", "x"}})) ==
        Json({422, "weak_password"}));
}

TEST_CASE("links for who is there", "[gotrue][admin]") {
  Project project;
  sign_up(project.world, kEmail);
  check_link(link_for(project, {{"type", "magiclink"}, {"email", kEmail}}), "magiclink",
             "magiclink");
  check_link(link_for(project, {{"type", "recovery"}, {"email", kEmail}}), "recovery", "recovery");
  for (const char* type : {"email_change_current", "email_change_new"}) {
    const Json link =
        link_for(project, {{"type", type}, {"email", kEmail}, {"new_email", "new@example.com"}});
    check_link(link, type, "email_change");
    CHECK(link["email"] == kEmail);
    CHECK(link["new_email"] == "new@example.com");
  }
  const auto refused = [&](const Json& wish) {
    return told_no(project.call("POST", "/admin/generate_link", wish));
  };
  CHECK(refused({{"type", "signup"}, {"email", kEmail}, {"password", kPassword}}) ==
        Json({422, "email_exists"}));
  CHECK(refused({{"type", "invite"}, {"email", kEmail}}) == Json({422, "email_exists"}));
  CHECK(refused({{"type", "reauthentication"}, {"email", kEmail}}) ==
        Json({400, "validation_failed"}));
  CHECK(refused({{"type", "magiclink"}, {"email", "xx:;x@x.x"}}) ==
        Json({400, "validation_failed"}));
  sign_up(project.world, "bob@example.com");
  CHECK(refused(
            {{"type", "email_change_new"}, {"email", kEmail}, {"new_email", "bob@example.com"}}) ==
        Json({422, "email_exists"}));
  project.world.control("PUT", "oddities", {{"secureEmailChange", false}});
  CHECK(refused({{"type", "email_change_current"},
                 {"email", kEmail},
                 {"new_email", "new@example.com"}}) == Json({400, "validation_failed"}));
}

TEST_CASE("links for who is not", "[gotrue][admin]") {
  Project project;
  for (const char* type : {"recovery", "email_change_current", "email_change_new"}) {
    CHECK(told_no(project.call("POST", "/admin/generate_link",
                               {{"type", type}, {"email", kEmail}, {"new_email", kEmail}})) ==
          Json({404, "user_not_found"}));
  }
  // A magic link to nobody is a sign-up.
  check_link(link_for(project, {{"type", "magiclink"}, {"email", kEmail}}), "signup", "signup");
}

TEST_CASE("somebody is asked to come", "[gotrue][admin]") {
  Project project;
  const Answer answer =
      project.call("POST", "/invite", {{"email", kEmail}, {"data", {{"colour", "jade"}}}});
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  const Json user = answer.json();
  CHECK(user.contains("invited_at"));
  CHECK(user.contains("confirmation_sent_at"));
  CHECK_FALSE(user.contains("email_confirmed_at"));
  CHECK(user["user_metadata"] == Json({{"colour", "jade"}}));
  check_link(link_for(project, {{"type", "invite"}, {"email", kEmail}}), "invite", "invite");
  CHECK(told_no(project.call("POST", "/invite", {{"email", "nobody"}})) ==
        Json({400, "validation_failed"}));
  sign_up(project.world, "bob@example.com");
  CHECK(told_no(project.call("POST", "/invite", {{"email", "bob@example.com"}})) ==
        Json({422, "email_exists"}));
  CHECK(told_no(gotrue_call(project.world, {}, "POST", "/invite", {{"email", kEmail}})) ==
        Json({401, "no_authorization"}));
}

TEST_CASE("such links and codes open what they are for, once", "[gotrue][admin]") {
  Project project;
  const auto opened = [&](const Json& body) {
    return gotrue_call(project.world, {}, "POST", "/verify", body);
  };
  const auto by_link = [&](const Json& link, const char* type) {
    return opened({{"type", type}, {"token_hash", link["hashed_token"]}});
  };
  const Json sign_up_link =
      link_for(project, {{"type", "signup"}, {"email", kEmail}, {"password", kPassword}});
  const GotrueClient ada = session_in(by_link(sign_up_link, "signup"));
  CHECK(ada.user_id == sign_up_link["id"]);
  CHECK(sign_in(project.world, kEmail).status == 200);
  CHECK(told_no(by_link(sign_up_link, "signup")) == Json({403, "otp_expired"}));

  const Json magic = link_for(project, {{"type", "magiclink"}, {"email", kEmail}});
  session_in(opened({{"type", "magiclink"}, {"email", kEmail}, {"token", magic["email_otp"]}}));
  session_in(by_link(link_for(project, {{"type", "recovery"}, {"email", kEmail}}), "recovery"));

  const Json change = {{"email", kEmail}, {"new_email", "new@example.com"}};
  Json at_old = change;
  at_old["type"] = "email_change_current";
  Json at_new = change;
  at_new["type"] = "email_change_new";
  const Json old_link = link_for(project, at_old);
  const Json new_link = link_for(project, at_new);
  CHECK_FALSE(by_link(old_link, "email_change").json().contains("access_token"));
  CHECK(by_link(new_link, "email_change").json()["user"]["email"] == "new@example.com");
}

TEST_CASE("the mail of an invitation lets its owner in", "[gotrue][admin]") {
  Project project;
  project.done("POST", "/invite", {{"email", kEmail}});
  const Json inbox = project.world.control("GET", std::string("inbox?to=") + kEmail);
  const Json& mail = inbox["messages"][0];
  CHECK(mail["kind"] == "invite");
  const Answer answer = gotrue_call(project.world, {}, "POST", "/verify",
                                    {{"type", "invite"}, {"token_hash", mail["tokenHash"]}});
  const GotrueClient ada = session_in(answer);
  CHECK(answer.json()["user"].contains("invited_at"));
  CHECK(answer.json()["user"].contains("email_confirmed_at"));

  SECTION("who is banned meanwhile stays out") {
    const Json link = link_for(project, {{"type", "magiclink"}, {"email", kEmail}});
    project.done("PUT", "/admin/users/" + ada.user_id, {{"ban_duration", "1h"}});
    CHECK(told_no(gotrue_call(project.world, {}, "POST", "/verify",
                              {{"type", "magiclink"}, {"token_hash", link["hashed_token"]}})) ==
          Json({403, "user_banned"}));
  }
  SECTION("and nobody comes in to an account that was closed") {
    const Json link = link_for(project, {{"type", "magiclink"}, {"email", kEmail}});
    project.done("DELETE", "/admin/users/" + ada.user_id, {{"should_soft_delete", true}});
    CHECK(told_no(gotrue_call(project.world, {}, "POST", "/verify",
                              {{"type", "magiclink"}, {"token_hash", link["hashed_token"]}})) ==
          Json({403, "otp_expired"}));
  }
}

TEST_CASE("who is asked to come has the account without whoever came before them",
          "[gotrue][admin][B15]") {
  Project project;
  World& world = project.world;
  world.control("PUT", "oddities", {{"emailConfirmation", true}});
  const Json eves = {{"email", kEmail}, {"password", "eve's own password"}};
  REQUIRE(gotrue_call(world, {}, "POST", "/signup", eves).status == 200);
  const auto answered = [&](const Json& wish) {
    return session_in(gotrue_call(
        world, {}, "POST", "/verify",
        {{"type", wish["type"]}, {"token_hash", link_for(project, wish)["hashed_token"]}}));
  };
  SECTION("by an invitation") { answered({{"type", "invite"}, {"email", kEmail}}); }
  SECTION("by a link to sign up, with the password that the server gave") {
    const GotrueClient ada =
        answered({{"type", "signup"}, {"email", kEmail}, {"password", kPassword}});
    CHECK(session_in(sign_in(world, kEmail)).user_id == ada.user_id);
  }
  CHECK(code_of(sign_in(world, kEmail, "eve's own password")) == "invalid_credentials");
}
