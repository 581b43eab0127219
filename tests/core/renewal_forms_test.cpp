// A renewal that leaves something out: it is as before (RFC 6749, 6), in every dialect.
#include <catch2/catch_test_macros.hpp>

#include "text/json.h"
#include "world.h"

namespace hufu::test {
namespace {

struct Form {
  BackendKind backend;
  std::string sign_in;
  std::string renewal;  ///< Without a refresh token and without a user.
};

const std::vector<Form> kForms = {
    {BackendKind::unified,
     R"({"token":"A1","refreshToken":"R1","expiresIn":900,"user":{"id":"u1","nickname":"Tiger"}})",
     R"({"token":"A2","expiresIn":900})"},
    {BackendKind::gotrue,
     R"({"access_token":"A1","refresh_token":"R1","expires_in":900,)"
     R"("user":{"id":"u1","role":"x","user_metadata":{"name":"Tiger"}}})",
     R"({"access_token":"A2","expires_in":900,"token_type":"bearer"})"},
    {BackendKind::authing,
     R"({"statusCode":200,"data":{"access_token":"A1","refresh_token":"R1","expires_in":900}})",
     R"({"access_token":"A2","expires_in":900,"scope":"openid"})"},
};

TEST_CASE("O1: a renewal without a new refresh token keeps the one that it was made with") {
  for (const Form& form : kForms) {
    for (const std::string empty : {"", R"("refresh_token":"","refreshToken":"",)",
                                    R"("refresh_token":null,"refreshToken":null,)"}) {
      World world;
      std::vector<std::string> offered;
      world.http = [&](const HttpEffect& request) -> Answer {
        if (request.flow != "refresh") return json_answer(200, form.sign_in);
        offered.push_back(request.body.reveal());
        return json_answer(200, "{" + empty + form.renewal.substr(1));
      };
      Config config = test::config();
      config.backend = form.backend;
      config.storage_key = "kept";
      Process process(world, config);
      sign_in(process);
      const auto before = process.client->user();
      for (int life = 0; life < 3; ++life) {
        world.advance(15 * kMinute);
        CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A2");
      }
      REQUIRE(offered.size() == 3);
      for (const std::string& each : offered)
        CHECK(each.find("R1") != std::string::npos);
      CHECK(process.state() == SessionState::signed_in);
      CHECK(process.client->user() == before);
      const auto stored = json::parse(world.store.texts.at("kept"));
      CHECK(stored->text_or("refresh_token", "") == "R1");
      if (form.backend == BackendKind::gotrue) {
        CHECK(stored->find("user")->text_or("role", "") == "x");
      }
      Process restarted(world, config);
      CHECK(restarted.call(CurrentAccessToken{}).value().token.reveal() == "A2");
      CHECK(restarted.client->user() == before);
    }
  }
}

}  // namespace
}  // namespace hufu::test
