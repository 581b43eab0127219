// A surface as data: where its paths lie, how it says no, who stands at its door, which pages may
// call; and the table of what it answers.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "http/at_once.h"
#include "http/errors.h"
#include "http/router.h"

namespace hufu::mock {

/// The answer to the exception being handled: called inside a catch block. The request is without
/// its body.
using ErrorTelling = std::function<Response(const Request& head)>;

/// How `HttpError`s look. Retry-After, WWW-Authenticate and no-store are added.
using ErrorShape = Response (*)(const HttpError& error, const std::string& request_id);
ErrorTelling told_in(ErrorShape shape);

struct Surface {
  /// Before the path of every row. What the router says below it has the surface's shape, too.
  std::string prefix;
  ErrorTelling tell_error;
  /// Asked before the story of a guarded row: what it answers or throws keeps the request out.
  std::function<std::optional<Response>(const Request& head)> guard = nullptr;
  /// Pages of other origins that may call; null: none is told that it may.
  std::shared_ptr<const CrossOrigin> pages = nullptr;
};

enum class Door {
  guarded,
  /// For everybody.
  open,
  /// Browsers go there themselves: for everybody, and for no page to fetch.
  navigation,
};

/// What a surface answers; `Room` is what its stories share. A story that waits for nothing is an
/// ordinary function.
template <class Room>
struct Row {
  using Waiting = boost::asio::awaitable<Response> (*)(Room&, Request);
  using AtOnce = Response (*)(Room&, const Request&);

  const char* method;
  const char* path;
  std::variant<Waiting, AtOnce> story;
  Door door = Door::guarded;
  std::size_t body_limit_bytes = kBodyLimitBytes;
};

/// An answer says `Cache-Control: no-store` unless the story said something else.
void add_row(Router& router, const std::shared_ptr<const Surface>& surface, const char* method,
             const char* path, Handler story, Door door, std::size_t body_limit_bytes);
void tell_errors_of(Router& router, const std::shared_ptr<const Surface>& surface);

template <class Room>
Handler bound_to(const std::shared_ptr<Room>& room, const Row<Room>& row) {
  if (const auto* waiting = std::get_if<typename Row<Room>::Waiting>(&row.story)) {
    return [room, run = *waiting](Request request) { return run(*room, std::move(request)); };
  }
  return at_once([room, run = std::get<typename Row<Room>::AtOnce>(row.story)](
                     const Request& request) { return run(*room, request); });
}

/// Keeps the room alive.
template <class Room>
void add_surface(Router& router, Surface described, const std::shared_ptr<Room>& room,
                 std::initializer_list<Row<Room>> rows) {
  const auto surface = std::make_shared<const Surface>(std::move(described));
  tell_errors_of(router, surface);
  for (const Row<Room>& row : rows) {
    add_row(router, surface, row.method, row.path, bound_to(room, row), row.door,
            row.body_limit_bytes);
  }
}

}  // namespace hufu::mock
