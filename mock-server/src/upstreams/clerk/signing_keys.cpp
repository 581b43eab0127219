// The keys of the fake Clerk instance.
#include "upstreams/clerk/signing_keys.h"

#include <algorithm>

#include "base/embedded.h"
#include "crypto/random.h"

namespace hufu::mock::clerk {

void SigningKeys::load() {
  if (current_) return;
  spare_ = jose::read_jwks(embedded::clerk_test_jwks()).keys();
  std::reverse(spare_.begin(), spare_.end());
  rotate(/*keep_publishing_the_old=*/false);
}

const jose::KeyPointer& SigningKeys::current() {
  load();
  return current_;
}

const jose::KeySet& SigningKeys::published() {
  load();
  return published_;
}

void SigningKeys::rotate(bool keep_publishing_the_old) {
  if (!current_ && spare_.empty()) load();
  if (!keep_publishing_the_old) published_ = jose::KeySet();
  if (spare_.empty()) spare_.push_back(jose::Key::new_rs256("ins_" + random_hex(14)));
  current_ = spare_.back();
  spare_.pop_back();
  published_.add(current_);
  impostor_.reset();
}

jose::KeyPointer SigningKeys::impostor() {
  load();
  if (!impostor_) impostor_ = jose::Key::new_rs256(current_->kid());
  return impostor_;
}

}  // namespace hufu::mock::clerk
