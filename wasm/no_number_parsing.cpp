// Takes the place of the C library's number parsers inside core.wasm, which nobody calls for their
// result: nlohmann's lexer does, and the core reads the digits itself (core/src/text/number.h).
// Together with the 128-bit floating point that strtod brings, they would be half of the module.
//
// All functions of the library's strtod.o and strtol.o are here, so that neither gets linked.
extern "C" {

float strtof(const char*, char**) { return 0; }
double strtod(const char*, char**) { return 0; }
long double strtold(const char*, char**) { return 0; }
long strtol(const char*, char**, int) { return 0; }
unsigned long strtoul(const char*, char**, int) { return 0; }
long long strtoll(const char*, char**, int) { return 0; }
unsigned long long strtoull(const char*, char**, int) { return 0; }
}
