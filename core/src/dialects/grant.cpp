#include "dialects/grant.h"

#include "dialects/mapping.h"
#include "text/headers.h"

namespace hufu::dialects {

Grant read_grant(const Dialect& dialect, const Value& body) {
  Value read = map(dialect.grant, body, Absent::filled);
  if (!text::is_clean_token(read.text_or("access_token", ""))) return nullptr;
  Grant grant = Grant::make();
  grant->access_token = read.text_of("access_token");
  grant->refresh_token = read.text_of("refresh_token");
  grant->lifetime_ms = read.number_or("lifetime_ms", 0);
  grant->expires_at_ms = read.number_or("expires_at_ms", 0);
  grant->user = read.at("user");
  if (!grant->user.is_null()) grant->session_user = read.at("session_user");
  grant->is_new_user = read.bool_or("is_new_user", false);
  return grant;
}

}  // namespace hufu::dialects
