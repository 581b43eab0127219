// JSON as the core sees it: two readers and a compact writer.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/value.h"

namespace hufu::json {

struct Limits {
  std::size_t depth = 64;      ///< Arrays and objects inside each other.
  std::size_t members = 1024;  ///< Of one object; each is compared with those before it.
};

/// Reads one JSON text. Nothing for whatever RFC 8259 does not allow, and for invalid UTF-8, lone
/// surrogates, trailing text, a name twice in one object, numbers beyond double, and what exceeds
/// `Limits`. A byte order mark at the start is skipped, as the RFC permits.
std::optional<Value> parse(std::string_view text);

/// The same for what other programs have written and people depend on (answers, stored sessions,
/// what an application gives): where `parse` would refuse the whole text, a lone surrogate and
/// invalid UTF-8 become U+FFFD, of two members of one name the last counts, and a number beyond
/// double is null. Broken grammar is refused as ever.
std::optional<Value> parse_leniently(std::string_view text);

/// Compact JSON, as `Writer` (json_writer.h) has it.
Text dump(const Value& value);

}  // namespace hufu::json
