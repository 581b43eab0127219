#include "dialects/grant.h"

#include "dialects/mapping.h"
#include "text/headers.h"

namespace hufu::dialects {

std::optional<Grant> read_grant(const Dialect& dialect, const json::Value& body) {
  auto read = map(dialect.grant, body, Absent::filled);
  if (!read || !text::is_clean_token(read->text_or("access_token", ""))) return std::nullopt;
  Grant grant;
  grant.access_token = Secret(read->take_text("access_token"));
  grant.refresh_token = Secret(read->take_text("refresh_token"));
  grant.lifetime_ms = read->number_or("lifetime_ms", 0);
  grant.expires_at_ms = read->number_or("expires_at_ms", 0);
  grant.user = read->take("user");
  grant.session_user = read->take("session_user");
  grant.is_new_user = read->bool_or("is_new_user", false);
  return grant;
}

}  // namespace hufu::dialects
