#include "failure.h"
#include "texts.h"

namespace hufu::cli {
namespace {

ExitStatus status_of(const Error& error) {
  if (error.code == Errc::store_unavailable) return ExitStatus::not_kept;
  switch (error.action()) {
    case Action::retry: return ExitStatus::try_again;
    case Action::sign_in_again: return ExitStatus::not_signed_in;
    case Action::tell_user: return ExitStatus::refused;
    case Action::fix_program: break;
  }
  return error.code == Errc::invalid_argument ? ExitStatus::usage : ExitStatus::failed;
}

}  // namespace

Failure failure_of(const Error& error) {
  std::string sentence = error.message(spoken());
  if (!error.server_message.empty())
    sentence = say("server_says", {{"message", sentence}, {"words", error.server_message}});
  return Failure{status_of(error), std::move(sentence), error};
}

}  // namespace hufu::cli
