// Origins of pages, as browsers write them.
#include "origin.h"

#include <regex>
#include <stdexcept>

namespace hufu::server {

std::vector<std::string> checked_origins(std::vector<std::string> origins) {
  static const std::regex form(R"([a-z][a-z\d+.-]*://([a-z\d._-]+|\[[\da-f:]+\])(:\d+)?)");
  for (const std::string& origin : origins) {
    if (std::regex_match(origin, form)) continue;
    throw std::invalid_argument("\"" + origin + "\" is no origin: https://www.example.com is one.");
  }
  return origins;
}

}  // namespace hufu::server
