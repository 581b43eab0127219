#include "waiting_sign_in.h"

#include <memory>
#include <mutex>
#include <utility>

#include "asking_number.h"
#include "failure.h"
#include "interrupts.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

/// A sign-in that waits at the server, as soon as it is shown: closed there when this goes.
class Pending {
 public:
  /// Before the client is opened.
  explicit Pending(Context& context) : context_(context) {
    context.present = [kept = kept_, show = context.present](const PresentEffect& what) {
      kept->set(what.sign_in);
      return show(what);
    };
  }
  ~Pending() {
    const Secret sign_in = kept_->get();
    if (sign_in.empty()) return;
    const auto closed = context_.client().close_sign_in({.sign_in = sign_in});
    if (!closed) warn(closed.error().message(spoken()));  // it ends by itself in minutes
  }
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;

  /// It has ended by itself.
  void let_go() { kept_->set({}); }

 private:
  /// It is shown on a thread of the client.
  class Kept {
   public:
    void set(Secret sign_in) {
      const std::lock_guard hold(mutex_);
      sign_in_ = std::move(sign_in);
    }
    Secret get() {
      const std::lock_guard hold(mutex_);
      return sign_in_;
    }

   private:
    std::mutex mutex_;
    Secret sign_in_;
  };

  Context& context_;
  const std::shared_ptr<Kept> kept_ = std::make_shared<Kept>();
};

/// Shows it and waits. Throws `Failure` when it is over, and when it is given up.
template <class Op>
typename Op::Outcome wait_for(Context& context, const Interrupts& interrupts, Pending& pending,
                              const Op& operation) {
  native::Client& client = context.client();  // says first what is wrong with the settings
  const Waiting waiting(say("waiting_approval"));
  auto done = interrupts.call(client, operation);
  if (!done) pending.let_go();
  return must(std::move(done));
}

/// Whoever has agreed proves that they sit here, and says that it is them.
void return_from_phone(native::Client& client, const Secret& sign_in) {
  const auto read = [] { return read_secret(say("ask_return_code")); };
  const Returning who = until_right(read, [&](Secret code) {
    return client.enter_return_code({.sign_in = sign_in, .code = std::move(code)});
  });
  const std::string name = who.nickname.empty() ? say("nameless") : who.nickname;
  if (!ask(harmless(say("go_on_as", {{"name", name}}))))
    throw Failure{ExitStatus::refused, say("given_up")};
}

}  // namespace

SessionInfo sign_in_by_scan(Context& context, const SignInByScan& with) {
  const Interrupts interrupts;
  Pending pending(context);
  SessionInfo session = wait_for(context, interrupts, pending, with);
  pending.let_go();
  return session;
}

SessionInfo sign_in_by_mini_program(Context& context, const std::string& client_name) {
  const Interrupts interrupts;
  Pending pending(context);
  const OpenMiniProgram with{.client_name = client_name};
  const OpenedMiniProgram opened = wait_for(context, interrupts, pending, with);
  // Where WeChat gives no link it was a code that was typed, which is asked for no other.
  if (opened.state == "agreed") return_from_phone(context.client(), opened.sign_in);
  Result<SessionInfo> session = context.client().finish_sign_in({.sign_in = opened.sign_in});
  pending.let_go();
  return must(std::move(session));
}

}  // namespace hufu::cli
