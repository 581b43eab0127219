// The core gives up by a trap, and needs nothing of its host: the C library's abort() would import
// a way to exit.
//
// A module may use the opcodes that any function in it was compiled for (LLVM's CoalesceFeatures).
// So this one also decides for all, and the core is compiled once for both modules.
extern "C" [[noreturn, gnu::noinline]] void __wrap_abort() { __builtin_trap(); }
