#include "catalogue/failure.h"

namespace hufu {

Error failure(Errc code, std::string_view detail) {
  Error error;
  error.code = code;
  error.detail = detail;
  return error;
}

}  // namespace hufu
