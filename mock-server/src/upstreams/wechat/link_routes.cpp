// /wxa/generate_urllink and /wxa/generatescheme (developers.weixin.qq.com: generateUrlLink,
// generateScheme).
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "upstreams/wechat/answers.h"
#include "upstreams/wechat/app_wish.h"
#include "upstreams/wechat/errcode.h"
#include "upstreams/wechat/routes.h"

namespace hufu::mock::wechat {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestQuery = 1024;
constexpr WallMs kShortestLifeMs = 60'000;
constexpr WallMs kLifeUnitMs = 24 * 3600 * 1000;  // of expire_interval
constexpr int kMostDays = 30;

// Other than for a code the slash before it does no harm.
std::string path_in(const json& target, const Console& console) {
  std::string path = text_of(target, "path");
  if (path.starts_with('/')) path.erase(0, 1);
  if (path.find('?') != std::string::npos || !console.has_page(path)) throw invalid_page_path();
  return path;
}

std::string query_in(const json& target) {
  std::string query = text_of(target, "query");
  const auto fits = [](char symbol) { return is_query_symbol(symbol) || symbol == '%'; };
  if (query.size() > kLongestQuery || !std::ranges::all_of(query, fits)) throw invalid_query();
  return query;
}

std::int64_t number_in(const json& body, const char* name, std::int64_t otherwise) {
  const auto found = body.find(name);
  if (found == body.end()) return otherwise;
  if (!found->is_number_integer()) throw malformed_body();
  return *found;
}

// Who asks for one that does not end gets thirty days.
WallMs end_in(const json& body, WallMs now_ms) {
  const std::int64_t type = number_in(body, "expire_type", 0);
  const std::int64_t days = number_in(body, "expire_interval", kMostDays);
  const std::int64_t time_s =
      number_in(body, "expire_time", (now_ms + kMostDays * kLifeUnitMs) / 1000);
  if (type == 1) {
    if (days < 1 || days > kMostDays) throw invalid_link_life();
    return now_ms + days * kLifeUnitMs;
  }
  const WallMs ends_ms = time_s * 1000;
  if (type != 0 || ends_ms < now_ms + kShortestLifeMs || ends_ms > now_ms + kMostDays * kLifeUnitMs)
    throw invalid_link_life();
  return ends_ms;
}

// Who may ask at all comes first, and only what is made counts for the day.
std::string keep(World& world, const App& app, const json& body, const json& target,
                 OpeningKind kind, WallMs now_ms) {
  if (app.console.personal) throw no_right_to_links();
  if (!app.console.published) throw no_online_version();
  const Opening opening = {.app_id = app.id,
                           .page = path_in(target, app.console),
                           .query = query_in(target),
                           .env_version = env_version_in(target, invalid_env_version()),
                           .kind = kind,
                           .ends_ms = end_in(body, now_ms)};
  world.links_per_second.count(app.id);
  world.links_per_day.count(app.id);
  return world.openings.keep(opening);
}

json make_url_link(World& world, const Request& request, WallMs now_ms) {
  const App& app = asking_app(world, request);
  const json body = body_of(request);
  if (body.contains("cloud_base")) throw no_cloud();
  const std::string ticket = keep(world, app, body, body, OpeningKind::url_link, now_ms);
  return {{"errcode", 0}, {"errmsg", "ok"}, {"url_link", world.link_url + ticket}};
}

json make_scheme(World& world, const Request& request, WallMs now_ms) {
  const App& app = asking_app(world, request);
  const json body = body_of(request);
  const json target = body.value("jump_wxa", json::object());
  if (!target.is_object()) throw malformed_body();
  const std::string ticket = keep(world, app, body, target, OpeningKind::scheme, now_ms);
  return {{"errcode", 0}, {"errmsg", "ok"}, {"openlink", "weixin://dl/business/?t=" + ticket}};
}

}  // namespace

void register_link_routes(Router& router, const std::shared_ptr<World>& world, const Clock& clock) {
  const auto add = [&](const char* pattern, auto make) {
    router.add("POST", pattern,
               answer_with(AnswerType::application_json, clock,
                           [world, &clock, make](const Request& request) {
                             return make(*world, request, clock.now_ms());
                           }));
  };
  add("/wechat/wxa/generate_urllink", make_url_link);
  add("/wechat/wxa/generatescheme", make_scheme);
}

}  // namespace hufu::mock::wechat
