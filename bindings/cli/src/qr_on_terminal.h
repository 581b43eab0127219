// A QR code on the person's terminal.
#pragma once

#include <hufu/native/qr_code.h>

namespace hufu::cli {

/// Draws it on standard error, if that is a terminal and wide enough: broken lines can be scanned
/// by nobody. Whether it did.
bool show_qr(const native::QrCode& code);

}  // namespace hufu::cli
