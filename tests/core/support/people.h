// Two persons at one machine, and a server that knows whose token is whose.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "world.h"

namespace hufu::test {

/// Tokens tell whose they are. A code `A.code` signs A in.
class People {
 public:
  explicit People(World& world);

  /// A person's newest session, as the store has it: the work of another tab or process.
  std::string record_of(const std::string& person, Millis age = 0, bool with_user = true) const;
  /// A token of the newest generation, as an answer; its user is `id`.
  std::string grant(const std::string& person, const std::string& id) const;
  int& generation(const std::string& person) { return generations_[person]; }

  /// Access tokens up to this one of that person are refused.
  std::map<std::string, int> refused_up_to;
  /// Whether refresh tokens work.
  bool refreshes = true;
  /// Whose code `wx.login` gives.
  std::string at_wechat = "A";

 private:
  Answer answer(const HttpEffect& request);
  bool accepts(const std::vector<Header>& headers) const;

  World& world_;
  std::map<std::string, int> generations_ = {{"A", 1}, {"B", 1}};
};

/// Whose token is sent; empty if none is.
std::string sender(const std::vector<Header>& headers);
std::string owner(const Secret& token);
/// Whose session the store has; empty for nobody's.
std::string owner_of_store(const World& world);

/// Signs a person in by a code, without waiting.
OperationId begin_sign_in(Process& process, const std::string& person);

}  // namespace hufu::test
