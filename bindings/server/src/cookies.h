// Tokens in cookies: a browser sends them whoever's page asks. All of them throw a `Refusal`.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <hufu/server/request.h>

#include "issuer_rules.h"

namespace hufu::server {

/// Values by their names; nothing where there are two that differ.
using CookiesOfRequest = std::map<std::string, std::optional<std::string>, std::less<>>;

CookiesOfRequest cookies_in(const RequestView& request);

/// Refuses what a page of another site may have sent: a form needs no leave to bring the cookies
/// along.
void judge_site(const RequestView& request, const std::vector<std::string>& origins);

/// The token in the issuer's own cookie; nothing if there is none.
std::optional<std::string> token_in(const CookiesOfRequest& cookies, const IssuerRules& issuer);

}  // namespace hufu::server
