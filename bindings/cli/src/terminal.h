// What the person sees and types. Everything else stays plain, so that scripts can read it.
#pragma once

#include <atomic>
#include <string>
#include <string_view>
#include <thread>

#include <hufu/secret.h>
#include <hufu/time.h>

namespace hufu::cli {

/// Whether the stream is a terminal.
bool is_terminal(int stream);
/// Whether colours may be used on it: a terminal, no `NO_COLOR`, no `TERM=dumb`.
bool has_colours(int stream);

/// How many columns it has; 0 if it does not say.
int columns_of(int stream);

/// The text without control characters: what a server says must not move the cursor.
std::string harmless(std::string_view text);

/// A line on standard output. Throws `Failure` when it cannot be written.
void print(std::string_view line);
/// All that was printed has arrived. Throws `Failure` if not (a full disk, a closed pipe).
void finish_output();
/// A line on standard error, for people.
void note(std::string_view line);
/// The same, after `hufu: `, in colour where there are colours.
void warn(std::string_view sentence);

/// A line from standard input, without its end. Throws `Failure` at the end of the input.
std::string read_line(const std::string& prompt);
/// The same without showing what is typed. Not from an option: those are seen by `ps`.
Secret read_secret(const std::string& prompt);
/// What is about to be printed lets somebody in. Throws `Failure` at a terminal, unless forced.
void keep_off_screen(bool is_forced);
/// `[y/N]`; no is the default.
bool ask(const std::string& question);

/// Says what is being waited for, on standard error: once, or on a terminal with the seconds that
/// have passed, until this goes. Where something ends meanwhile the seconds that are left are told.
class Waiting {
 public:
  /// `left`: how long it is good for; 0 if that is not known.
  explicit Waiting(std::string what, Millis left = 0);
  ~Waiting();
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  /// It is known now: by the time that whoever is waiting has been told something to show.
  static void ends_in(Millis left);

 private:
  std::jthread ticking_;
};

}  // namespace hufu::cli
