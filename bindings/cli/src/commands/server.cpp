// hufu server: the mock server, and beside it a telephone whose WeChat is a fake.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <hufu/native/plain_request.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <sstream>

#include "commands/commands.h"
#include "failure.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

constexpr const char* kProgram = "hufu-mock-server";
constexpr const char* kOwner = "小华";
constexpr const char* kFirstLine = "listening ";

struct ServerOptions {
  int port = 8787;
  std::string database = "sqlite://:memory:";
  bool has_phone = false;
  std::vector<std::string> more;
};

/// As the environment says, or beside this program, or wherever PATH leads.
std::string find_program() {
  const char* const named = std::getenv("HUFU_MOCK_SERVER");
  if (named != nullptr && *named != '\0') return named;
  std::error_code error;
  const std::filesystem::path own = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path here = own.parent_path();
  // Installed they lie in one folder; a build tree has its source's folders.
  for (const std::filesystem::path& each :
       {here / kProgram, here / "../../mock-server" / kProgram}) {
    if (!error && std::filesystem::exists(each, error)) return each.lexically_normal().string();
  }
  return kProgram;
}

std::vector<std::string> words_of(const ServerOptions& options) {
  std::vector<std::string> words = {find_program(), "--port", std::to_string(options.port),
                                    "--database", options.database};
  if (options.has_phone) words.emplace_back("--control");
  words.insert(words.end(), options.more.begin(), options.more.end());
  return words;
}

[[noreturn]] void become(std::vector<std::string> words) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::execvp(arguments.front(), arguments.data());
  const std::string sentence =
      "hufu: " +
      say("server_not_found", {{"program", words.front()}, {"reason", std::strerror(errno)}}) +
      "\n";
  static_cast<void>(!::write(STDERR_FILENO, sentence.data(), sentence.size()));
  ::_exit(static_cast<int>(ExitStatus::failed));
}

/// A server that ends with us, however we end.
class Child {
 public:
  explicit Child(const std::vector<std::string>& words) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw Failure{ExitStatus::failed, "cannot make a pipe"};
    const pid_t parent = ::getpid();
    process_ = ::fork();
    if (process_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGTERM);
      if (::getppid() != parent) ::_exit(0);
      ::dup2(ends[1], STDOUT_FILENO);
      become(words);
    }
    ::close(ends[1]);
    output_ = ends[0];
    if (process_ < 0) throw Failure{ExitStatus::failed, "cannot start another process"};
  }
  ~Child() {
    ::close(output_);
    if (process_ > 0) {
      ::kill(process_, SIGTERM);
      ::waitpid(process_, nullptr, 0);
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Its address, once it is ready.
  std::string wait_until_ready() {
    std::string line;
    char letter = 0;
    while (::read(output_, &letter, 1) == 1 && letter != '\n')
      line.push_back(letter);
    if (!line.starts_with(kFirstLine))
      throw Failure{ExitStatus::failed, say("server_did_not_start")};
    return line.substr(std::strlen(kFirstLine));
  }

  /// True when a line can be read from standard input; false when the server has ended.
  bool wait_for_line() const {
    pollfd waiting[] = {{STDIN_FILENO, POLLIN, 0}, {output_, POLLIN, 0}};
    while (::poll(waiting, 2, -1) < 0 && errno == EINTR) {
    }
    return waiting[1].revents == 0;
  }

 private:
  pid_t process_ = -1;
  int output_ = -1;
};

/// The telephone: somebody's mini-program, signed in by the fake WeChat.
class Phone {
 public:
  explicit Phone(std::string server) : server_(std::move(server)) {
    const std::string person =
        control("/wechat/people", {{"nickname", kOwner}}).at("personId").get<std::string>();
    const std::string code =
        control("/wechat/login-codes", {{"personId", person}}).at("code").get<std::string>();
    Config config;
    config.base_url = server_;
    config.platform = Platform::miniprogram;
    client_ = must(native::Client::open(config));
    SignInWithWechat with;
    with.code = Secret(code);
    with.nickname = kOwner;
    must(client_->sign_in_with_wechat(with));
  }

  void approve(const std::string& user_code, const std::string& number) {
    const DevicePreview asking = must(client_->preview_device({.user_code = user_code}));
    must(client_->approve_device({.user_code = user_code, .number = number}));
    print(harmless(say("phone_let_in", {{"client", asking.client_name}})));
  }

 private:
  nlohmann::json control(const std::string& path, const nlohmann::json& body) const {
    const native::FetchResponse reply =
        must(native::send_plain({.url = server_ + "/_control" + path,
                                 .method = "POST",
                                 .headers = {{"Content-Type", "application/json"}},
                                 .body = body.dump()}));
    if (reply.status != 201) {
      throw Failure{
          ExitStatus::failed,
          say("fake_wechat_answers", {{"path", path}, {"status", std::to_string(reply.status)}})};
    }
    return nlohmann::json::parse(reply.body);
  }

  const std::string server_;
  std::unique_ptr<native::Client> client_;
};

void serve_with_phone(const ServerOptions& options) {
  Child server(words_of(options));
  const std::string url = server.wait_until_ready();
  print(std::string(kFirstLine) + url);
  Phone phone(url);
  print(say("phone_here", {{"name", kOwner}}));
  print(say("phone_how"));
  finish_output();
  while (server.wait_for_line()) {
    std::istringstream words(read_line(""));
    std::string user_code;
    std::string number;
    if (!(words >> user_code)) continue;
    if (!(words >> number)) {
      warn(say("phone_type"));
      continue;
    }
    try {
      phone.approve(user_code, number);
    } catch (const Failure& failure) {
      warn(failure.sentence);
    }
    finish_output();
  }
  throw Failure{ExitStatus::failed, say("server_ended")};
}

}  // namespace

void add_server(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("server");
  const auto options = std::make_shared<ServerOptions>();
  command->add_option("--port", options->port)->check(CLI::Range(0, 65535))->capture_default_str();
  command->add_option("--database", options->database)->type_name("URL");
  command->add_flag("--phone", options->has_phone);
  command->add_option("OPTIONS", options->more);
  line.run_for(command, [options] {
    options->has_phone = options->has_phone || is_terminal(STDIN_FILENO);
    if (!options->has_phone) become(words_of(*options));
    serve_with_phone(*options);
  });
}

}  // namespace hufu::cli
