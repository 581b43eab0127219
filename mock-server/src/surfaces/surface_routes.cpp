// The routes of a surface whose errors have a shape of their own.
#include "surfaces/surface_routes.h"

#include "http/current_error.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;

Response shaped(ErrorShape shape, const HttpError& error, const std::string& request_id) {
  Response response = shape(error, request_id);
  add_error_fields(response, error);
  return response;
}

asio::awaitable<Response> tell(std::shared_ptr<Backend> backend, Story story, ErrorShape shape,
                               Request request) {
  const std::string request_id = request.id;
  Response response;
  try {
    response = co_await story(*backend, std::move(request));
  } catch (...) {
    response = shaped(shape, current_error(), request_id);
  }
  response.headers.set("Cache-Control", "no-store");
  co_return response;
}

}  // namespace

void SurfaceRoutes::add(const char* method, const char* pattern, Story story,
                        std::size_t body_limit) {
  auto handler = [backend = backend_, story, shape = shape_](Request request) {
    return tell(backend, story, shape, std::move(request));
  };
  router_.add(method, pattern, std::move(handler), body_limit);
}

void SurfaceRoutes::tell_errors_below(const char* beginning) {
  router_.tell_errors_below(beginning,
                            [shape = shape_](const HttpError& error, const Request& request) {
                              return shaped(shape, error, request.id);
                            });
}

}  // namespace hufu::mock
