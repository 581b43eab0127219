#include "picture.h"

#include <fcntl.h>
#include <hufu/native/browser.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>

#include "terminal.h"
#include "text/base64url.h"

namespace hufu::cli {
namespace {

constexpr int kRows = 16;  // of the terminal

struct Picture {
  std::string_view ending;
  std::string_view base64;
};

bool is_base64(std::string_view text) {
  return !text.empty() && text.find_first_not_of(
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"
                              "wxyz0123456789+/=") == std::string_view::npos;
}

std::optional<Picture> picture_of(std::string_view data_url) {
  for (const auto& [head, ending] :
       {std::pair{"data:image/jpeg;base64,", "jpg"}, std::pair{"data:image/png;base64,", "png"}}) {
    if (!data_url.starts_with(head)) continue;
    const std::string_view base64 = data_url.substr(std::string_view(head).size());
    if (is_base64(base64)) return Picture{ending, base64};
  }
  return std::nullopt;
}

std::string decoded(std::string_view base64) {
  std::string text(base64.substr(0, base64.find('=')));
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  const auto bytes = text::from_base64url(text);
  return bytes ? bytes->to_std() : std::string();
}

bool write_private(const std::string& file, std::string_view bytes) {
  const int opened = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (opened < 0) return false;
  const bool is_whole =
      ::write(opened, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
  return ::close(opened) == 0 && is_whole;
}

bool is_one_of(const char* value, std::initializer_list<std::string_view> names) {
  return value != nullptr && std::ranges::find(names, std::string_view(value)) != names.end();
}

}  // namespace

std::string bytes_of_picture(std::string_view data_url) {
  const auto picture = picture_of(data_url);
  return picture ? decoded(picture->base64) : std::string();
}

std::unique_ptr<ShownPicture> ShownPicture::show(std::string_view data_url, bool opens) {
  const auto picture = picture_of(data_url);
  if (!picture || !is_terminal(STDERR_FILENO)) return nullptr;
  if (is_one_of(std::getenv("TERM_PROGRAM"), {"iTerm.app", "WezTerm"})) {
    note("\x1b]1337;File=inline=1;height=" + std::to_string(kRows) + ":" +
         std::string(picture->base64) + "\a");
    return std::unique_ptr<ShownPicture>(new ShownPicture(""));
  }
  std::error_code failed;
  std::string folder = std::filesystem::temp_directory_path(failed) / "hufu-XXXXXX";
  if (!opens || failed || ::mkdtemp(folder.data()) == nullptr) return nullptr;
  std::unique_ptr<ShownPicture> shown(new ShownPicture(folder));
  const std::string file = folder + "/code." + std::string(picture->ending);
  if (!write_private(file, decoded(picture->base64)) || !native::open_file(file)) return nullptr;
  return shown;
}

ShownPicture::~ShownPicture() {
  std::error_code gone_already;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, gone_already);
}

}  // namespace hufu::cli
