// Where a browser may be sent with a code.
#include "gotrue/redirects.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <string_view>

#include "http/message.h"
#include "http/url.h"

namespace hufu::mock::gotrue {
namespace {

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

// What a program on the person's own machine adds to know its way back again: `?state=` and
// letters.
std::string without_state(const std::string& target) {
  const std::string mark = "?state=";
  const std::size_t at = target.find(mark);
  if (at == std::string::npos) return target;
  const std::string_view state = std::string_view(target).substr(at + mark.size());
  const bool is_plain_state =
      !state.empty() && std::ranges::all_of(state, [](unsigned char letter) {
        return std::isalnum(letter) != 0 || letter == '-' || letter == '_';
      });
  return is_plain_state ? target.substr(0, at) : target;
}

bool fits(const Url& wanted, const Url& allowed) {
  if (wanted.scheme != allowed.scheme || wanted.host != allowed.host) return false;
  if (wanted.port == allowed.port && wanted.target == allowed.target) return true;
  return is_loopback(allowed.host) && without_state(wanted.target) == allowed.target;
}

// What `parse_url` reads as equal without being it: "http://h/a#b", "http://h:/a", "http://h?a".
bool is_plain(const std::string& text, const Url& url) {
  const bool is_v6 = url.host.find(':') != std::string::npos;
  const std::string host = is_v6 ? "[" + url.host + "]" : url.host;
  const std::string bare = url.scheme + "://" + host;
  const std::string with_port = bare + ":" + url.port;
  return text == bare + url.target || text == with_port + url.target ||
         (url.target == "/" && (text == bare || text == with_port));
}

bool fits_text(const std::string& wanted, const std::string& allowed) {
  if (wanted == allowed) return true;  // also schemes of applications
  const auto wanted_url = parse_url(wanted);
  const auto allowed_url = parse_url(allowed);
  return wanted_url && allowed_url && is_plain(wanted, *wanted_url) &&
         fits(*wanted_url, *allowed_url);
}

// RFC 6749, 4.1.2.1 has few of them: what it was says the code beside it.
const char* oauth_name_of(const Error& error) {
  if (error.status == 403) return "access_denied";
  return error.status >= 500 ? "server_error" : "invalid_request";
}

std::string error_fields(const Error& error) {
  return std::string("error=") + oauth_name_of(error) +
         "&error_code=" + encode_percent(error.code) +
         "&error_description=" + encode_percent(error.message);
}

std::string with_query(const std::string& url, const std::string& query) {
  return url + (url.find('?') == std::string::npos ? "?" : "&") + query;
}

}  // namespace

bool is_allowed_redirect(const MockConfig& config, const std::string& url) {
  if (url.empty()) return false;
  return fits_text(url, config.site_url) ||
         std::ranges::any_of(config.redirect_urls,
                             [&](const std::string& allowed) { return fits_text(url, allowed); });
}

std::string choose_redirect(const MockConfig& config, const std::string& wanted) {
  return is_allowed_redirect(config, wanted) ? wanted : config.site_url;
}

std::string with_code(const std::string& url, const std::string& code) {
  return with_query(url, "code=" + encode_percent(code));
}

std::string with_error(const std::string& url, const Error& error) {
  const std::string fields = error_fields(error);
  return with_query(url, fields) + "#" + fields + "&sb=";
}

std::string with_error_fragment(const std::string& url, const Error& error) {
  return url + "#" + error_fields(error) + "&sb=";
}

std::string with_message(const std::string& url, const std::string& message, bool has_pkce) {
  const std::string field = "message=" + encode_percent(message);
  return (has_pkce ? with_query(url, field) : url) + "#" + field + "&sb=";
}

std::string with_session(const std::string& url, const nlohmann::json& session,
                         const std::string& type) {
  std::string fields;
  for (const char* name :
       {"access_token", "expires_at", "expires_in", "refresh_token", "token_type"}) {
    if (!session.contains(name)) continue;
    const nlohmann::json& value = session.at(name);
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    fields += (fields.empty() ? "" : "&") + std::string(name) + "=" + encode_percent(text);
  }
  if (!type.empty()) fields += "&type=" + encode_percent(type);
  return url + "#" + fields + "&sb=";
}

}  // namespace hufu::mock::gotrue
