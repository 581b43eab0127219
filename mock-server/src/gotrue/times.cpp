// Times as GoTrue's clients get them.
#include "gotrue/times.h"

#include <ctime>

namespace hufu::mock::gotrue {

std::string iso_time(WallMs at_ms) {
  const std::time_t seconds = static_cast<std::time_t>(at_ms / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char day[32];
  std::strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &parts);
  const std::string milliseconds = std::to_string(1000 + at_ms % 1000).substr(1);
  return std::string(day) + "." + milliseconds + "Z";
}

}  // namespace hufu::mock::gotrue
