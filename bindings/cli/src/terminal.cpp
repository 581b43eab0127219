#include "terminal.h"

#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include "failure.h"
#include "interrupts.h"
#include "texts.h"

namespace hufu::cli {
namespace {

constexpr std::size_t kLongestLine = 65'536;
constexpr char kInterrupt = 3;  // Ctrl-C
constexpr const char* kEraseRest = "\x1b[K";
constexpr const char* kEraseLine = "\r\x1b[K";

/// What is being waited for stands in the last line until something else is said.
std::mutex drawing;
bool has_progress = false;

using Clock = std::chrono::steady_clock;
/// When what is waited for ends; the beginning of time if nobody has said. What is shown is shown
/// by another thread than that which waits.
std::atomic<Clock::time_point> ends_at{};

/// Only while `drawing` is held.
void erase_progress() {
  if (!has_progress) return;
  std::fputs(kEraseLine, stderr);
  std::fflush(stderr);
  has_progress = false;
}

/// Switches the echo off, also for a person who gives up with Ctrl-C.
class NoEcho {
 public:
  NoEcho() {
    if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios silent = before_;
    // Ctrl-C ends the line in place of the program, so that nobody is left with a silent terminal.
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
    silent.c_cc[VEOL] = kInterrupt;
    is_on_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    if (!is_on_) return;
  }
  ~NoEcho() {
    if (!is_on_) return;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    std::fputs("\n", stderr);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  termios before_{};
  bool is_on_ = false;
};

/// Byte by byte: what comes after the line belongs to the next reader.
std::string read_input_line() {
  std::string line;
  char letter = 0;
  while (true) {
    Interrupts::wait_for_input();
    const ssize_t count = ::read(STDIN_FILENO, &letter, 1);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0 && line.empty()) throw unusable(say("input_ended"));
    if (count <= 0 || letter == '\n') break;
    if (letter == kInterrupt) throw Failure{ExitStatus::refused, say("given_up")};
    if (line.size() == kLongestLine) throw unusable(say("line_too_long"));
    line.push_back(letter);
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

void draw_progress(const std::string& text) {
  const std::lock_guard hold(drawing);
  std::fprintf(stderr, "\r%s%s", text.c_str(), kEraseRest);  // 9:59 is shorter than 10:00
  std::fflush(stderr);
  has_progress = true;
}

void show_prompt(const std::string& prompt) {
  if (!is_terminal(STDIN_FILENO)) return;
  std::fputs(prompt.c_str(), stderr);
  std::fflush(stderr);
}

/// How many bytes at the beginning must not reach a terminal: a control character, or one that
/// turns the direction of writing around (UAX 9), behind which an address looks like another.
std::size_t harm_in(std::string_view text) {
  const auto byte = [text](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  if (byte(0) < 0x20 || byte(0) == 0x7f) return 1;
  if (byte(0) == 0xc2 && byte(1) >= 0x80 && byte(1) <= 0x9f) return 2;  // U+0080 to U+009F
  if (byte(0) != 0xe2) return 0;
  const bool embeds = byte(1) == 0x80 && byte(2) >= 0xaa && byte(2) <= 0xae;    // U+202A to U+202E
  const bool isolates = byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9;  // U+2066 to U+2069
  return embeds || isolates ? 3 : 0;
}

}  // namespace

bool is_terminal(int stream) { return ::isatty(stream) == 1; }

int columns_of(int stream) {
  winsize size{};
  return ::ioctl(stream, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

bool has_colours(int stream) {
  const char* const kind = std::getenv("TERM");
  const char* const refused = std::getenv("NO_COLOR");
  const bool is_refused = refused != nullptr && *refused != '\0';
  return is_terminal(stream) && !is_refused && kind != nullptr && std::strcmp(kind, "dumb") != 0;
}

std::string harmless(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const std::size_t harm = harm_in(text);
    plain += harm > 0 ? '?' : text.front();
    text.remove_prefix(std::max<std::size_t>(harm, 1));
  }
  return plain;
}

void print(std::string_view line) {
  const std::lock_guard hold(drawing);
  if (is_terminal(STDOUT_FILENO)) erase_progress();
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
  if (is_terminal(STDOUT_FILENO)) std::fflush(stdout);
}

void finish_output() {
  errno = 0;
  const bool is_written = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (is_written) return;
  throw Failure{ExitStatus::failed, say("not_printed", {{"reason", std::strerror(errno)}})};
}

void note(std::string_view line) {
  const std::string text = std::string(line) + "\n";
  const std::lock_guard hold(drawing);
  erase_progress();
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void warn(std::string_view sentence) {
  const bool colours = has_colours(STDERR_FILENO);
  note(std::string(colours ? "\x1b[33mhufu:\x1b[0m " : "hufu: ").append(harmless(sentence)));
}

std::string read_line(const std::string& prompt) {
  show_prompt(prompt);
  return read_input_line();
}

Secret read_secret(const std::string& prompt) {
  const NoEcho silence;  // first, for some answer as soon as they are asked
  show_prompt(prompt);
  return Secret(read_input_line());
}

bool ask(const std::string& question) {
  const std::string answer = read_line(say("yes_or_no", {{"question", question}}));
  return answer == "y" || answer == "Y" || answer == "yes";
}

void keep_off_screen(bool is_forced) {
  if (is_terminal(STDOUT_FILENO) && !is_forced) throw unusable(say("not_on_screen"));
}

namespace {

/// As a clock counts down: `9:07`.
std::string minutes_and_seconds(std::chrono::seconds left) {
  const auto seconds = std::max<std::int64_t>(left.count(), 0);
  const std::string rest = std::to_string(seconds % 60);
  return std::to_string(seconds / 60) + (rest.size() < 2 ? ":0" : ":") + rest;
}

/// How long one has waited, or still may.
std::string time_of_waiting(Clock::time_point began) {
  using std::chrono::ceil, std::chrono::floor, std::chrono::seconds;
  const Clock::time_point now = Clock::now();
  const Clock::time_point end = ends_at.load();
  if (end != Clock::time_point{})
    return say("time_left", {{"time", minutes_and_seconds(ceil<seconds>(end - now))}});
  return say("seconds", {{"count", std::to_string(floor<seconds>(now - began).count())}});
}

}  // namespace

void Waiting::ends_in(Millis left) {
  const auto whole = std::chrono::milliseconds(static_cast<std::int64_t>(left));
  ends_at = left > 0 ? Clock::now() + whole : Clock::time_point{};
}

Waiting::Waiting(std::string what, Millis left) {
  ends_in(left);
  if (!is_terminal(STDERR_FILENO)) {
    note(what + " ...");
    return;
  }
  ticking_ = std::jthread([what = std::move(what)](const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any over;
    std::unique_lock hold(mutex);
    const Clock::time_point began = Clock::now();
    while (!stop.stop_requested()) {
      draw_progress(what + " ... " + time_of_waiting(began) + " ");
      over.wait_for(hold, stop, std::chrono::seconds(1), [] { return false; });
    }
    const std::lock_guard hold_screen(drawing);
    erase_progress();
  });
}

Waiting::~Waiting() = default;

}  // namespace hufu::cli
