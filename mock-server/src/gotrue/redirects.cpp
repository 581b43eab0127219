// Where a browser may be sent with a code.
#include "gotrue/redirects.h"

#include <algorithm>

#include "http/message.h"
#include "http/url.h"

namespace hufu::mock {
namespace {

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

bool fits(const Url& wanted, const Url& allowed) {
  if (wanted.scheme != allowed.scheme || wanted.host != allowed.host ||
      wanted.target != allowed.target)
    return false;
  return wanted.port == allowed.port || is_loopback(allowed.host);
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

std::string error_fields(const std::string& error, const std::string& code,
                         const std::string& description) {
  return "error=" + encode_percent(error) + "&error_code=" + encode_percent(code) +
         "&error_description=" + encode_percent(description);
}

std::string with_query(const std::string& url, const std::string& query) {
  return url + (url.find('?') == std::string::npos ? "?" : "&") + query;
}

}  // namespace

bool is_allowed_redirect(const Config& config, const std::string& url) {
  if (url.empty()) return false;
  return fits_text(url, config.site_url) ||
         std::ranges::any_of(config.redirect_urls,
                             [&](const std::string& allowed) { return fits_text(url, allowed); });
}

std::string choose_redirect(const Config& config, const std::string& wanted) {
  return is_allowed_redirect(config, wanted) ? wanted : config.site_url;
}

std::string with_code(const std::string& url, const std::string& code) {
  return with_query(url, "code=" + encode_percent(code));
}

std::string with_error(const std::string& url, const std::string& error, const std::string& code,
                       const std::string& description) {
  const std::string fields = error_fields(error, code, description);
  return with_query(url, fields) + "#" + fields + "&sb=";
}

}  // namespace hufu::mock
