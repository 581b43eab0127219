// The picture that stands for a mini-program code.
#include "upstreams/wechat/stand_in.h"

#include <algorithm>
#include <qrcodegen.hpp>
#include <string_view>

#include "upstreams/wechat/stand_in_face.h"

namespace hufu::mock::wechat {
namespace {

using qrcodegen::QrCode;

constexpr std::string_view kBegin = "stand-in:";
constexpr int kQuietZone = 4;  // ISO 18004 section 9.1
constexpr int kGap = 2;        // between signs, in their pixels

struct Place {
  int left = 0;
  int top = 0;
  int scale = 1;
};

void fill(Raster& raster, int left, int top, int side) {
  for (int y = top; y < top + side; ++y) {
    for (int x = left; x < left + side; ++x)
      raster.blacken(x, y);
  }
}

int width_of_face() {
  int width = -kGap;
  for (const Sign& sign : kFace)
    width += static_cast<int>(sign.front().size()) + kGap;
  return width;
}

void draw_sign(Raster& raster, const Sign& sign, Place place) {
  for (std::size_t row = 0; row < sign.size(); ++row) {
    for (std::size_t column = 0; column < sign[row].size(); ++column) {
      if (sign[row][column] == '#')
        fill(raster, place.left + static_cast<int>(column) * place.scale,
             place.top + static_cast<int>(row) * place.scale, place.scale);
    }
  }
}

void draw_face(Raster& raster, Place place) {
  for (const Sign& sign : kFace) {
    draw_sign(raster, sign, place);
    place.left += (static_cast<int>(sign.front().size()) + kGap) * place.scale;
  }
}

void draw_code(Raster& raster, const QrCode& code, Place place) {
  for (int y = 0; y < code.getSize(); ++y) {
    for (int x = 0; x < code.getSize(); ++x) {
      if (code.getModule(x, y))
        fill(raster, place.left + x * place.scale, place.top + y * place.scale, place.scale);
    }
  }
}

}  // namespace

std::string stand_in_text(const Opening& opening) {
  return std::string(kBegin) + opening.app_id + "/" + opening.page + "?" + opening.query +
         "&env_version=" + opening.env_version;
}

std::optional<Opening> read_stand_in(const std::string& text) {
  const std::size_t slash = text.find('/');
  const std::size_t query = text.find('?');
  const std::size_t version = text.rfind("&env_version=");
  if (!text.starts_with(kBegin) || slash > query || query > version || version == std::string::npos)
    return std::nullopt;
  return Opening{.app_id = text.substr(kBegin.size(), slash - kBegin.size()),
                 .page = text.substr(slash + 1, query - slash - 1),
                 .query = text.substr(query + 1, version - query - 1),
                 .env_version = text.substr(version + 13),
                 .kind = OpeningKind::code};
}

Raster draw_stand_in(const std::string& text, int width) {
  Raster raster(width);
  const QrCode code = QrCode::encodeText(text.c_str(), QrCode::Ecc::LOW);
  const int face_scale = std::max(1, width * 2 / 3 / width_of_face());
  const int face_height = (kFaceHeight + 2 * kGap) * face_scale;
  const int room = width - face_height;
  const int scale = std::max(1, room / (code.getSize() + 2 * kQuietZone));
  const int side = code.getSize() * scale;
  draw_code(raster, code, {.left = (width - side) / 2, .top = (room - side) / 2, .scale = scale});
  draw_face(raster, {.left = (width - width_of_face() * face_scale) / 2,
                     .top = room + kGap * face_scale / 2,
                     .scale = face_scale});
  return raster;
}

}  // namespace hufu::mock::wechat
