// What the operator has to know and nobody outside.
#include "base/log.h"

#include <iostream>

namespace hufu::mock {
namespace {

constexpr std::size_t kLongestBytes = 400;

}  // namespace

void log_line(std::string text) {
  if (text.size() > kLongestBytes) text.resize(kLongestBytes);
  for (char& symbol : text) {
    if (static_cast<unsigned char>(symbol) < 0x20 || symbol == 0x7f) symbol = ' ';
  }
  std::cerr << "hufu-mock-server: " + text + "\n";
}

}  // namespace hufu::mock
