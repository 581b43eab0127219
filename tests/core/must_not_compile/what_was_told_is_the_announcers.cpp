// says: told_' is (a )?private
// One place compares the state with what was told of it last.
#include "announcer/announcer.h"

hufu::SessionState look(const hufu::announcer::Announcer& announcer) {
#ifdef CONTROL
  return announcer.state();
#else
  return announcer.told_;
#endif
}
