// The PKCE verifiers of sign-ins that have not come back yet: tabs may have begun several.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hufu/secret.h"
#include "hufu/time.h"
#include "text/json.h"

namespace hufu::stories {

/// Few and short-lived (RFC 9700, 2.1.1: one for each transaction). As text a JSON list of
/// `[verifier, begun_ms]`, the newest first.
class Verifiers {
 public:
  /// Reads what is stored; nothing else than a list of ours counts, and nothing that is too old.
  Verifiers(std::string_view stored, WallTime now);

  void add(const std::string& verifier, WallTime now);
  void remove(const std::string& verifier);
  bool has(std::string_view verifier) const;
  bool is_empty() const { return waiting_.items().empty(); }
  /// The newest first; before all of them `other`, which another library may have stored.
  std::vector<std::string> to_try(std::string_view other) const;
  Secret text() const { return Secret(waiting_.dump()); }

 private:
  json::Value waiting_ = json::Value::array();
};

}  // namespace hufu::stories
