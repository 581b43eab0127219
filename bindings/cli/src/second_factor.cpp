#include "second_factor.h"

#include <algorithm>
#include <functional>
#include <vector>

#include <hufu/operations.h>

#include "failure.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

std::string only_factor(Context& context) {
  std::vector<Factor> factors = must(context.client().list_factors()).factors;
  if (factors.empty())
    throw unusable(say("no_factors", {{"command", context.command("factors enroll")}}));
  // What was begun and left opens nothing, and is not in the way of the one that does.
  const auto verified = [](const Factor& each) { return each.status == "verified"; };
  if (std::ranges::any_of(factors, verified)) std::erase_if(factors, std::not_fn(verified));
  if (factors.size() == 1) return factors.front().id;
  std::string ids;
  for (const Factor& each : factors)
    ids.append(ids.empty() ? "" : ", ").append(each.id);
  throw unusable(say("which_factor", {{"ids", ids}}));
}

}  // namespace

bool lacks_second_factor(const SessionInfo& session) {
  return session.assurance != session.assurance_to_reach;
}

SessionInfo verify_second_factor(Context& context, const std::string& factor_id) {
  VerifyFactor with;
  with.factor_id = factor_id.empty() ? only_factor(context) : factor_id;
  with.code = read_secret(say("ask_factor_code"));
  return must(context.client().verify_factor(with));
}

}  // namespace hufu::cli
