// The request line and header fields of one request, as RFC 9112 wants them.
#pragma once

#include <boost/beast/http/message.hpp>
#include <optional>

#include "http/message.h"

namespace hufu::mock {

/// Fills in method, target, path, query and header fields. The status to refuse it with, if it
/// could be read in two ways, by us and by whoever stands before us: its length (section 6.3), its
/// host (section 3.2), its target. Refused requests end their connection.
std::optional<int> read_head(const boost::beast::http::request_header<>& head, Request& request);

}  // namespace hufu::mock
