// Finds the handler of a request and turns its exceptions into answers.
#include "http/router.h"

#include <algorithm>
#include <string_view>

#include "http/current_error.h"

namespace hufu::mock {
namespace {

std::vector<std::string_view> split_path(std::string_view path) {
  std::vector<std::string_view> segments;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    segments.push_back(segment);
    path.remove_prefix(segment.size());
  }
  return segments;
}

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{') && segment.ends_with('}');
}

// How many segments are literal if the path fits the pattern; nothing if it does not.
std::optional<int> literal_segments(const std::vector<std::string>& pattern,
                                    const std::vector<std::string_view>& path) {
  if (pattern.size() != path.size()) return std::nullopt;
  int literal = 0;
  for (std::size_t index = 0; index < pattern.size(); ++index) {
    if (is_parameter(pattern[index])) {
      if (path[index].empty()) return std::nullopt;
    } else if (pattern[index] == path[index]) {
      ++literal;
    } else {
      return std::nullopt;
    }
  }
  return literal;
}

bool fill_parameters(const Route& route, Request& request) {
  const auto& pattern = route.segments;
  const auto path = split_path(request.path);
  for (std::size_t index = 0; index < pattern.size(); ++index) {
    if (!is_parameter(pattern[index])) continue;
    const auto value = decode_percent(path[index], false);
    // Databases read a text up to a NUL: it would be found as a shorter one.
    if (!value || value->find('\0') != std::string::npos) return false;
    request.parameters[std::string(pattern[index].substr(1, pattern[index].size() - 2))] = *value;
  }
  return true;
}

// Of the routes that fit the path, and that `takes` takes, the one with most literal segments.
// `takes` is asked about every route that fits.
template <class Takes>
const Route* closest(const std::vector<Route>& routes, const std::vector<std::string_view>& path,
                     Takes takes) {
  const Route* best = nullptr;
  int best_literal = -1;
  for (const Route& route : routes) {
    const auto literal = literal_segments(route.segments, path);
    if (!literal || !takes(route) || *literal <= best_literal) continue;
    best = &route;
    best_literal = *literal;
  }
  return best;
}

}  // namespace

void Router::add(std::string method, std::string pattern, Handler handler,
                 std::size_t body_limit_bytes, std::shared_ptr<const CrossOrigin> pages) {
  Route route{std::move(method), std::move(pattern), std::move(handler),
              body_limit_bytes,  std::move(pages),   {}};
  for (const std::string_view segment : split_path(route.pattern))
    route.segments.emplace_back(segment);
  routes_.push_back(std::move(route));
}

void Router::tell_errors_below(std::string beginning, ErrorTeller tell) {
  tellers_.emplace_back(std::move(beginning), std::move(tell));
}

Response Router::tell(const HttpError& error, const Request& request) const {
  const std::pair<std::string, ErrorTeller>* best = nullptr;
  for (const auto& teller : tellers_) {
    const bool longer = best == nullptr || teller.first.size() > best->first.size();
    if (longer && request.path.starts_with(teller.first)) best = &teller;
  }
  Response response =
      best == nullptr ? error_response(error, request.id) : best->second(error, request);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

const Route* Router::match(Request& request, std::vector<std::string>& allowed) const {
  const auto has_method = [&](const Route& route) {
    allowed.push_back(route.method);
    return route.method == request.method;
  };
  const Route* best = closest(routes_, split_path(request.path), has_method);
  if (best == nullptr) return nullptr;
  if (!fill_parameters(*best, request)) {
    allowed.clear();  // a malformed escape names nothing: 404
    return nullptr;
  }
  request.route = best->pattern;
  return best;
}

const CrossOrigin* Router::pages_of(const std::string& path) const {
  const auto any = [](const Route&) { return true; };
  const Route* best = closest(routes_, split_path(path), any);
  return best == nullptr ? nullptr : best->pages.get();
}

boost::asio::awaitable<Response> Router::dispatch(const Route* route,
                                                  std::vector<std::string> allowed,
                                                  Request request) const {
  const std::string id = request.id;
  if (route == nullptr && allowed.empty())
    co_return tell(HttpError(404, "not_found", "There is nothing at this path."), request);
  if (route == nullptr && request.method == "OPTIONS") {
    const CrossOrigin* pages = pages_of(request.path);
    if (pages != nullptr) co_return answer_preflight(*pages, request);
  }
  if (route == nullptr) {
    Response response =
        tell(HttpError(405, "method_not_allowed", "This path does not take this method."), request);
    std::ranges::sort(allowed);
    std::string list;
    for (const std::string& method : allowed)
      list += (list.empty() ? "" : ", ") + method;
    response.headers.set("Allow", list);
    co_return response;
  }
  try {
    co_return co_await route->handler(std::move(request));
  } catch (...) {
    co_return error_response(current_error(), id);
  }
}

}  // namespace hufu::mock
