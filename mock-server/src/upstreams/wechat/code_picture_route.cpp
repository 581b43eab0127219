// /wxa/getwxacodeunlimit: a picture where all is well, JSON where it is not.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "http/at_once.h"
#include "upstreams/wechat/answers.h"
#include "upstreams/wechat/code_picture.h"
#include "upstreams/wechat/errcode.h"
#include "upstreams/wechat/routes.h"

namespace hufu::mock::wechat {
namespace {

using nlohmann::json;

constexpr int kUsualWidth = 430;
constexpr std::size_t kLongestScene = 32;

bool is_scene_symbol(char symbol) {
  return (symbol >= 'a' && symbol <= 'z') || (symbol >= 'A' && symbol <= 'Z') ||
         (symbol >= '0' && symbol <= '9') ||
         std::string_view("!#$&'()*+,/:;=?@-._~").find(symbol) != std::string_view::npos;
}

std::string scene_in(const json& body) {
  const std::string scene = text_of(body, "scene");
  if (scene.empty() || scene.size() > kLongestScene || !std::ranges::all_of(scene, is_scene_symbol))
    throw invalid_scene();
  return scene;
}

// The pages of a mini-program are known to WeChat, not here; that a page never begins with a slash
// is the mistake people make.
std::string page_in(const json& body) {
  const auto found = body.find("page");
  if (found == body.end()) return "";
  if (!found->is_string() || found->get_ref<const std::string&>().starts_with('/'))
    throw invalid_page();
  return found->get<std::string>();
}

int width_in(const json& body) {
  const auto found = body.find("width");
  if (found == body.end() || !found->is_number_integer()) return kUsualWidth;
  return std::clamp(found->get<int>(), 280, 1280);
}

Response draw(World& world, const Request& request) {
  const std::string app_id = world.app_tokens.authenticate(request.query_value("access_token"));
  const json body = json::parse(request.body, nullptr, /*allow_exceptions=*/false);
  if (!body.is_object()) throw malformed_body();
  const std::string content = app_id + "\n" + page_in(body) + "\n" + scene_in(body);
  return text_response(200, draw_code_picture(content, width_in(body)), "image/png");
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
