// The file of a multipart/form-data body, as wx.uploadFile and forms send it (RFC 7578).
#pragma once

#include <optional>
#include <string>

#include "http/message.h"

namespace hufu::mock {

/// The content of the first part that has a filename. Nothing if the body is not well-formed or has
/// none.
std::optional<std::string> find_uploaded_file(const Request& request);

}  // namespace hufu::mock
