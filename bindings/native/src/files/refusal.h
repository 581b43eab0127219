// How a file or a directory is refused.
#pragma once

#include <sys/stat.h>

#include <string>
#include <system_error>
#include <utility>

#include <hufu/result.h>

namespace hufu::native {

inline constexpr mode_t kOthersWrite = S_IWGRP | S_IWOTH;

inline std::string reason(int number) { return std::generic_category().message(number); }

inline Error unavailable(std::string sentence) {
  return Error{Errc::store_unavailable, std::move(sentence), 0, 0};
}

}  // namespace hufu::native
