// Where an account began, as the mini-login document keeps it.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <catch2/catch_test_macros.hpp>

#include "people/wechat_admission.h"
#include "store/database.h"
#include "support/test_database.h"

using namespace hufu::mock;

namespace {

std::string source_of_visitor(Transaction& transaction) {
  WechatVisit visit;
  visit.platform = "mini_login";
  visit.person.openid = "openid1";
  const Admission admission = admit_wechat_person(transaction, MockConfig(), Oddities(), visit);
  return find_user(transaction, admission.user.id).value().registration_source;
}

std::string source_of_web_user(Transaction& transaction) {
  NewIdentity wanted;
  wanted.provider = "clerk";
  wanted.app_id = "https://clerk.example";
  wanted.subject = "user_1";
  const Identity identity = find_or_create_identity(transaction, wanted).identity;
  return find_user(transaction, identity.user_id).value().registration_source;
}

template <class Work>
std::string ask(Work work) {
  const Clock clock;
  boost::asio::io_context network;
  const test::TestDatabase place;
  Database database(place.url(), clock);
  auto answer = boost::asio::co_spawn(network, database.run(work), boost::asio::use_future);
  network.run();
  return answer.get();
}

}  // namespace

TEST_CASE("registration_source tells where an account began", "[mini_login][store]") {
  CHECK(ask(source_of_visitor) == "miniapp");
  CHECK(ask(source_of_web_user) == "web");
}
