// The keys of the fake Clerk instance: one that signs, and those that are published.
#pragma once

#include "jose/key.h"

namespace hufu::mock::clerk {

class SigningKeys {
 public:
  /// Read from the embedded test keys when first asked for.
  const jose::KeyPointer& current();
  const jose::KeySet& published();

  /// Signs with the next test key from now on; after the last of them with newly made ones.
  void rotate(bool keep_publishing_the_old);

  /// A key under the current key's name that nobody publishes: for tokens that have to be refused.
  jose::KeyPointer impostor();

 private:
  void load();

  std::vector<jose::KeyPointer> spare_;  // the next one last
  jose::KeyPointer current_;
  jose::KeySet published_;
  jose::KeyPointer impostor_;
};

}  // namespace hufu::mock::clerk
