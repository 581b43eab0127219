// POST /wechat_mini/unlimited_qrcode: a mini-program code that leads to a page with a scene.
// MemFire's client sends no user's token with it, so it is limited by address.
#include <nlohmann/json.hpp>

#include "crypto/encoding.h"
#include "gotrue/body.h"
#include "gotrue/errors.h"
#include "gotrue/gotrue.h"
#include "gotrue/limits.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

bool is_color(const Json& value) {
  if (!value.is_object()) return false;
  for (const char* part : {"r", "g", "b"}) {
    if (!value.contains(part) || !(value[part].is_number_integer() || value[part].is_string()))
      return false;
  }
  return value.size() == 3;
}

bool is_width(const Json& value) {
  return value.is_number_integer() && value >= 280 && value <= 1280;
}

bool is_version(const Json& value) {
  return value == "release" || value == "trial" || value == "develop";
}

// Only what getwxacodeunlimit knows goes on to WeChat.
void take(Json& wish, const Json& body, const char* name, bool (*fits)(const Json&)) {
  if (!body.contains(name) || body[name].is_null()) return;
  if (!fits(body[name]))
    throw validation_failed(std::string("The field ") + name + " is not valid");
  wish[name] = body[name];
}

bool is_flag(const Json& value) { return value.is_boolean(); }
bool is_page(const Json& value) {
  return value.is_string() && value.get_ref<const std::string&>().size() <= 256;
}
bool is_scene(const Json& value) {
  const std::size_t size = value.is_string() ? value.get_ref<const std::string&>().size() : 0;
  return size >= 1 && size <= 32;
}

std::string read_wish(const Request& request) {
  read_body(request);  // refuses what is no JSON object
  const Json body = Json::parse(request.body);
  Json wish;
  if (!body.contains("scene")) throw validation_failed("The field scene is missing");
  take(wish, body, "scene", is_scene);
  take(wish, body, "page", is_page);
  take(wish, body, "env_version", is_version);
  take(wish, body, "width", is_width);
  take(wish, body, "line_color", is_color);
  for (const char* flag : {"check_path", "auto_color", "is_hyaline"})
    take(wish, body, flag, is_flag);
  return wish.dump();
}

Json picture_json(const std::string& picture) { return {{"imgBase64", encode_base64(picture)}}; }

}  // namespace

asio::awaitable<Response> wechat_code_picture(Gotrue& gotrue, Request request) {
  const std::string wish = read_wish(request);
  const std::string address = request.remote_address;
  auto limit = [&gotrue, address](Transaction& transaction) {
    count_code_picture(transaction, gotrue, address);
  };
  co_await gotrue.database.run(std::move(limit));
  const std::string picture = co_await gotrue.backend.wechat.draw_code(wish);
  co_return json_response(200, picture_json(picture));
}

}  // namespace hufu::mock::gotrue
