// says: loop_' is (a )?(protected|private)
// A story that may show something to the person cannot emit anything else by it.
#include "flow/host.h"

void show(hufu::flow::Screen& screen) {
#ifdef CONTROL
  static_cast<void>(screen.present(hufu::json::Value::object()));
#else
  screen.loop_.emit_unanswered(hufu::json::Value::object());
#endif
}
