// says: http_' is (a )?private
// A story hands its call to the backend; it cannot send past it.
#include "backend/backend.h"

void send(hufu::backend::Backend& backend, const hufu::backend::Call& call) {
#ifdef CONTROL
  static_cast<void>(backend.send(call, hufu::backend::CallKind::sign_in));
#else
  static_cast<void>(backend.http_.try_send(hufu::Value::object()));
#endif
}
