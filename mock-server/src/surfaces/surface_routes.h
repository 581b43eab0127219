// The routes of a surface whose errors have a shape of their own.
#pragma once

#include <memory>
#include <string>

#include "http/errors.h"
#include "people/backend.h"

namespace hufu::mock {

/// How a surface says an error. Retry-After, WWW-Authenticate and no-store are added to it.
using ErrorShape = Response (*)(const HttpError& error, const std::string& request_id);

class SurfaceRoutes {
 public:
  SurfaceRoutes(Router& router, std::shared_ptr<Backend> backend, ErrorShape shape)
      : router_(router), backend_(std::move(backend)), shape_(shape) {}

  /// Every answer says `Cache-Control: no-store`. X-Platform is not looked at: the clients of these
  /// surfaces do not send it.
  void add(const char* method, const char* pattern, Story story,
           std::size_t body_limit = kBodyLimitBytes);
  /// Where there is no such path or method, that is told in the surface's shape, too.
  void tell_errors_below(const char* beginning);

 private:
  Router& router_;
  std::shared_ptr<Backend> backend_;
  ErrorShape shape_;
};

}  // namespace hufu::mock
