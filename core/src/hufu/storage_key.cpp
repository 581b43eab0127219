#include "hufu/storage_key.h"

#include "text/ascii.h"
#include "text/url.h"

namespace hufu {

std::string storage_key_of(const Config& config) {
  const bool is_usual = config.storage_key == Config().storage_key;
  const auto server = text::split_url(config.base_url);
  if (!is_usual || config.backend != BackendKind::gotrue || !server) return config.storage_key;
  const Text project = text::to_lower(server->host.substr(0, server->host.find('.')));
  constexpr std::string_view kProject = "{project}";
  std::string key(kGotrueStorageKey);
  return key.replace(key.find(kProject), kProject.size(), std::string_view(project));
}

}  // namespace hufu
