// What the person is to see while they sign in elsewhere: a page in the browser, a code to scan.
#pragma once

#include <functional>
#include <string>

#include <hufu/effects.h>
#include <hufu/result.h>

#include "context.h"

namespace hufu::cli {

struct Showing {
  bool no_open = false;       ///< Addresses are told and codes drawn: no program is opened.
  bool in_text_only = false;  ///< The same, and WeChat's picture is not shown at all.
  std::string picture;        ///< A file for what is to be scanned.
};

/// For `Context::present`. With `--json` each is one object on standard output. A sign-in that
/// waits is shown once, and again when there is another code; in between its states are told.
std::function<Result<Nothing>(const PresentEffect&)> showing(const Context& context, Showing how);

}  // namespace hufu::cli
