// says: no member named 'loop_'
// A story that may show something to the person cannot emit anything else by it.
#include "flow/host.h"

void show(hufu::flow::Screen& screen) {
#ifdef CONTROL
  static_cast<void>(screen.present(hufu::Value::object()));
#else
  screen.loop_.emit_unanswered(hufu::Value::object());
#endif
}
