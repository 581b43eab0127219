// What may stand in a record as it is: names of header fields and members whose values are never
// secret, whoever sends them.
#pragma once

#include <string>
#include <string_view>

namespace hufu::mock::record {

std::string lower_case(std::string_view text);
/// `name` in lower case.
bool is_harmless_header(std::string_view name);
/// Members of JSON, fields of forms and queries, parameters of paths.
bool is_harmless_member(std::string_view name);
/// `state` is where a ceremony stands, or a secret of OAuth.
bool is_known_state(std::string_view value);
/// False for what could be a value in the place of a name.
bool looks_like_a_name(std::string_view name);

}  // namespace hufu::mock::record
