// A picture that stands for a mini-program code: another one for every page and scene.
#pragma once

#include <string>

namespace hufu::mock::wechat {

/// A PNG of 33 by 33 squares, `width` pixels wide at most, drawn from a hash of the content.
/// Nothing can scan it; two of them can be told apart.
std::string draw_code_picture(const std::string& content, int width);

}  // namespace hufu::mock::wechat
