// says: no matching function for call to .*replace|too few arguments to function call
// The commit guard: nobody writes over a record that he has not seen.
#include "vault/vault.h"

hufu::flow::Task<hufu::vault::RecordRef> write(hufu::vault::Vault& vault,
                                               hufu::vault::RecordRef held,
                                               hufu::vault::RecordRef next,
                                               hufu::vault::Vault::Mark began) {
#ifdef CONTROL
  return vault.replace(held, next, began);
#else
  return vault.replace(next, began);
#endif
}
