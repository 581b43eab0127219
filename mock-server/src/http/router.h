// Finds the handler of a request, and lets the control surface look at or spoil each exchange.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/cors.h"
#include "http/fault.h"
#include "http/message.h"

namespace hufu::mock {

/// Runs on the network thread; must not block. Exceptions become 500 without details, or 503 (see
/// errors.h).
using Handler = std::function<boost::asio::awaitable<Response>(Request)>;

class HttpError;

/// How a surface tells an error where no story of its own runs.
using ErrorTeller = std::function<Response(const HttpError&, const Request&)>;

struct Route {
  std::string method;
  /// For example "/api/bindings/{id}"; with the method this is the route's name in counters, faults
  /// and the OpenAPI file.
  std::string pattern;
  Handler handler;
  /// A larger body is answered with 413 before the handler runs.
  std::size_t body_limit_bytes = kBodyLimitBytes;
  /// What a browser is told that asks for a page of another origin (OPTIONS). Null: nothing, this
  /// route takes no such method.
  std::shared_ptr<const CrossOrigin> pages = nullptr;
  /// Of the pattern; filled in by `Router::add`.
  std::vector<std::string> segments = {};
};

/// The hooks run on the network thread and must not block. `request.route` is set; it is empty
/// where nothing matched.
struct ExchangeHooks {
  /// Asked once for each request before its handler runs.
  std::function<std::optional<Fault>(const Request&)> choose_fault;
  /// Told the outcome; status 0 where the peer got no answer.
  std::function<void(const Request&, int status)> observe;
  /// Told of every request that was answered, without what is in it: null where nothing matched,
  /// status 0 where the peer got no answer.
  std::function<void(const Route*, int status, std::chrono::nanoseconds took)> measure;
  /// Told the whole exchange, also of a request that could not be read.
  std::function<void(const Request&, const Response&, int status)> record;
};

class Router {
 public:
  /// A segment in braces matches any one non-empty segment; literal segments win over those.
  void add(std::string method, std::string pattern, Handler handler,
           std::size_t body_limit_bytes = kBodyLimitBytes,
           std::shared_ptr<const CrossOrigin> pages = nullptr);

  /// For paths that begin like this. The longest beginning that fits wins; elsewhere errors have
  /// the one shape of errors.h.
  void tell_errors_below(std::string beginning, ErrorTeller tell);
  Response tell(const HttpError& error, const Request& request) const;

  /// Fills in route and parameters. Null if nothing fits; then `allowed` lists the methods that the
  /// path has.
  const Route* match(Request& request, std::vector<std::string>& allowed) const;

  /// Runs the handler, or answers a browser's question for a page, and turns exceptions into
  /// answers; 404 and 405 where there is nothing to run.
  boost::asio::awaitable<Response> dispatch(const Route* route, std::vector<std::string> allowed,
                                            Request request) const;

  const std::vector<Route>& routes() const { return routes_; }

  ExchangeHooks hooks;

 private:
  const CrossOrigin* pages_of(const std::string& path) const;

  std::vector<Route> routes_;
  std::vector<std::pair<std::string, ErrorTeller>> tellers_;
};

}  // namespace hufu::mock
