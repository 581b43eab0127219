// A small language for what stands where in a request and in an answer, so that a dialect is a
// table.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/value.h"

namespace hufu::dialects {

enum class Absent : std::uint8_t {
  left_out,  ///< In a request: what is not given is not sent.
  filled,    ///< In an outcome: text is empty, a number 0, an object null.
};

/// Builds an object from the members of another. A mapping is a list of items, with a space
/// between:
///
///     nickname                     the text of that name; a number becomes text
///     avatar_url=avatarUrl         the same under another name
///     code=error_code|code|error   the first of these that is there and not empty
///     nickname=user_metadata.name  inside an object
///     grant_type='refresh_token'   this very text
///     state!                       may be neither missing nor empty
///     expires_in_ms=expiresIn#     a number, also in quotes: seconds, to be milliseconds
///     is_new_user=isNewUser&       true or false
///     created_at_ms=created_at:    a date (RFC 3339), to be milliseconds since 1970; 0 if none
///     user_metadata~               an object, as it is; in an outcome `{}` if there is none
///     raw=.~                       the whole, as it is
///     user{id! nickname}           an object; null if something that has to be in it is not there
///     userInfo=.{nickName}         an object made of members of this one; `.` is the whole
///     identities[provider]         a list of objects
///
/// The signs are those of fields.h. Each table is read when it is compiled (check.h): a source of a
/// request that is no argument of its operation is an error of the compiler.
///
/// Null if something is missing that has to be there.
Value map(std::string_view mapping, const Value& from, Absent absent);

/// The first text at `sources` (`error_code|code|error`) that is not empty; else a number, as text;
/// empty if there is none. `message.0` is the first of a list.
Text find_text(std::string_view sources, const Value& from);

}  // namespace hufu::dialects
