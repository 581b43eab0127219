// What an application keeps about a user beside the profile.
#include "store/user_metadata.h"

#include <soci/soci.h>

namespace hufu::mock {

std::string find_user_metadata(Transaction& transaction, const std::string& user_id) {
  std::string content;
  transaction.sql() << "SELECT content FROM user_metadata WHERE user_id = :user",
      soci::into(content), soci::use(user_id);
  return transaction.sql().got_data() ? content : "{}";
}

void keep_user_metadata(Transaction& transaction, const std::string& user_id,
                        const std::string& content) {
  transaction.sql() << "DELETE FROM user_metadata WHERE user_id = :user", soci::use(user_id);
  transaction.sql() << "INSERT INTO user_metadata (user_id, content) VALUES (:user, :content)",
      soci::use(user_id), soci::use(content);
}

}  // namespace hufu::mock
