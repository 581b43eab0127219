// Locks across threads and processes (S5).
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "lock/held_lock.h"
#include "scratch.h"

namespace {

using hufu::Errc;
using hufu::Result;
using hufu::native::HeldLock;
using hufu::native::LockPlace;
using hufu::test::eventually;
using hufu::test::Scratch;
using hufu::test::Stopwatch;

constexpr hufu::Millis kLong = 60'000;

LockPlace in_memory(const std::string& name) { return {name, {}}; }
LockPlace in_file(const std::string& file) { return {file, file}; }

/// Another process that takes the lock and keeps it until it is killed.
class Holder {
 public:
  explicit Holder(const std::string& file) {
    int told[2];
    REQUIRE(::pipe(told) == 0);
    process_ = ::fork();
    if (process_ == 0) {
      const Result<HeldLock> lock = HeldLock::take(in_file(file), kLong);
      if (!lock || ::write(told[1], "!", 1) != 1) ::_exit(1);
      while (true)
        ::pause();
    }
    ::close(told[1]);
    char byte = 0;
    REQUIRE(::read(told[0], &byte, 1) == 1);
    ::close(told[0]);
  }
  ~Holder() { kill(); }

  void kill() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
  }

 private:
  pid_t process_ = 0;
};

}  // namespace

TEST_CASE("a lock has one holder at a time", "[lock]") {
  const Scratch scratch;
  for (const LockPlace& place : {in_memory("one"), in_file(scratch.in("l.lock"))}) {
    std::optional<Result<HeldLock>> first(HeldLock::take(place, 0));
    REQUIRE(*first);
    CHECK(HeldLock::take(place, 0).is(Errc::lock_timeout));
    CHECK(HeldLock::take(in_memory("another"), 0));
    first.reset();
    CHECK(HeldLock::take(place, 0));
  }
}

TEST_CASE("who waits gets the lock as soon as it is free", "[lock]") {
  const Scratch scratch;
  for (const LockPlace& place : {in_memory("soon"), in_file(scratch.in("l.lock"))}) {
    std::optional<Result<HeldLock>> first(HeldLock::take(place, 0));
    std::atomic<bool> has_it = false;
    std::thread waiter([&] { has_it = static_cast<bool>(HeldLock::take(place, kLong)); });
    CHECK_FALSE(has_it);
    first.reset();
    waiter.join();
    CHECK(has_it);
  }
}

TEST_CASE("a wait is bounded", "[lock]") {
  const Scratch scratch;
  for (const LockPlace& place : {in_memory("bounded"), in_file(scratch.in("l.lock"))}) {
    const Result<HeldLock> first = HeldLock::take(place, 0);
    const Stopwatch watch;
    CHECK(HeldLock::take(place, 60).is(Errc::lock_timeout));
    CHECK(watch.ms() >= 60);
    CHECK(watch.ms() < 5000);
  }
  const Holder holder(scratch.in("other.lock"));
  const Stopwatch watch;
  CHECK(HeldLock::take(in_file(scratch.in("other.lock")), 60).is(Errc::lock_timeout));
  CHECK(watch.ms() >= 60);
  CHECK(watch.ms() < 5000);
}

TEST_CASE("a wait can be given up", "[lock]") {
  const Scratch scratch;
  const std::string file = scratch.in("l.lock");
  const Holder holder(file);
  // The first waits for the other process, the second in line behind the first.
  std::stop_source stop;
  std::atomic<int> cancelled = 0;
  std::vector<std::thread> waiters;
  for (int i = 0; i < 2; ++i) {
    waiters.emplace_back([&] {
      cancelled += HeldLock::take(in_file(file), kLong, stop.get_token()).is(Errc::cancelled);
    });
  }
  const Stopwatch watch;
  stop.request_stop();
  for (std::thread& waiter : waiters)
    waiter.join();
  CHECK(cancelled == 2);
  CHECK(watch.ms() < 5000);
}

TEST_CASE("S5: a killed holder is survived within 100 ms", "[lock]") {
  const Scratch scratch;
  const std::string file = scratch.in("l.lock");
  for (int round = 0; round < 5; ++round) {
    Holder holder(file);
    std::atomic<bool> is_waiting = false;
    std::atomic<bool> has_it = false;
    std::thread waiter([&] {
      is_waiting = true;
      const Result<HeldLock> lock = HeldLock::take(in_file(file), kLong);
      has_it = static_cast<bool>(lock);
    });
    REQUIRE(eventually([&] { return is_waiting.load(); }));
    CHECK(HeldLock::take({"other line", file}, 0).is(Errc::lock_timeout));
    holder.kill();
    const Stopwatch watch;
    waiter.join();
    CHECK(has_it);
    CHECK(watch.ms() <= 100);
  }
  CHECK(std::filesystem::exists(file));  // never removed
}

TEST_CASE("processes count without losing a step", "[lock]") {
  const Scratch scratch;
  const std::string file = scratch.in("l.lock");
  const std::string counter = scratch.in("counter");
  hufu::test::write_file(counter, "0");
  constexpr int kProcesses = 6;
  constexpr int kSteps = 20;
  std::vector<pid_t> processes;
  for (int i = 0; i < kProcesses; ++i) {
    const pid_t process = ::fork();
    if (process == 0) {
      for (int step = 0; step < kSteps; ++step) {
        const Result<HeldLock> lock = HeldLock::take(in_file(file), kLong);
        if (!lock) ::_exit(1);
        const int value = std::stoi(hufu::test::read_file(counter));
        hufu::test::write_file(counter, std::to_string(value + 1));
      }
      ::_exit(0);
    }
    processes.push_back(process);
  }
  for (const pid_t process : processes) {
    int status = 1;
    REQUIRE(::waitpid(process, &status, 0) == process);
    CHECK(status == 0);
  }
  CHECK(hufu::test::read_file(counter) == std::to_string(kProcesses * kSteps));
}

TEST_CASE("a child does not keep its parent's lock", "[lock]") {
  const Scratch scratch;
  const std::string file = scratch.in("l.lock");
  int told[2];
  REQUIRE(::pipe(told) == 0);
  // The parent takes the lock and forks; the grandchild lives on when the parent is killed.
  const pid_t parent = ::fork();
  if (parent == 0) {
    const Result<HeldLock> lock = HeldLock::take(in_file(file), kLong);
    const pid_t grandchild = ::fork();
    if (grandchild == 0) {
      while (true)
        ::pause();
    }
    if (::write(told[1], &grandchild, sizeof grandchild) < 0) ::_exit(1);
    while (true)
      ::pause();
  }
  pid_t grandchild = 0;
  REQUIRE(::read(told[0], &grandchild, sizeof grandchild) == sizeof grandchild);
  CHECK(HeldLock::take(in_file(file), 0).is(Errc::lock_timeout));
  ::kill(parent, SIGKILL);
  ::waitpid(parent, nullptr, 0);
  CHECK(HeldLock::take(in_file(file), 1000));
  ::kill(grandchild, SIGKILL);
  ::close(told[0]);
  ::close(told[1]);
}

TEST_CASE("a lock file that cannot be used is an error, not a lock", "[lock]") {
  const Scratch scratch;
  CHECK(HeldLock::take(in_file(scratch.in("no/such/folder.lock")), 0).is(Errc::store_unavailable));
  std::filesystem::create_symlink(scratch.in("elsewhere"), scratch.in("link.lock"));
  CHECK(HeldLock::take(in_file(scratch.in("link.lock")), 0).is(Errc::store_unavailable));
  CHECK_FALSE(std::filesystem::exists(scratch.in("elsewhere")));
}
