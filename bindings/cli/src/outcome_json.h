// What the library answers, as JSON and as words: the library's own names for everything.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <ctime>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <hufu/operations.h>
#include <hufu/session.h>

#include "texts.h"

namespace hufu::cli {

/// Every struct of the public headers by its own fields; tokens are not shown.
template <class T>
nlohmann::json to_json(const T& value);

inline nlohmann::json to_json(const std::string& text) { return text; }
inline nlohmann::json to_json(const Json& object) {
  return nlohmann::json::parse(object.text, nullptr, false);
}
inline nlohmann::json to_json(bool flag) { return flag; }
/// Milliseconds are whole, and a script that counts with them wants no `.0`.
inline nlohmann::json to_json(double number) {
  constexpr double exact = 9007199254740992.0;
  if (std::floor(number) != number || std::abs(number) > exact) return number;
  return static_cast<std::int64_t>(number);
}
inline nlohmann::json to_json(int number) { return number; }
inline nlohmann::json to_json(SessionState state) { return name(state); }
inline nlohmann::json to_json(SignUpState state) { return name(state); }
inline nlohmann::json to_json(SentAs sent_as) { return name(sent_as); }
inline nlohmann::json to_json(EndCause cause) { return name(cause); }
inline nlohmann::json to_json(Errc code) { return describe(code).name; }

/// With what is to be said of it.
inline nlohmann::json to_json(const SessionEnd& end) {
  nlohmann::json object = to_json<SessionEnd>(end);
  object["message"] = sentence(end.cause, spoken());
  return object;
}

template <class T>
nlohmann::json to_json(const std::optional<T>& value) {
  return value ? to_json(*value) : nlohmann::json(nullptr);
}

template <class T>
nlohmann::json to_json(const std::vector<T>& values) {
  nlohmann::json list = nlohmann::json::array();
  for (const T& each : values)
    list.push_back(to_json(each));
  return list;
}

template <class T>
nlohmann::json to_json(const T& value) {
  nlohmann::json object = nlohmann::json::object();
  T::fields(value, [&](const char* field, const auto& member) { object[field] = to_json(member); });
  return object;
}

/// What a clock and a calendar on the wall showed then.
inline std::string moment(double wall_ms) {
  const auto then = static_cast<std::time_t>(wall_ms / 1000);
  std::tm local{};
  ::localtime_r(&then, &local);
  std::array<char, sizeof "2026-11-29 12:00"> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &local);
  return text.data();
}

/// `Hua (user_123)`, or the id alone.
inline std::string name_of(const std::optional<User>& user) {
  if (!user) return say("somebody");
  return user->nickname.empty() ? user->id : user->nickname + " (" + user->id + ")";
}

}  // namespace hufu::cli
