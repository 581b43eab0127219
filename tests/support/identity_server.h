// As much of an identity backend as tests of the native client need: tokens, and what was sent.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <string>

#include "test_server.h"

namespace hufu::test {

/// Signs everyone in with tokens `access-1`, `refresh-1`; each renewal counts one up.
class IdentityServer {
 public:
  /// Answers requests outside `/api/`; sees the generation of the newest token.
  using Application = std::function<void(Connection&, const ServedRequest&, int generation)>;

  explicit IdentityServer(Application application = {});

  std::string origin() const { return server_.origin(); }
  std::string url(std::string_view path) const { return server_.url(path); }
  int connections() const { return server_.connections(); }
  int sign_ins() const { return sign_ins_.load(); }
  int renewals() const { return renewals_.load(); }
  int sign_outs() const { return sign_outs_.load(); }

  /// How long the tokens live that are given from now on.
  void set_lifetime_s(int seconds) { lifetime_s_ = seconds; }
  /// How long a renewal takes.
  void set_renewal_delay(std::chrono::milliseconds delay) { renewal_delay_ms_ = delay.count(); }
  /// Refuse renewals with this HTTP status; 0: grant them.
  void refuse_renewals(int status) { refused_with_ = status; }

 private:
  void serve(Connection& connection);
  void grant(Connection& connection);

  Application application_;
  std::atomic<int> generation_ = 0;
  std::atomic<int> sign_ins_ = 0;
  std::atomic<int> renewals_ = 0;
  std::atomic<int> sign_outs_ = 0;
  std::atomic<int> lifetime_s_ = 3600;
  std::atomic<std::int64_t> renewal_delay_ms_ = 0;
  std::atomic<int> refused_with_ = 0;
  TestServer server_;  // last: its threads use what is above
};

}  // namespace hufu::test
