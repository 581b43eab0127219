// Who asks, proved.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include <hufu/server/platform.h>

namespace hufu::server {

class Guard;
struct Verdict;

/// What time it is, in seconds.
using ClockS = std::function<double()>;

/// Whom an issuer names.
class Identity {
 public:
  /// Who says so: the claim `iss`, or the issuer's kind where it has none.
  const std::string& issuer() const noexcept;
  /// The person's id at that issuer.
  const std::string& subject() const noexcept;
  /// All claims of the token; they are for no log.
  const nlohmann::json& claims() const noexcept;

 protected:
  friend class Guard;
  explicit Identity(std::shared_ptr<const Verdict> verdict) noexcept;

  std::shared_ptr<const Verdict> verdict_;
};

/// Who that is here: an id, and those that were absorbed into it.
struct Resolved {
  std::string id;
  std::vector<std::string> ids = {};
};

/// A person whose token is good. Only a guard makes one: a function that takes a `Person` is called
/// for nobody else.
class Person : public Identity {
 public:
  /// What `resolve` gives: one for both halves of a person. Without it the subject, and each half
  /// has its own. Store this as the owner of what is theirs.
  const std::string& id() const noexcept { return ids_.front(); }
  /// The `id`, then those that were absorbed into it, as `resolve` or a token of ours says: look
  /// things up by `owner = ANY(ids)`.
  const std::vector<std::string>& ids() const noexcept { return ids_; }
  /// Where the person is; nothing where nobody said.
  std::optional<Platform> platform() const noexcept { return platform_; }
  /// Which sign-in; empty where the token does not say.
  std::string session_id() const;
  /// Whether the person has told nothing of themselves yet (GoTrue's anonymous sign-in).
  bool is_anonymous() const;
  /// Whether the person has proved who they are within so many seconds. Not so where the token does
  /// not say.
  bool is_fresh(double seconds) const;

 private:
  friend class Guard;
  Person(std::vector<std::string> ids, std::optional<Platform> platform,
         std::shared_ptr<const Verdict> verdict, std::shared_ptr<const ClockS> now_s);

  std::vector<std::string> ids_;
  std::optional<Platform> platform_;
  std::shared_ptr<const ClockS> now_s_;
};

}  // namespace hufu::server
