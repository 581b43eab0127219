// hufu request: like curl, but signed. Only to the backend and the configured origins.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "commands/commands.h"
#include "failure.h"
#include "outcome_json.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

struct RequestOptions {
  std::string method;
  std::string target;
  std::vector<std::string> headers;
  std::string data;
  std::string output;
  double most_seconds = 0;
  bool includes_head = false;
  bool fails = false;
};

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return text;
}

Header read_header(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos || colon == 0) {
    throw unusable(say("no_header", {{"text", text}}));
  }
  std::size_t from = colon + 1;
  while (from < text.size() && text[from] == ' ')
    ++from;
  Header header{text.substr(0, colon), text.substr(from)};
  const std::string lower = lower_case(header.name);
  if (lower == "authorization" || lower == "x-platform" || lower == "host") {
    throw unusable(say("own_header", {{"name", header.name}}));
  }
  return header;
}

std::string read_all(std::istream& input) {
  return {std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>()};
}

/// As curl has it: text, or with `@` a file, `@-` being standard input.
std::string read_data(const std::string& data) {
  if (!data.starts_with('@')) return data;
  const std::string file = data.substr(1);
  if (file == "-") {
    std::string text;
    char some[16384];
    for (ssize_t count = 0; (count = ::read(STDIN_FILENO, some, sizeof some)) > 0;)
      text.append(some, static_cast<std::size_t>(count));
    return text;
  }
  std::ifstream input(file, std::ios::binary);
  std::string text = read_all(input);
  if (!input) throw unusable(say("cannot_be_read", {{"file", "--data @" + file}}));
  return text;
}

/// Where the body goes. A file appears when it is whole.
class Output {
 public:
  explicit Output(const std::string& file) : file_(file) {
    if (file.empty()) return;
    std::error_code error;
    // A device is written to as it is.
    is_direct_ = std::filesystem::exists(file, error) && !std::filesystem::is_regular_file(file);
    draft_ = is_direct_ ? file : file + ".hufu-XXXXXX";
    const int number =
        is_direct_ ? ::open(file.c_str(), O_WRONLY | O_CLOEXEC) : ::mkstemp(draft_.data());
    stream_ = number < 0 ? nullptr : ::fdopen(number, "wb");
    if (stream_ == nullptr) throw unusable("--output " + file + ": " + std::strerror(errno));
  }
  ~Output() {
    if (file_.empty() || stream_ == nullptr) return;
    std::fclose(stream_);
    if (!is_direct_) ::unlink(draft_.c_str());
  }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  bool write(std::string_view piece) {
    std::FILE* const to = file_.empty() ? stdout : stream_;
    return std::fwrite(piece.data(), 1, piece.size(), to) == piece.size();
  }

  void finish() {
    if (file_.empty()) return finish_output();
    const bool is_written = std::fclose(stream_) == 0;
    stream_ = nullptr;
    if (is_written && (is_direct_ || std::rename(draft_.c_str(), file_.c_str()) == 0)) return;
    const std::string reason = std::strerror(errno);
    if (!is_direct_) ::unlink(draft_.c_str());
    throw Failure{ExitStatus::failed,
                  say("cannot_be_written_because", {{"file", file_}, {"reason", reason}})};
  }

 private:
  const std::string file_;
  std::string draft_;
  std::FILE* stream_ = nullptr;
  bool is_direct_ = false;
};

std::string head_of(const native::FetchResponse& response) {
  std::string head = "HTTP " + std::to_string(response.status) + "\n";
  for (const Header& each : response.headers)
    head += harmless(each.name + ": " + each.value) + "\n";
  return head + "\n";
}

void tell_whole(const Context& context, const native::FetchResponse& response) {
  nlohmann::json headers = nlohmann::json::object();
  for (const Header& each : response.headers)
    headers[each.name] = each.value;
  context.tell({{"status", response.status}, {"headers", headers}, {"body", response.body}}, {});
}

bool has_type(const std::vector<Header>& headers) {
  return std::ranges::any_of(
      headers, [](const Header& each) { return lower_case(each.name) == "content-type"; });
}

native::FetchRequest request_of(Context& context, const RequestOptions& options) {
  native::FetchRequest request;
  request.url = context.url_of(options.target);
  request.method = options.method;
  for (const std::string& each : options.headers)
    request.headers.push_back(read_header(each));
  if (!options.data.empty()) {
    std::string body = read_data(options.data);
    if (!has_type(request.headers) && nlohmann::json::accept(body))
      request.headers.push_back({"Content-Type", "application/json"});
    request.body = std::move(body);
  }
  request.timeout_ms = options.most_seconds * 1000;
  return request;
}

void send(Context& context, const RequestOptions& options) {
  native::FetchRequest request = request_of(context, options);
  if (context.options.json && (!options.output.empty() || options.includes_head)) {
    throw unusable(say("json_goes_alone"));
  }
  Output output(options.output);
  bool has_head = false;
  const auto tell_head = [&](const native::FetchResponse& head) {
    if (options.includes_head && !has_head)
      print(head_of(head).substr(0, head_of(head).size() - 1));
    has_head = true;
  };
  bool is_broken = false;
  if (!context.options.json) {
    request.sink = [&](const native::FetchResponse& head, std::string_view piece) {
      tell_head(head);
      is_broken = !output.write(piece);
      return !is_broken;
    };
  }
  const Result<native::FetchResponse> response = context.client().fetch(std::move(request));
  if (is_broken)
    throw Failure{ExitStatus::failed,
                  say("answer_not_written", {{"reason", std::strerror(errno)}})};
  const native::FetchResponse whole = must(response);
  if (context.options.json) {
    tell_whole(context, whole);
  } else {
    tell_head(whole);  // of an answer without a body
    output.finish();
  }
  if (options.fails && whole.status >= 400) {
    throw Failure{ExitStatus::refused,
                  say("server_answered", {{"status", std::to_string(whole.status)}})};
  }
}

}  // namespace

void add_request(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("request");
  const auto options = std::make_shared<RequestOptions>();
  command->add_option("METHOD", options->method)->required();
  command->add_option("URL", options->target)->required();
  command->add_option("-H,--header", options->headers)
      ->type_name("HEADER")
      ->allow_extra_args(false);
  command->add_option("-d,--data", options->data)->type_name("TEXT");
  command->add_option("-o,--output", options->output)->type_name("FILE");
  command->add_option("--max-time", options->most_seconds)
      ->check(CLI::PositiveNumber)
      ->type_name("SECONDS");
  command->add_flag("-i,--include", options->includes_head);
  command->add_flag("-f,--fail", options->fails);
  line.run_for(command, [&context = line.context(), options] { send(context, *options); });
}

}  // namespace hufu::cli
