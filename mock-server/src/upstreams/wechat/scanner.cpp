// The scanner of the fake WeChat, and what follows links on a phone.
#include "upstreams/wechat/scanner.h"

#include <algorithm>

#include "http/message.h"
#include "upstreams/wechat/errcode.h"
#include "upstreams/wechat/stand_in.h"

namespace hufu::mock::wechat {
namespace {

constexpr std::size_t kLongestPlainQuery = 256;
constexpr int kFromUrlLink = 1194;
constexpr int kFromScheme = 1065;
constexpr int kFromPlainScheme = 1286;

int scene_of_code(ScanHow how) { return 1047 + static_cast<int>(how); }
int scene_of_ordinary_link(ScanHow how) { return 1011 + static_cast<int>(how); }

std::map<std::string, std::string> split_query(const std::string& query) {
  std::map<std::string, std::string> split;
  for (std::size_t at = 0; at < query.size();) {
    const std::size_t end = std::min(query.find('&', at), query.size());
    const std::string pair = query.substr(at, end - at);
    const std::size_t equals = pair.find('=');
    split[pair.substr(0, equals)] = equals == std::string::npos ? "" : pair.substr(equals + 1);
    at = end + 1;
  }
  return split;
}

Opened opened(const Opening& opening, int scene) {
  return {opening.app_id, opening.page, opening.env_version, split_query(opening.query), scene};
}

/// The value behind `name` in the query of a scheme, decoded; empty where there is none.
std::string value_in(const std::string& query, const std::string& name) {
  const auto values = parse_form(query);
  if (!values) return "";
  const auto found = values->find(name);
  return found == values->end() ? "" : found->second;
}

// What somebody has put behind a link of theirs comes as a value of its own.
Opened open_ticket(World& world, const std::string& ticket, const std::string& query, int scene) {
  const Opening* opening = world.openings.find(ticket);
  if (opening == nullptr) throw no_such_link();
  world.opens_per_day.count(opening->app_id);
  Opened result = opened(*opening, scene);
  if (const auto custom = split_query(query); custom.contains("cq"))
    result.query["cq"] = custom.at("cq");
  return result;
}

Opened open_plain(World& world, const std::string& query) {
  const std::string app_id = value_in(query, "appid");
  const std::string page = value_in(query, "path");
  const std::string values = value_in(query, "query");
  const App* app = world.people.find_app(app_id);
  if (app == nullptr || app->console.personal || !app->console.has_plain_page(page))
    throw no_plain_scheme();
  if (values.size() > kLongestPlainQuery) throw invalid_query();
  world.opens_per_day.count(app_id);
  const std::string version = value_in(query, "env_version");
  return {app_id, page, version.empty() ? "release" : version, split_query(values),
          kFromPlainScheme};
}

}  // namespace

std::optional<Opened> scan_picture(World& world, const std::string& picture, ScanHow how) {
  const Opening* opening = world.openings.of_picture(picture);
  if (opening == nullptr) return std::nullopt;
  return opened(*opening, scene_of_code(how));
}

std::optional<Opened> scan_newest(World& world, ScanHow how) {
  const auto& newest = world.openings.newest_code();
  if (!newest) return std::nullopt;
  return opened(*newest, scene_of_code(how));
}

std::optional<Opened> scan_text(World& world, const std::string& text, ScanHow how) {
  if (const auto opening = read_stand_in(text)) return opened(*opening, scene_of_code(how));
  for (const auto& [id, app] : world.people.apps()) {
    const LinkRule* rule = app.console.rule_for(text);
    if (rule != nullptr) {
      return Opened{id,
                    rule->page,
                    rule->published ? "release" : "trial",
                    {{"q", encode_percent(text)}},
                    scene_of_ordinary_link(how)};
    }
  }
  return std::nullopt;
}

Opened open_link(World& world, const std::string& url) {
  constexpr std::string_view kScheme = "weixin://dl/business/?";
  const std::size_t mark = url.find('?');
  const std::string query = mark == std::string::npos ? "" : url.substr(mark + 1);
  if (url.starts_with(kScheme)) {
    const std::string ticket = value_in(query, "t");
    return ticket.empty() ? open_plain(world, query)
                          : open_ticket(world, ticket, query, kFromScheme);
  }
  if (!url.starts_with(world.link_url)) throw no_such_link();
  const std::string ticket = url.substr(world.link_url.size(), mark - world.link_url.size());
  return open_ticket(world, ticket, query, kFromUrlLink);
}

}  // namespace hufu::mock::wechat
