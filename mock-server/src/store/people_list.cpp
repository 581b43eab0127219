// Everybody, a page at a time.
#include "store/people_list.h"

#include <soci/soci.h>

#include "store/unprepared.h"

namespace hufu::mock {
namespace {

// Against whatever stands in it: a filter is a part, no pattern.
std::string pattern_of(const std::string& filter) {
  std::string pattern = "%";
  for (const char symbol : filter) {
    if (symbol == '%' || symbol == '_' || symbol == '\\') pattern += '\\';
    pattern += symbol;
  }
  return pattern + "%";
}

std::string from_people(const std::string& more) {
  return "FROM users WHERE merged_into = '' AND (LOWER(nickname) LIKE LOWER(:name) ESCAPE '\\' OR "
         "EXISTS (SELECT 1 FROM identities WHERE user_id = users.id AND provider = 'email' AND "
         "subject LIKE LOWER(:email) ESCAPE '\\')) " +
         more;
}

std::int64_t count_people(Transaction& transaction, const std::string& pattern) {
  long long total = 0;
  transaction.sql() << "SELECT COUNT(*) " << from_people(""), soci::into(total), soci::use(pattern),
      soci::use(pattern);
  return total;
}

std::vector<std::string> ids_on_page(Transaction& transaction, const std::string& pattern,
                                     const PeopleQuestion& question) {
  const std::string direction = question.oldest_first ? "" : " DESC";
  const long long most = question.most;
  const long long skipped = question.skipped;
  std::string id;
  std::vector<std::string> ids;
  const auto take = [&] { ids.push_back(id); };
  take_rows(transaction,
            "SELECT id " + from_people("ORDER BY created_ms" + direction + ", id" + direction +
                                       " LIMIT :most OFFSET :skipped"),
            take, soci::into(id), soci::use(pattern), soci::use(pattern), soci::use(most),
            soci::use(skipped));
  return ids;
}

}  // namespace

PeoplePage list_people(Transaction& transaction, const PeopleQuestion& question) {
  const std::string pattern = pattern_of(question.filter);
  PeoplePage page;
  page.total = count_people(transaction, pattern);
  for (const std::string& id : ids_on_page(transaction, pattern, question))
    page.users.push_back(find_user(transaction, id).value());
  return page;
}

}  // namespace hufu::mock
