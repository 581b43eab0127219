// Uploaded pictures, as base64 text: binary columns differ too much between databases.
#include "store/avatars.h"

#include <soci/soci.h>

#include "crypto/encoding.h"
#include "crypto/random.h"

namespace hufu::mock {

std::string keep_avatar(Transaction& transaction, const std::string& user_id,
                        const Avatar& avatar) {
  const std::string id = random_hex(16);
  const std::string base64 = encode_base64(avatar.bytes);
  const long long now_ms = transaction.now_ms();
  transaction.sql() << "DELETE FROM avatars WHERE user_id = :user", soci::use(user_id);
  transaction.sql() << "INSERT INTO avatars (id, user_id, content_type, base64, created_ms) VALUES "
                       "(:id, :user, :type, :data, :now)",
      soci::use(id), soci::use(user_id), soci::use(avatar.content_type), soci::use(base64),
      soci::use(now_ms);
  return id;
}

std::optional<Avatar> find_avatar(Transaction& transaction, const std::string& id) {
  Avatar avatar;
  std::string base64;
  transaction.sql() << "SELECT content_type, base64 FROM avatars WHERE id = :id",
      soci::into(avatar.content_type), soci::into(base64), soci::use(id);
  if (!transaction.sql().got_data()) return std::nullopt;
  avatar.bytes = decode_base64(base64).value_or("");
  return avatar;
}

}  // namespace hufu::mock
