// The guard of an application's own routes.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <hufu/server/fetch.h>
#include <hufu/server/issuer.h>
#include <hufu/server/person.h>
#include <hufu/server/refusal.h>
#include <hufu/server/request.h>

namespace hufu::server {

/// Takes a page's session from its cookies, too.
struct Cookies {
  /// Origins whose pages may change something by them, such as `https://www.example.com`; the
  /// application's own may, if the browser says so (`Sec-Fetch-Site`). An empty one, `null` and `*`
  /// are refused.
  std::vector<std::string> origins = {};
};

/// Who that is in your own tables; nothing: nobody, 403. What it throws is 503.
using Resolve = std::function<std::optional<Resolved>(const Identity&)>;

double wall_clock_s();
double uptime_s();

struct GuardOptions {
  /// Whom to trust.
  std::vector<Issuer> issuers;
  /// Without it the `id` is the issuer's subject, so several issuers need it: theirs could be
  /// alike. Only those of `clerk` and `unified` are not, and then each half of a person has an id
  /// of its own. Of `unified`, of which there is one at most, it is not asked: the subject is the
  /// `id`.
  Resolve resolve = {};
  /// For how many seconds an answer of `resolve` is kept; with 0 it is asked each time. `forget`
  /// ends one at once. That it is nobody is not kept.
  double stale_for_s = 60;
  /// Whether every request has to say `X-Platform`.
  bool require_platform = false;
  std::optional<Cookies> cookies = {};
  /// How keys are asked for, in networks that need a proxy.
  Fetch fetch = fetch_keys;
  /// What time it is, in seconds since 1970; for tests.
  ClockS now_s = wall_clock_s;
  /// Seconds of a clock that nobody sets; for tests.
  ClockS uptime_s = server::uptime_s;
};

/// Who asks, or why nobody was let in.
using Asked = std::variant<Person, Refusal>;

/// Lets in who has a good token. Make one and keep it: it keeps keys and verdicts. Threads may
/// share it. A call waits for keys at most five seconds; its end waits for a `fetch` under way.
class Guard {
 public:
  /// Throws std::invalid_argument for what would let in the wrong people.
  explicit Guard(GuardOptions options);
  ~Guard();
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

  /// Who asks.
  Asked authenticate(const RequestView& request) const;
  /// Whose token this is, where there is no request: a WebSocket's first message.
  Asked verify(std::string_view token) const;
  /// Whose session is in the request's cookies, proved; nothing: nobody's that is good. A refusal
  /// only where nobody can tell. For pages that are shown to everybody.
  std::variant<std::optional<Person>, Refusal> verified_user(const RequestView& request) const;

  /// What `resolve` told of this identity, as it was told it, counts no more.
  void forget(const std::string& issuer, const std::string& subject) const;
  /// What `resolve` told of the person with this id counts no more.
  void forget(const std::string& id) const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace hufu::server
