// The file of a multipart/form-data body.
#include "http/multipart.h"

namespace hufu::mock {
namespace {

std::string boundary_of(const Request& request) {
  const std::string type = request.headers.find("Content-Type").value_or("");
  const std::size_t at = type.find("boundary=");
  if (!type.starts_with("multipart/form-data") || at == std::string::npos) return "";
  std::string boundary = type.substr(at + 9);
  boundary = boundary.substr(0, boundary.find(';'));
  if (boundary.size() >= 2 && boundary.front() == '"' && boundary.back() == '"')
    boundary = boundary.substr(1, boundary.size() - 2);
  return boundary.size() <= 70 ? boundary : "";
}

}  // namespace

std::optional<std::string> find_uploaded_file(const Request& request) {
  const std::string boundary = boundary_of(request);
  if (boundary.empty()) return std::nullopt;
  const std::string delimiter = "--" + boundary;
  const std::string& body = request.body;
  std::size_t start = body.find(delimiter);
  while (start != std::string::npos) {
    const std::size_t head = start + delimiter.size();
    const std::size_t content = body.find("\r\n\r\n", head);
    const std::size_t end =
        content == std::string::npos ? content : body.find("\r\n" + delimiter, content + 2);
    if (end == std::string::npos) return std::nullopt;
    const bool is_file = body.substr(head, content - head).find("filename=") != std::string::npos;
    if (is_file && end >= content + 4) return body.substr(content + 4, end - content - 4);
    start = end + 2;
  }
  return std::nullopt;
}

}  // namespace hufu::mock
