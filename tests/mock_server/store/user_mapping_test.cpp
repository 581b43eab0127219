// The view with the columns of the document, over the tables that hold the truth.
#include <soci/soci.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "base/clock.h"
#include "store/database.h"
#include "store/identities.h"
#include "support/test_database.h"

using namespace hufu::mock;

namespace {

struct Row {
  std::string unified_user_id, clerk_user_id, wechat_openid, wechat_unionid, email, nickname,
      avatar_url;
  long long id = 0;
  std::string created_at, updated_at;
  bool sorts_by_time = false;
};

// A person with both halves: a Clerk identity moved to the WeChat user.
Row make_person(Transaction& transaction) {
  NewIdentity wechat;
  wechat.provider = "wechat";
  wechat.app_id = "wx1";
  wechat.subject = "openid1";
  wechat.unionid = "unionid1";
  wechat.nickname = "阿虎";
  const std::string user_id = find_or_create_identity(transaction, wechat).identity.user_id;
  NewIdentity clerk;
  clerk.provider = "clerk";
  clerk.app_id = "https://clerk.example";
  clerk.subject = "user_1";
  const Identity other = find_or_create_identity(transaction, clerk).identity;
  REQUIRE(move_identity(transaction, other, user_id));
  REQUIRE_FALSE(move_identity(transaction, other, user_id));  // it is no longer the old owner's

  Row row;
  soci::indicator no_email = soci::i_ok;
  transaction.sql() << "SELECT id, unified_user_id, clerk_user_id, wechat_openid, wechat_unionid, "
                       "email, nickname, "
                       "avatar_url, CAST(created_at AS TEXT), CAST(updated_at AS TEXT) FROM "
                       "user_mapping WHERE unified_user_id = :id",
      soci::into(row.id), soci::into(row.unified_user_id), soci::into(row.clerk_user_id),
      soci::into(row.wechat_openid), soci::into(row.wechat_unionid),
      soci::into(row.email, no_email), soci::into(row.nickname), soci::into(row.avatar_url),
      soci::into(row.created_at), soci::into(row.updated_at), soci::use(user_id);
  CHECK(no_email == soci::i_null);
  // As SQL written for the document's table asks.
  int newer = 0;
  transaction.sql() << "SELECT COUNT(*) FROM user_mapping WHERE created_at > '2020-01-01' "
                       "AND created_at < '2100-01-01' AND id > 0",
      soci::into(newer);
  row.sorts_by_time = newer > 0;
  return row;
}

}  // namespace

TEST_CASE("user_mapping shows both halves of a person in one row", "[store]") {
  const Clock clock;
  boost::asio::io_context network;
  const test::TestDatabase place;
  Database database(place.url(), clock);
  auto row = boost::asio::co_spawn(network, database.run(make_person), boost::asio::use_future);
  network.run();
  const Row found = row.get();
  CHECK(found.clerk_user_id == "user_1");
  CHECK(found.wechat_openid == "openid1");
  CHECK(found.wechat_unionid == "unionid1");
  CHECK(found.nickname == "阿虎");
  CHECK(found.id > 0);
  CHECK(found.created_at.starts_with("20"));
  CHECK(found.sorts_by_time);
}
