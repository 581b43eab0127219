#include "stories/verifiers.h"

#include <algorithm>

namespace hufu::stories {
namespace {

constexpr std::size_t kMost = 4;
// As long as the link of a mail is good.
constexpr Millis kLongest = 3'600'000;

Text verifier_of(const Value& one) {
  return one.items().size() == 2 ? one.items()[0].text() : Text();
}

Value entry(std::string_view verifier, Millis begun_ms) {
  return Value::array().push(verifier).push(begun_ms);
}

}  // namespace

Verifiers::Verifiers(std::string_view stored, WallTime now) {
  const auto list = json::parse(stored);
  if (!list) return;
  for (const Value& one : list->items()) {
    if (verifier_of(one).empty() || waiting_.items().size() == kMost) continue;
    const double begun = one.items()[1].number().value_or(0);
    if (std::abs(now.ms - begun) < kLongest) waiting_.push(one);
  }
}

void Verifiers::add(const Text& verifier, WallTime now) {
  Value all = Value::array();
  all.push(entry(verifier, now.ms));
  for (const Value& one : waiting_.items()) {
    if (all.items().size() < kMost) all.push(one);
  }
  waiting_ = std::move(all);
}

void Verifiers::remove(const Text& verifier) {
  Value left = Value::array();
  for (const Value& one : waiting_.items()) {
    if (verifier_of(one) != verifier) left.push(one);
  }
  waiting_ = std::move(left);
}

bool Verifiers::has(std::string_view verifier) const {
  const auto& all = waiting_.items();
  return std::any_of(all.begin(), all.end(),
                     [&](const Value& one) { return verifier_of(one) == verifier; });
}

List<Text> Verifiers::to_try(std::string_view other) const {
  List<Text> all;
  if (!other.empty() && !has(other)) all.push_back(Text(other));
  for (const Value& one : waiting_.items())
    all.push_back(verifier_of(one));
  return all;
}

}  // namespace hufu::stories
