// says: no member named 'http'
// Whoever has the whole host has no way to a server.
#include "flow/host.h"

hufu::flow::Ask ask(hufu::flow::Host& host) {
#ifdef CONTROL
  return host.store.try_load("key");
#else
  return host.http.try_send(hufu::Value::object());
#endif
}
