// Which browser a page was opened in, as its owner would say it.
#pragma once

#include <string>
#include <string_view>

namespace hufu::mock {

/// "Safari, iPhone", of a User-Agent. In words of ours alone: what the header says beside them
/// reaches nobody's screen. Empty for a program, and for what is not known.
std::string browser_name(std::string_view user_agent);

}  // namespace hufu::mock
