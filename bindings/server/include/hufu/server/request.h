// A request, as any framework has it.
#pragma once

#include <string_view>
#include <vector>

namespace hufu::server {

/// One line of a request's head.
struct HeaderLine {
  std::string_view name;  ///< In any case.
  std::string_view value;
};

/// What is asked, and what came with it: looked at during a call, kept by none. Give every line of
/// a header by itself if the framework has them so.
struct RequestView {
  std::string_view method;
  std::vector<HeaderLine> headers;
};

}  // namespace hufu::server
