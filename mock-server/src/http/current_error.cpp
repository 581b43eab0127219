// What an exception means to the one who asked.
#include "http/current_error.h"

#include "http/client.h"
#include "store/database.h"

namespace hufu::mock {

HttpError current_error() {
  try {
    throw;
  } catch (const HttpError& error) {
    return error;
  } catch (const DatabaseFailure&) {
    return unavailable("The database is not available. Try again soon.");
  } catch (const UpstreamFailure&) {
    return unavailable("A service that this one depends on does not answer. Try again soon.");
  } catch (...) {
    return HttpError(500, "internal_error", "Something went wrong on the server.");
  }
}

}  // namespace hufu::mock
