// session_key: one valid at a time for each person and app.
#include "upstreams/wechat/session_keys.h"

#include "crypto/encoding.h"
#include "crypto/random.h"

namespace hufu::mock::wechat {

const std::string& SessionKeys::rotate(const std::string& person_id, const std::string& app_id) {
  std::string& key = keys_[{person_id, app_id}];
  key = encode_base64(random_bytes(16));
  return key;
}

std::optional<std::string> SessionKeys::current(const std::string& person_id,
                                                const std::string& app_id) const {
  const auto found = keys_.find({person_id, app_id});
  if (found == keys_.end()) return std::nullopt;
  return found->second;
}

}  // namespace hufu::mock::wechat
