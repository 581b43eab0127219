#include "qr_page.h"

#include <stdexcept>

#include "http.h"

namespace demo {
namespace {

std::string without_entities(std::string text) {
  const std::string entity = "&amp;";
  for (std::size_t at = text.find(entity); at != std::string::npos; at = text.find(entity, at + 1))
    text.replace(at, entity.size(), "&");
  return text;
}

// The page lists a link for each person that the fake WeChat knows.
std::string link_of(const std::string& page, const std::string& wechat_person) {
  const std::string opening = "<a href=\"";
  const std::string ending = "person=" + wechat_person;
  for (std::size_t at = page.find(opening); at != std::string::npos; at = page.find(opening, at)) {
    at += opening.size();
    const std::string link = page.substr(at, page.find('"', at) - at);
    if (link.ends_with(ending)) return without_entities(link);
  }
  throw std::runtime_error("WeChat's page does not offer this person");
}

std::string redirect_of(const std::string& url) {
  const HttpReply reply = send_http("GET", url);
  if (reply.status == 302 && !reply.location.empty()) return reply.location;
  throw std::runtime_error("no redirect but status " + std::to_string(reply.status) + " from " +
                           url.substr(0, url.find('?')));
}

}  // namespace

std::string sign_in_by_qr_code(const std::string& url, const std::string& server,
                               const std::string& wechat_person) {
  const HttpReply page = send_http("GET", redirect_of(url));
  const std::string callback = redirect_of(server + link_of(page.body, wechat_person));
  return redirect_of(callback);
}

std::string parameter(const std::string& url, const std::string& name) {
  for (const char before : {'?', '&'}) {
    const std::string start = before + name + "=";
    const std::size_t at = url.find(start);
    if (at == std::string::npos) continue;
    const std::size_t from = at + start.size();
    return url.substr(from, url.find_first_of("&#", from) - from);
  }
  return "";
}

}  // namespace demo
