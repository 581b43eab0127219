// How an answer tells the life of its access token.
#include "people/token_life.h"

#include <nlohmann/json.hpp>
#include <string>

namespace hufu::mock {

void tell_life(nlohmann::json& answer, const char* name, std::int64_t seconds, LifeForm form) {
  if (form == LifeForm::absent) return;
  answer[name] =
      form == LifeForm::text ? nlohmann::json(std::to_string(seconds)) : nlohmann::json(seconds);
}

}  // namespace hufu::mock
