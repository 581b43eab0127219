// One line of output: a figure, its goal, and a peer's figure where there is one.
#pragma once

#include <cstdio>
#include <optional>
#include <string>

namespace hufu::bench {

struct Row {
  std::string name;
  double value = 0;
  std::string unit;
  std::string goal;  ///< `<=100`; empty: none.
  std::string peer = {};
  std::optional<double> peer_value = std::nullopt;
};

inline std::string quoted(const std::string& text) {
  return text.empty() ? "null" : "\"" + text + "\"";
}

inline std::string number(std::optional<double> value) {
  if (!value) return "null";
  char text[64];
  std::snprintf(text, sizeof text, "%.6g", *value);
  return text;
}

inline void print(const Row& row) {
  std::optional<double> ratio;
  if (row.peer_value && *row.peer_value > 0) ratio = row.value / *row.peer_value;
  std::printf(
      R"({"name":"%s","value":%s,"unit":"%s","goal":%s,"peer":%s,"peer_value":%s,"ratio":%s})"
      "\n",
      row.name.c_str(), number(row.value).c_str(), row.unit.c_str(), quoted(row.goal).c_str(),
      quoted(row.peer).c_str(), number(row.peer_value).c_str(), number(ratio).c_str());
  std::fflush(stdout);
}

}  // namespace hufu::bench
