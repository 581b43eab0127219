// The picture that stands for a mini-program code. The real one is a round code of a closed form,
// which only WeChat draws and reads: this one says on its face that it is none, and carries a QR
// code with what the real one would open.
#pragma once

#include <optional>
#include <string>

#include "upstreams/wechat/openings.h"
#include "upstreams/wechat/raster.h"

namespace hufu::mock::wechat {

/// "stand-in:APPID/PAGE?scene=SCENE&env_version=VERSION"
std::string stand_in_text(const Opening& opening);
/// Nothing where it is no such text.
std::optional<Opening> read_stand_in(const std::string& text);

/// A square, `width` pixels wide. A text of up to 500 bytes can be read from it at 280 pixels.
Raster draw_stand_in(const std::string& text, int width);

}  // namespace hufu::mock::wechat
