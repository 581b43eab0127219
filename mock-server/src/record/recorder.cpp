// Writes every exchange of the server into a file.
#include "record/recorder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "settings/config.h"

namespace hufu::mock {
namespace {

void make_private(const std::string& path) {
  const int file =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  // One that was there already may have been anybody's to read.
  const bool is_private = file >= 0 && ::fchmod(file, 0600) == 0;
  if (file >= 0) ::close(file);
  if (!is_private) throw ConfigError{"the file of --record cannot be written: " + path};
}

}  // namespace

Recorder::Recorder(const std::string& path, const Clock& clock) : clock_(clock) {
  make_private(path);
  file_.open(path, std::ios::app);
}

void Recorder::write(const Request& request, const Response& response, int status) {
  nlohmann::ordered_json line;
  line["atMs"] = clock_.now_ms();
  line["requestId"] = request.id;
  line["method"] = mask_.method(request.method);
  line["path"] = mask_.path(request);
  line["query"] = mask_.query(request);
  line["requestHeaders"] = mask_.headers(request.headers);
  line["requestBody"] = mask_.body(request.headers, request.body);
  line["status"] = status;
  line["responseHeaders"] = mask_.headers(response.headers);
  line["responseBody"] = mask_.body(response.headers, response.body);
  file_ << line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  // A record is read while the server runs, and after it was killed.
  file_.flush();
}

}  // namespace hufu::mock
