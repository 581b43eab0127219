// Why a command ends early: a sentence for the person, a status for the script.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include <hufu/result.h>

#include "texts.h"

namespace hufu::cli {

/// What the program exits with. Scripts branch on these: they do not change.
enum class ExitStatus : int {
  done = 0,
  failed = 1,         ///< A fault of the program, the machine or the configuration.
  usage = 2,          ///< An option, a value or a file cannot be used. Nothing was changed.
  not_signed_in = 3,  ///< Nobody is signed in, or the session has ended: `hufu login`.
  refused = 4,        ///< The server or the person said no; somebody has to decide.
  try_again = 5,      ///< Nothing is lost; the same command may succeed later.
  not_kept = 6,       ///< The session could not be read or kept.
  interrupted = 130,  ///< By Ctrl-C; by another signal 128 and its number.
};

/// One row of the table in the manual.
struct ExitStatusRow {
  ExitStatus status;
  Key meaning;
};
inline constexpr ExitStatusRow kExitStatuses[] = {
    {ExitStatus::done, "status_done"},         {ExitStatus::failed, "status_failed"},
    {ExitStatus::usage, "status_usage"},       {ExitStatus::not_signed_in, "status_not_signed_in"},
    {ExitStatus::refused, "status_refused"},   {ExitStatus::try_again, "status_try_again"},
    {ExitStatus::not_kept, "status_not_kept"}, {ExitStatus::interrupted, "status_interrupted"},
};

/// Thrown by commands, told by `main`.
struct Failure {
  ExitStatus status = ExitStatus::failed;
  std::string sentence;
  std::optional<Error> error = {};  ///< Of the library, if it is one.
};

/// An option, a value or a file that cannot be used.
inline Failure unusable(std::string sentence) {
  return Failure{ExitStatus::usage, std::move(sentence)};
}

Failure failure_of(const Error& error);

/// The value, or its error thrown.
template <class T>
T must(Result<T> result) {
  if (!result) throw failure_of(result.error());
  return std::move(result).value();
}

}  // namespace hufu::cli
