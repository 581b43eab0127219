// A picture that somebody is to scan, from a `data:` address: no terminal draws a mini-program's
// code in letters.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace hufu::cli {

/// The bytes; empty for what is no picture in JPEG or PNG.
std::string bytes_of_picture(std::string_view data_url);

/// A picture before the person's eyes: on the terminal where that says that it can draw one
/// (iTerm2's escape sequence), else in the desktop's program for pictures, from a file that only
/// this account may read. The file goes with this: what it shows lets somebody in.
class ShownPicture {
 public:
  /// Null where it can be shown in neither way. `opens`: whether a program may be opened.
  static std::unique_ptr<ShownPicture> show(std::string_view data_url, bool opens = true);
  ShownPicture(const ShownPicture&) = delete;
  ShownPicture& operator=(const ShownPicture&) = delete;
  ~ShownPicture();

 private:
  explicit ShownPicture(std::string folder) : folder_(std::move(folder)) {}

  std::string folder_;  ///< Empty on the terminal.
};

}  // namespace hufu::cli
