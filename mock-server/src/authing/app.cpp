// Which application calls.
#include <algorithm>

#include "authing/authing.h"
#include "http/errors.h"

namespace hufu::mock::authing {
namespace {

bool is_name(const std::string& text) {
  return text.size() <= 64 && std::ranges::all_of(text, [](char symbol) {
           return (symbol >= 'a' && symbol <= 'z') || (symbol >= 'A' && symbol <= 'Z') ||
                  (symbol >= '0' && symbol <= '9') || symbol == '-' || symbol == '_';
         });
}

// The SDK sends the field empty, or "undefined", where its user set only one of the two.
std::string named_in(const Request& request, const char* field) {
  const std::string name = request.headers.find(field).value_or("");
  return name == "undefined" ? "" : name;
}

}  // namespace

std::string read_app_id(const MockConfig& config, const Request& request) {
  std::string app_id = named_in(request, "x-authing-app-id");
  if (!config.authing_app_id.empty() && app_id.empty()) return config.authing_app_id;
  if (app_id.empty()) app_id = named_in(request, "x-authing-userpool-id");
  if (app_id.empty()) throw invalid_request("No application is named: send x-authing-app-id.");
  if (!is_name(app_id)) throw invalid_request("The application's id is none.");
  if (!config.authing_app_id.empty() && app_id != config.authing_app_id)
    throw HttpError(404, "app_not_found", "There is no application of this id.");
  return app_id;
}

std::string issuer_of(const Config& config) { return config.public_url + "/oidc"; }

std::string platform_of(const std::string& app_id) { return "authing:" + app_id; }

}  // namespace hufu::mock::authing
