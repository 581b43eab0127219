// says: Http::Http\(.*is private|private constructor of class 'hufu::flow::Http'
// Only the backend can send: what goes to a server passes the table of meanings.
#include "flow/host.h"

void begin(hufu::flow::Loop& loop) {
#ifdef CONTROL
  hufu::flow::Store store(loop);
#else
  hufu::flow::Http http(loop);
#endif
}
