// What the person is to see while they sign in elsewhere: a page in the browser, a code to scan.
#pragma once

#include <functional>
#include <string>

#include <hufu/effects.h>
#include <hufu/result.h>

#include "context.h"

namespace hufu::cli {

struct Showing {
  bool no_open = false;  ///< The page's address is told, and no browser opened.
  std::string picture;   ///< A file for the QR code, as SVG.
};

/// For `Context::present`. With `--json` each is one object on standard output.
std::function<Result<Nothing>(const PresentEffect&)> showing(const Context& context, Showing how);

}  // namespace hufu::cli
