// What an exception means to the one who asked.
#include "http/current_error.h"

#include "base/unavailable.h"

namespace hufu::mock {

HttpError current_error() {
  try {
    throw;
  } catch (const HttpError& error) {
    return error;
  } catch (const Unavailable& failure) {
    return unavailable(failure.sentence);
  } catch (...) {
    return HttpError(500, "internal_error", "Something went wrong on the server.");
  }
}

}  // namespace hufu::mock
