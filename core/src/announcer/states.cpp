#include "announcer/states.h"

#include <algorithm>
#include <iterator>

namespace hufu::announcer {
namespace {

using enum SessionState;

constexpr std::nullopt_t kSilent = std::nullopt;

constexpr Transition kTransitions[] = {
    {signed_out, signing_in, kSilent},                // a sign-in begins
    {needs_user, signing_in, kSilent},                // a sign-in begins
    {signing_in, signed_in, EventKind::signed_in},    // the server grants a session
    {signing_in, signed_out, kSilent},                // it fails, or is left
    {signing_in, needs_user, kSilent},                // it fails
    {signed_out, signed_in, EventKind::signed_in},    // a session is stored, or lent by the host
    {signed_out, needs_user, EventKind::needs_user},  // a stored session waits for the person
    {signed_in, needs_user, EventKind::needs_user},   // nothing but the person can renew it
    {signed_in, signed_out, EventKind::signed_out},   // a sign-out, or the server ended it
    {needs_user, signed_in, EventKind::signed_in},    // the person signed in elsewhere
    {needs_user, signed_out, EventKind::signed_out},  // a sign-out
};

// Of each two states in which nobody is signing in something is told.
constexpr bool is_complete() {
  constexpr SessionState kSettled[] = {signed_out, signed_in, needs_user};
  for (const SessionState from : kSettled) {
    for (const SessionState to : kSettled) {
      const auto told = [&](const Transition& row) {
        return row.from == from && row.to == to && row.told;
      };
      if (std::count_if(std::begin(kTransitions), std::end(kTransitions), told) != (from != to))
        return false;
    }
  }
  return true;
}
static_assert(is_complete());

}  // namespace

std::span<const Transition> transitions() { return kTransitions; }

EventKind event_of(SessionState from, SessionState to) {
  const Transition* row = kTransitions;
  while (row->from != from || row->to != to)
    ++row;
  return *row->told;
}

}  // namespace hufu::announcer
