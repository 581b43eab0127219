// Which language the environment asks for.
#include <hufu/native/language.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <map>
#include <string>

using namespace hufu;

namespace {

constexpr const char* kVariables[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};

/// The environment without a language, until this goes.
class NoLanguage {
 public:
  NoLanguage() {
    for (const char* const each : kVariables) {
      if (const char* const value = std::getenv(each)) before_[each] = value;
      unsetenv(each);
    }
  }
  ~NoLanguage() {
    for (const auto& [name, value] : before_)
      setenv(name.c_str(), value.c_str(), 1);
  }
  NoLanguage(const NoLanguage&) = delete;
  NoLanguage& operator=(const NoLanguage&) = delete;

 private:
  std::map<std::string, std::string> before_;
};

Language with(const std::map<std::string, std::string>& variables) {
  const NoLanguage nothing;
  for (const auto& [name, value] : variables)
    setenv(name.c_str(), value.c_str(), 1);
  const Language found = native::language_of_environment();
  for (const auto& [name, value] : variables)
    unsetenv(name.c_str());
  return found;
}

}  // namespace

TEST_CASE("the language of the environment is found as gettext finds it") {
  CHECK(with({}) == Language::en);
  CHECK(with({{"LANG", "zh_CN.UTF-8"}}) == Language::zh_cn);
  CHECK(with({{"LANG", "zh_CN.UTF-8"}, {"LC_MESSAGES", "en_GB.UTF-8"}}) == Language::en);
  CHECK(with({{"LANG", "zh_CN.UTF-8"}, {"LC_ALL", "C"}}) == Language::en);
  CHECK(with({{"LANG", "en_US.UTF-8"}, {"LC_ALL", ""}, {"LC_MESSAGES", "zh_CN"}}) ==
        Language::zh_cn);
  CHECK(with({{"LANG", "en_US.UTF-8"}, {"LANGUAGE", "zh_CN:en"}}) == Language::zh_cn);
  CHECK(with({{"LANG", "C.UTF-8"}, {"LANGUAGE", "zh_CN"}}) == Language::en);
  CHECK(with({{"LANG", "zh_TW.UTF-8"}}) == Language::en);
}
