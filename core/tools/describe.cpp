// Prints describe(): what scripts/tables.py makes the tables of the other languages and the docs
// of.
#include <cstdio>

#include "hufu/client.h"

int main() { return std::puts(hufu::describe().c_str()) < 0 ? 1 : 0; }
