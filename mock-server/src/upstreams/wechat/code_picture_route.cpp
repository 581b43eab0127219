// /wxa/getwxacodeunlimit: a picture where all is well, JSON where it is not
// (developers.weixin.qq.com: getUnlimitedQRCode).
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "http/at_once.h"
#include "upstreams/wechat/answers.h"
#include "upstreams/wechat/app_wish.h"
#include "upstreams/wechat/errcode.h"
#include "upstreams/wechat/routes.h"
#include "upstreams/wechat/stand_in.h"

namespace hufu::mock::wechat {
namespace {

using nlohmann::json;

constexpr int kUsualWidth = 430;
constexpr std::size_t kLongestScene = 32;
constexpr std::size_t kLongestPage = 256;  // which a picture of the least width has room for

std::string scene_in(const json& body) {
  std::string scene = text_of(body, "scene");
  if (scene.find("scancode_time") != std::string::npos) throw scancode_time_is_reserved();
  if (scene.empty() || scene.size() > kLongestScene || !std::ranges::all_of(scene, is_query_symbol))
    throw invalid_scene();
  return scene;
}

bool flag_in(const json& body, const char* name, bool otherwise) {
  const auto found = body.find(name);
  if (found == body.end()) return otherwise;
  if (!found->is_boolean()) throw invalid_args();
  return *found;
}

// A slash before it, or a query behind it: neither is in app.json.
std::string page_in(const json& body, const Console& console) {
  const bool is_checked = flag_in(body, "check_path", true);
  const auto found = body.find("page");
  if (found != body.end() && !found->is_string()) throw invalid_args();
  std::string page = found == body.end() ? "" : found->get<std::string>();
  if (page.starts_with('/') || page.find('?') != std::string::npos || page.size() > kLongestPage)
    throw invalid_page();
  if (is_checked && (!console.published || !console.has_page(page))) throw invalid_page();
  return page;
}

int width_in(const json& body) {
  const auto found = body.find("width");
  if (found == body.end()) return kUsualWidth;
  if (!found->is_number_integer() || *found < 280 || *found > 1280) throw invalid_args();
  return *found;
}

Opening opening_in(const json& body, const App& app) {
  return {.app_id = app.id,
          .page = page_in(body, app.console),
          .query = "scene=" + encode_percent(scene_in(body)),
          .env_version = env_version_in(body, invalid_args()),
          .kind = OpeningKind::code};
}

Response draw(World& world, const Request& request) {
  const App& app = asking_app(world, request);
  const json body = body_of(request);
  const Opening opening = opening_in(body, app);
  const int width = width_in(body);
  const bool is_transparent = flag_in(body, "is_hyaline", false);
  world.code_quota.count(app.id);
  const Raster raster = draw_stand_in(stand_in_text(opening), width);
  const std::string picture = is_transparent ? as_transparent_png(raster) : as_jpeg(raster);
  world.openings.keep_picture(picture, opening);
  return text_response(200, picture, is_transparent ? "image/png" : "image/jpeg");
}

}  // namespace

void register_code_picture(Router& router, const std::shared_ptr<World>& world,
                           const Clock& clock) {
  router.add("POST", "/wechat/wxa/getwxacodeunlimit",
             at_once([world, &clock](const Request& request) {
               try {
                 return draw(*world, request);
               } catch (const Errcode& error) {
                 return errcode_answer(error, clock);
               }
             }));
}

}  // namespace hufu::mock::wechat
