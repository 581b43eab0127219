// Which people a list of users wants, and where the next ones are.
#include "gotrue/pages_of_people.h"

#include <map>
#include <optional>
#include <string>

#include "gotrue/errors.h"
#include "gotrue/gotrue.h"
#include "http/message.h"

namespace hufu::mock::gotrue {
namespace {

constexpr std::int64_t kMostOnAPage = 1000;
constexpr std::int64_t kLastPage = 1'000'000'000;

std::int64_t read_number(const Request& request, const char* name, std::int64_t otherwise) {
  const std::string text = request.query_value(name).value_or("");
  if (text.empty()) return otherwise;
  if (text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos)
    throw validation_failed(std::string("Bad Pagination Parameters: ") + name + " is no number");
  return std::stoll(text);
}

bool wants_oldest_first(const Request& request) {
  const std::string sort = request.query_value("sort").value_or("");
  if (sort.empty() || sort == "created_at" || sort == "created_at desc") return false;
  if (sort == "created_at asc") return true;
  throw validation_failed("Bad Sort Parameters: people are sorted by created_at, asc or desc");
}

// With the names in order, as GoTrue's clients take it apart by the place of the first "=".
std::string address_of_page(const Request& request, std::int64_t page) {
  std::map<std::string, std::string> fields;
  for (const auto& [name, value] : request.query)
    fields.emplace(name, value);
  fields["page"] = std::to_string(page);
  std::string query;
  for (const auto& [name, value] : fields)
    query += (query.empty() ? "?" : "&") + encode_percent(name) + "=" + encode_percent(value);
  return "</admin/users" + query + ">";
}

}  // namespace

PeopleQuestion read_people_question(const Request& request) {
  PeopleQuestion question;
  question.filter = request.query_value("filter").value_or("");
  question.oldest_first = wants_oldest_first(request);
  const std::int64_t page = read_number(request, "page", 1);
  question.most = read_number(request, "per_page", question.most);
  if (question.most == 0)
    throw validation_failed("Bad Pagination Parameters: per_page must be greater than 0");
  question.most = std::min(question.most, kMostOnAPage);
  question.skipped = page < 1 ? 0 : (std::min(page, kLastPage) - 1) * question.most;
  return question;
}

void tell_of_pages(Response& response, const Request& request, const PeopleQuestion& question,
                   std::int64_t total) {
  const std::int64_t page = question.skipped / question.most + 1;
  const std::int64_t pages = (total + question.most - 1) / question.most;
  std::string link;
  if (pages > page) link = address_of_page(request, page + 1) + "; rel=\"next\", ";
  link += address_of_page(request, pages) + "; rel=\"last\"";
  response.headers.set("Link", link);
  response.headers.set("X-Total-Count", std::to_string(total));
}

}  // namespace hufu::mock::gotrue
