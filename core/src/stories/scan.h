// Signing in on one screen by agreeing on another (RFC 8628), or on one phone in the mini-program;
// and in the mini-program, what a code or link of ours has opened.
#pragma once

#include "backend/backend.h"
#include "flow/clock.h"
#include "flow/host.h"
#include "flow/task.h"
#include "stories/one_call.h"
#include "stories/sign_in.h"
#include "vault/generation.h"

namespace hufu::stories {

class Scan {
 public:
  using Mark = vault::Generation::Mark;

  Scan(flow::Screen& screen, flow::Timer& timer, const flow::Clock& clock,
       backend::Backend& backend, OneCall& one_call, SignIn& sign_in)
      : screen_(screen),
        timer_(timer),
        clock_(clock),
        backend_(backend),
        one_call_(one_call),
        sign_in_(sign_in) {}

  /// Shows a sign-in and waits for it: for its session, or on one phone until somebody has agreed.
  flow::Task<Value> begin(Value who, bool on_one_phone, Mark began);
  flow::Task<Value> launch(Value options, Mark who);

 private:
  flow::Screen& screen_;
  flow::Timer& timer_;
  const flow::Clock& clock_;
  backend::Backend& backend_;
  OneCall& one_call_;
  SignIn& sign_in_;
  Text told_;      ///< The secret that was taken note of last.
  Value waiting_;  ///< What is still to be asked of the server.
};

}  // namespace hufu::stories
