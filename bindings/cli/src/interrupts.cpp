#include "interrupts.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "texts.h"

namespace hufu::cli {
namespace {

constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP};

volatile std::sig_atomic_t come = 0;
bool is_watching = false;
// A pipe, for that is all that a handler of signals may use. It stays open: an operation that
// nobody waits for any more still says that it has ended.
int reading = -1;
int writing = -1;

void open_pipe() {
  int ends[2];
  if (::pipe(ends) != 0) throw Failure{ExitStatus::failed, std::strerror(errno)};
  for (const int end : ends)
    ::fcntl(end, F_SETFD, FD_CLOEXEC);
  reading = ends[0];
  writing = ends[1];
}

void write_byte() {
  const char byte = 0;
  while (::write(writing, &byte, 1) < 0 && errno == EINTR) {
  }
}

void note_signal(int signal) {
  const int before = errno;
  come = signal;
  write_byte();
  errno = before;
}

void throw_if_interrupted() {
  if (come == 0) return;
  throw Failure{static_cast<ExitStatus>(128 + come), say("given_up")};
}

}  // namespace

Interrupts::Interrupts() {
  if (reading < 0) open_pipe();
  is_watching = true;
  struct sigaction noting {};
  noting.sa_handler = note_signal;
  noting.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    ::sigaction(kSignals[i], nullptr, &before_[i]);
    if (before_[i].sa_handler != SIG_IGN) ::sigaction(kSignals[i], &noting, nullptr);
  }
}

Interrupts::~Interrupts() {
  for (std::size_t i = 0; i < kSignals.size(); ++i)
    ::sigaction(kSignals[i], &before_[i], nullptr);
  is_watching = false;
}

void Interrupts::wake() { write_byte(); }

void Interrupts::wait() {
  char byte = 0;
  while (::read(reading, &byte, 1) < 0 && errno == EINTR) {
  }
  throw_if_interrupted();
}

void Interrupts::wait_for_input() {
  if (!is_watching) return;
  std::array<pollfd, 2> either = {pollfd{STDIN_FILENO, POLLIN, 0}, pollfd{reading, POLLIN, 0}};
  while (::poll(either.data(), either.size(), -1) < 0 && errno == EINTR) {
  }
  throw_if_interrupted();
}

int Interrupts::signal() { return come; }

}  // namespace hufu::cli
