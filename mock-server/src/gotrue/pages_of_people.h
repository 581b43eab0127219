// Which people a list of users wants, and where the next ones are.
#pragma once

#include "http/message.h"
#include "store/people_list.h"

namespace hufu::mock::gotrue {

/// Of `page`, `per_page`, `sort` ("created_at asc") and `filter`. Throws `Error` 400
/// `validation_failed`.
PeopleQuestion read_people_question(const Request& request);

/// `X-Total-Count`, and `Link` to the next page and the last one. Paths in it begin below the
/// surface's prefix, as GoTrue behind its gateway says them.
void tell_of_pages(Response& response, const Request& request, const PeopleQuestion& question,
                   std::int64_t total);

}  // namespace hufu::mock::gotrue
