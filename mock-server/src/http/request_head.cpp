// The request line and header fields of one request.
#include "http/request_head.h"

#include <algorithm>
#include <boost/beast/core/string.hpp>

namespace hufu::mock {
namespace {

namespace beast = boost::beast;

constexpr int kBadRequest = 400;
constexpr int kNotImplemented = 501;
constexpr unsigned kHttp11 = 11;

// A host with its port: what RFC 3986 lets stand there, without the user information.
bool is_authority(std::string_view text) {
  return std::ranges::all_of(text, [](char symbol) {
    return (symbol >= 'a' && symbol <= 'z') || (symbol >= 'A' && symbol <= 'Z') ||
           (symbol >= '0' && symbol <= '9') ||
           std::string_view("-._~%!$&'()*+,;=:[]").find(symbol) != std::string_view::npos;
  });
}

bool takes_scheme(std::string_view& target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!beast::iequals(target.substr(0, scheme.size()), scheme)) continue;
    target.remove_prefix(scheme.size());
    return true;
  }
  return false;
}

// "http://host/path", as clients send it to proxies, has to be understood (section 3.2.2); the host
// in it is the one that counts.
bool take_target(Request& request) {
  std::string_view target = request.target;
  if (takes_scheme(target)) {
    const std::size_t end = std::min(target.find_first_of("/?"), target.size());
    const std::string authority(target.substr(0, end));
    if (authority.empty() || !is_authority(authority)) return false;
    request.headers.set("Host", authority);
    target.remove_prefix(end);
  } else if (!target.starts_with('/')) {
    return false;
  }
  const std::size_t question = std::min(target.find('?'), target.size());
  request.path = target.substr(0, question);
  if (request.path.empty()) request.path = "/";
  const auto query = parse_form(target.substr(std::min(target.size(), question + 1)));
  if (!query) return false;
  request.query = *query;
  return true;
}

bool names_one_host(const Request& request, unsigned version) {
  const std::size_t hosts = request.headers.count("Host");
  if (hosts == 0) return version < kHttp11;
  return hosts == 1 && is_authority(*request.headers.find("Host"));
}

// The smuggling family. A coding that is not understood hides where the message ends; so does one
// that came over HTTP/1.0, which knows none.
std::optional<int> judge_length(const Request& request, unsigned version) {
  const std::size_t lengths = request.headers.count("Content-Length");
  const std::size_t encodings = request.headers.count("Transfer-Encoding");
  if (lengths + encodings > 1) return kBadRequest;
  if (encodings == 0) return std::nullopt;
  if (version < kHttp11) return kBadRequest;
  const std::string coding = *request.headers.find("Transfer-Encoding");
  if (beast::iequals(coding, "chunked")) return std::nullopt;
  const std::string last = coding.substr(coding.find_last_of(", \t") + 1);
  const bool twice = beast::iequals(coding.substr(0, 7), "chunked");
  return beast::iequals(last, "chunked") && !twice ? kNotImplemented : kBadRequest;
}

}  // namespace

std::optional<int> read_head(const beast::http::request_header<>& head, Request& request) {
  request.method = std::string(head.method_string());
  request.target = std::string(head.target());
  for (const auto& field : head)
    request.headers.add(std::string(field.name_string()), std::string(field.value()));
  if (!names_one_host(request, head.version()) || !take_target(request)) return kBadRequest;
  return judge_length(request, head.version());
}

}  // namespace hufu::mock
