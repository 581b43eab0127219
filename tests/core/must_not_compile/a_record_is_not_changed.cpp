// says: as 'this' argument discards qualifiers|no viable overloaded '='
// A record is shared by all flows; another one takes its place, or nothing changes.
#include "vault/vault.h"

void change(const hufu::vault::Vault& vault, hufu::Text token) {
#ifdef CONTROL
  hufu::vault::Record copy = *vault.held();
  copy.access_token = token;
#else
  vault.held()->access_token = token;
#endif
}
