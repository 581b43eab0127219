// Signing in on one device by approving it on another (RFC 8628).
#pragma once

#include "backend/backend.h"
#include "flow/clock.h"
#include "flow/host.h"
#include "flow/task.h"
#include "stories/sign_in.h"
#include "vault/generation.h"

namespace hufu::stories {

class Scan {
 public:
  Scan(flow::Screen& screen, flow::Timer& timer, const flow::Clock& clock,
       const vault::Generation& generation, backend::Backend& backend, SignIn& sign_in)
      : screen_(screen),
        timer_(timer),
        clock_(clock),
        generation_(generation),
        backend_(backend),
        sign_in_(sign_in) {}

  flow::Task<Value> sign_in(Value who);

 private:
  flow::Screen& screen_;
  flow::Timer& timer_;
  const flow::Clock& clock_;
  const vault::Generation& generation_;
  backend::Backend& backend_;
  SignIn& sign_in_;
};

}  // namespace hufu::stories
