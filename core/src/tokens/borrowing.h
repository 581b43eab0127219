// A borrowed session: the host (Clerk) has it; we ask for a token per request and keep none.
#pragma once

#include "announcer/announcer.h"
#include "flow/host.h"
#include "flow/single_flight.h"
#include "tokens/worth.h"
#include "vault/generation.h"

namespace hufu::tokens {

class Borrowing {
 public:
  Borrowing(flow::Credentials& credentials, vault::Generation& generation,
            announcer::Announcer& announcer, Worth& worth);

  /// A token of the host. `fresh`: another than the one it gave last.
  flow::Task<Value> token(bool fresh);
  bool is_getting_another() const { return another_.is_flying(); }
  /// The host has no session any more.
  void ended(EndCause cause);

 private:
  flow::Task<Value> get_another();
  flow::Task<Value> ask_host(bool fresh);
  void lent(const Text& token);

  flow::Credentials& credentials_;
  vault::Generation& generation_;
  announcer::Announcer& announcer_;
  Worth& worth_;
  flow::SingleFlight<Value> another_;
  Text lent_to_;  ///< Whom the last token was for, if it tells.
};

}  // namespace hufu::tokens
