// The JSON body of a request to the GoTrue surface.
#include "gotrue/body.h"

#include "gotrue/errors.h"
#include "http/errors.h"

namespace hufu::mock::gotrue {

JsonBody read_body(const Request& request) {
  try {
    return JsonBody(request);
  } catch (const HttpError& error) {
    throw Error(400, "bad_json", error.message);
  }
}

}  // namespace hufu::mock::gotrue
