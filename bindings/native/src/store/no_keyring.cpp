// A build without a keyring: HUFU_KEYRING is off, or nothing was found to build it with.
#include <hufu/native/open_store.h>

#include "store/keyring.h"

namespace hufu::native {

std::unique_ptr<Keyring> system_keyring(const KeyringOptions& /*options*/) { return nullptr; }

std::string_view keyring_name() { return {}; }

}  // namespace hufu::native
