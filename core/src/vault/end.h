// Why a session ended: what `session()` tells of it, and the note of it in the store.
#pragma once

#include <string_view>

#include "base/fault.h"
#include "base/text.h"
#include "base/value.h"
#include "hufu/session.h"
#include "hufu/time.h"

namespace hufu::vault {

/// The members of `hufu::SessionEnd`. Of `why`, null where nothing went wrong, only what the table
/// of meanings knows by name goes into it: no word that a server or a host has made up, so that no
/// token and no address can.
Value end_of(EndCause cause, const Fault& why, WallTime at);

/// The end that the server gave for a renewal that it refused for good (R3).
EndCause cause_of(const Fault& refusal);

Text write_end(const Value& end);
/// Null where that is none: anybody can write into a store.
Value read_end(const Value* value);
Value read_end(std::string_view text);

}  // namespace hufu::vault
