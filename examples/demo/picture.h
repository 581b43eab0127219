// A picture that a screen shows: for people who watch, as a file.
#pragma once

#include <string>

namespace demo {

/// The bytes of a `data:` address. Throws std::runtime_error with a sentence if it is none of a
/// picture.
std::string bytes_of(const std::string& picture);

/// Writes a picture into that folder, which is made if it is not there. Returns the file's path.
std::string keep_picture(const std::string& folder, const std::string& name,
                         const std::string& picture);

}  // namespace demo
