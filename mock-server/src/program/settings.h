// The settings of hufu-backend: those of the backend, and how it is run.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "settings/config.h"

namespace hufu::mock {

struct ProgramSettings : Config {
  /// Where health and metrics are answered: for who runs this, and for nobody else.
  std::string operations_host = "127.0.0.1";
  std::uint16_t operations_port = 8788;
  /// Brings the tables up to date and ends.
  bool migrates_only = false;
  /// WeChat and Clerk may be fakes on this machine, and so may this server's own address.
  bool is_trial = false;
  /// How long requests that have begun may take once the program was asked to end.
  std::chrono::seconds drain_time{25};
};

/// Reads flags over file over environment, where NAME_FILE names a file with the value of NAME.
/// Throws `ConfigError` for what is missing or unsafe, with what to do about it.
ProgramSettings read_program_settings(int argc, const char* const* argv);

}  // namespace hufu::mock
