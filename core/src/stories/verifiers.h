// The PKCE verifiers of sign-ins that have not come back yet: tabs may have begun several.
#pragma once

#include <string_view>

#include "base/text.h"
#include "hufu/time.h"
#include "text/json.h"

namespace hufu::stories {

/// Few and short-lived (RFC 9700, 2.1.1: one for each transaction). As text a JSON list of
/// `[verifier, begun_ms]`, the newest first.
class Verifiers {
 public:
  /// Reads what is stored; nothing else than a list of ours counts, and nothing that is too old.
  Verifiers(std::string_view stored, WallTime now);

  void add(const Text& verifier, WallTime now);
  void remove(const Text& verifier);
  bool has(std::string_view verifier) const;
  bool is_empty() const { return waiting_.items().empty(); }
  /// The newest first; before all of them `other`, which another library may have stored.
  List<Text> to_try(std::string_view other) const;
  Text text() const { return json::dump(waiting_); }

 private:
  Value waiting_ = Value::array();
};

}  // namespace hufu::stories
