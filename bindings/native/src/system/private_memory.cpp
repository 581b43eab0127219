#include <hufu/native/private_memory.h>
#include <sys/resource.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif
#if defined(__linux__)
#include <sys/prctl.h>
#endif

namespace hufu::native {

void keep_memory_private() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
#if defined(__linux__)
  // A core_pattern with a pipe does not ask for the limit; this it respects.
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
#if defined(__GLIBC__)
  constexpr int kAnyByte = 0xa5;
  ::mallopt(M_PERTURB, kAnyByte);
#endif
}

}  // namespace hufu::native
