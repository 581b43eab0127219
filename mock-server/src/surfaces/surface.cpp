// How a surface's rows are answered.
#include "surfaces/surface.h"

#include <utility>

#include "http/current_error.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;
using SharedSurface = std::shared_ptr<const Surface>;

// All but the body, which the story takes.
Request head_of(Request& request) {
  std::string body = std::exchange(request.body, {});
  Request head = request;
  request.body = std::move(body);
  return head;
}

std::optional<Response> refusal_at(const Surface& surface, Door door, const Request& head) {
  if (door != Door::guarded || !surface.guard) return std::nullopt;
  return surface.guard(head);
}

asio::awaitable<Response> answer(SharedSurface surface, Handler story, Door door, Request request) {
  const Request head = head_of(request);
  Response response;
  try {
    const std::optional<Response> refusal = refusal_at(*surface, door, head);
    if (refusal) {
      response = *refusal;
    } else {
      response = co_await story(std::move(request));
    }
  } catch (...) {
    response = surface->tell_error(head);
  }
  if (!response.headers.find("Cache-Control")) response.headers.set("Cache-Control", "no-store");
  // Errors are for the page to read, too.
  if (surface->pages && door != Door::navigation) let_read(*surface->pages, head, response);
  co_return response;
}

// Browsers navigate there, pages never fetch it (RFC 9700 section 2.6).
std::shared_ptr<const CrossOrigin> pages_behind(const Surface& surface, Door door) {
  static const auto no_page = std::make_shared<const CrossOrigin>();
  return surface.pages && door == Door::navigation ? no_page : surface.pages;
}

}  // namespace

ErrorTelling told_in(ErrorShape shape) {
  return [shape](const Request& head) {
    const HttpError error = current_error();
    Response response = shape(error, head.id);
    add_error_fields(response, error);
    return response;
  };
}

void add_row(Router& router, const SharedSurface& surface, const char* method, const char* path,
             Handler story, Door door, std::size_t body_limit_bytes) {
  auto handler = [surface, story = std::move(story), door](Request request) {
    return answer(surface, story, door, std::move(request));
  };
  router.add(method, surface->prefix + path, std::move(handler), body_limit_bytes,
             pages_behind(*surface, door));
}

void tell_errors_of(Router& router, const SharedSurface& surface) {
  router.tell_errors_below(surface->prefix + "/",
                           [surface](const HttpError& error, const Request& request) {
                             try {
                               throw error;
                             } catch (...) {
                               return surface->tell_error(request);
                             }
                           });
}

}  // namespace hufu::mock
