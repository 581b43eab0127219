// The stored session: its form, its versions, and what to do with one that is not ours.
#pragma once

#include <optional>
#include <string_view>

#include "base/ref.h"
#include "base/text.h"
#include "base/value.h"
#include "dialects/grant.h"
#include "hufu/config.h"
#include "hufu/time.h"
#include "vault/generation.h"

namespace hufu::vault {

/// A session as it is kept. Immutable once made; flows share it by `RecordRef`.
struct Record {
  Text backend;   ///< The dialect that gave it, e.g. `unified`.
  Text base_url;  ///< The server that gave it: a token is never offered to another one.
  Text access_token;
  Text refresh_token;       ///< Empty where the session is renewed by a new sign-in.
  WallTime received;        ///< By this machine's clock, right or wrong.
  Millis lifetime_ms = 0;   ///< Of the access token, counted from `received`; 0 if unknown.
  Value user;               ///< `{id, nickname, avatar_url}`; null if unknown.
  Value session_user = {};  ///< The same as the server said it, where it is stored so.
  bool needs_user = false;  ///< The server ended it and only the person can go on.
  Value ended = {};         ///< Why that is.

  // Not stored: how sure the server is of the person, the end of the access token by what it says
  // itself (0 if nothing) and by the uptime of this process, and whose it is.
  Text assurance;
  WallTime end{};
  Uptime expires{};
  Person person = 0;
};

using RecordRef = Ref<const Record>;

/// What reading a stored text gives.
enum class Reading {
  ok,
  corrupt,  ///< Not readable at all.
  foreign,  ///< Readable, but of a newer version, or of another backend or server.
};

struct ReadRecord {
  Reading reading = Reading::corrupt;
  Record record;
};

/// Version 1, the present one: a JSON object with `hufu_session: 1`. A session of GoTrue is written
/// as @supabase/supabase-js writes it, so that either reads the other's.
Text write_record(const Record& record);

/// Reads every version that was ever written, and version 0: a bare access token, as document
/// 000's own code leaves it in `wx.setStorageSync('wechat_token')`. For GoTrue also a session of
/// @supabase/supabase-js, with or without `base64-` around it. `server_offset_ms` is the server's
/// time less the wall clock's, as far as it is known.
ReadRecord read_record(std::string_view text, std::string_view backend, std::string_view base_url,
                       Now now, Millis server_offset_ms = 0);

/// The record of a session that was granted just now, of nobody in particular yet.
Record record_of(const dialects::Grant& grant, const Config& config, Now now);

bool same_tokens(const Record& a, const Record& b);

/// Whether both are of one person: by the user's id, else by what the tokens say of their subject;
/// nothing where neither tells.
std::optional<bool> same_person(const Record& a, const Record& b);

/// When the token of a record that was read ends: by its own times and the server's clock; where
/// these say nothing, counted from `received` by the wall clock. Never more than a whole life from
/// now, and now if it comes from the future.
Uptime expiry(const Record& record, Now now, Millis server_offset_ms);

}  // namespace hufu::vault
