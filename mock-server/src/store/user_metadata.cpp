// What an application keeps about a user beside the profile.
#include "store/user_metadata.h"

#include <soci/soci.h>

namespace hufu::mock {
namespace {

// Asked with every user object of the GoTrue surface.
struct MetadataOfUser {
  explicit MetadataOfUser(Transaction& transaction)
      : statement(transaction.prepare("SELECT content FROM user_metadata WHERE user_id = $1",
                                      {&user_id}, {&content})) {}

  std::string user_id;
  std::string content;
  std::unique_ptr<Statement> statement;
};

}  // namespace

std::string find_user_metadata(Transaction& transaction, const std::string& user_id) {
  auto& query = transaction.prepared<MetadataOfUser>();
  query.user_id = user_id;
  return query.statement->find() ? query.content : "{}";
}

void keep_user_metadata(Transaction& transaction, const std::string& user_id,
                        const std::string& content) {
  transaction.sql() << "DELETE FROM user_metadata WHERE user_id = :user", soci::use(user_id);
  transaction.sql() << "INSERT INTO user_metadata (user_id, content) VALUES (:user, :content)",
      soci::use(user_id), soci::use(content);
}

}  // namespace hufu::mock
