// What an exception means to the one who asked.
#pragma once

#include "http/errors.h"

namespace hufu::mock {

/// The error that the exception being handled stands for: call it inside a catch block. What an
/// unexpected exception says stays inside.
HttpError current_error();

}  // namespace hufu::mock
