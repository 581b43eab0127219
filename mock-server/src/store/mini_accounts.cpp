// What mini_login knows somebody by.
#include "store/mini_accounts.h"

#include <soci/soci.h>

#include <optional>
#include <stdexcept>

#include "crypto/random.h"

namespace hufu::mock {
namespace {

// Not counted up: a number that tells how many users there are is nobody's business.
std::int64_t random_number() {
  return std::stoll(random_symbols(1, "123456789") + random_symbols(14, "0123456789"));
}

std::optional<MiniAccount> find(Transaction& transaction, const std::string& user_id) {
  MiniAccount account;
  long long number = 0;
  transaction.sql() << "SELECT user_id, number, username FROM mini_accounts WHERE user_id = :user",
      soci::into(account.user_id), soci::into(number), soci::into(account.username),
      soci::use(user_id);
  if (!transaction.sql().got_data()) return std::nullopt;
  account.number = number;
  return account;
}

}  // namespace

MiniAccount find_or_create_mini_account(Transaction& transaction, const std::string& user_id) {
  for (int round = 0; round < 5; ++round) {
    if (auto account = find(transaction, user_id)) return *account;
    const long long number = random_number();
    const std::string username = "wx_" + random_symbols(12, "abcdefghijklmnopqrstuvwxyz0123456789");
    // Another process may have been first, and a number may be taken, once in a long time.
    transaction.sql() << "INSERT INTO mini_accounts (user_id, number, username) VALUES (:user, "
                         ":number, :username) ON CONFLICT DO NOTHING",
        soci::use(user_id), soci::use(number), soci::use(username);
  }
  throw std::runtime_error("no free number");
}

}  // namespace hufu::mock
