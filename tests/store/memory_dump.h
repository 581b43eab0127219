// What a core dump of this process would hold.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace hufu::test {

/// Writes all memory that can be read and written (heap, stacks, data) to a file; whether it could.
inline bool dump_memory(const std::string& path) {
  // Opened and given room before anything is read, so that the dump does not change what it dumps.
  std::ofstream out(path, std::ios::binary);
  const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  std::ifstream maps("/proc/self/maps");
  std::vector<char> page(4096);
  std::string line;
  bool wrote = false;
  while (std::getline(maps, line)) {
    unsigned long from = 0;
    unsigned long to = 0;
    char rights[5] = {};
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, rights) != 3) continue;
    if (rights[0] != 'r' || rights[1] != 'w') continue;
    for (unsigned long at = from; at < to; at += page.size()) {
      const ssize_t got = ::pread(memory, page.data(), page.size(), static_cast<off_t>(at));
      if (got > 0 && out.write(page.data(), got)) wrote = true;
    }
  }
  ::close(memory);
  return wrote && out.flush();
}

}  // namespace hufu::test
