// The core alone: no transport, no thread.
#include <cstdio>

#include <hufu/core.h>
#include <hufu/errors.h>

int main() {
  std::printf("hufu %s, %zu error codes\n", hufu::version().data(), hufu::error_table().size());
  return hufu::describe().empty() ? 1 : 0;
}
