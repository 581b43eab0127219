// What the operator has to know and nobody outside.
#include "base/log.h"

#include <chrono>
#include <ctime>
#include <iostream>
#include <nlohmann/json.hpp>

namespace hufu::mock {
namespace {

constexpr std::size_t kLongestBytes = 400;

LogForm& form() {
  static LogForm chosen = LogForm::text;
  return chosen;
}

// RFC 3339, in UTC.
std::string time_now() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string as_json(const std::string& text) {
  const nlohmann::ordered_json line = {{"time", time_now()}, {"message", text}};
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

void log_as(LogForm chosen) { form() = chosen; }

void log_line(std::string text) {
  if (text.size() > kLongestBytes) text.resize(kLongestBytes);
  for (char& symbol : text) {
    if (static_cast<unsigned char>(symbol) < 0x20 || symbol == 0x7f) symbol = ' ';
  }
  std::cerr << (form() == LogForm::json ? as_json(text) : "hufu-mock-server: " + text + "\n");
}

}  // namespace hufu::mock
