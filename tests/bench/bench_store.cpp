// Figures of the stored session: a save beside the bare calls that it cannot do without, a read.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <hufu/native/file_store.h>

#include "bench_native.h"
#include "row.h"
#include "scratch.h"

namespace {

using hufu::Secret;
using hufu::bench::Stopwatch;
using hufu::native::FileStore;

constexpr int kSaves = 300;
constexpr int kReads = 5000;
const std::string kSession(2000, 's');  // about as long as a stored session with its user

void must(bool done) {
  if (done) return;
  std::perror("bench_store");
  std::exit(1);
}

/// The least that keeps old or new content through a power cut.
double bare_save_ms(const hufu::test::Scratch& scratch, int directory) {
  const std::string draft = scratch.in("draft");
  const Stopwatch watch;
  const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  must(file >= 0 && ::write(file, kSession.data(), kSession.size()) > 0 && ::fsync(file) == 0);
  ::close(file);
  must(::rename(draft.c_str(), scratch.in("file").c_str()) == 0 && ::fsync(directory) == 0);
  return watch.ms();
}

double save_ms(FileStore& store) {
  const Secret text(kSession);
  const Stopwatch watch;
  must(static_cast<bool>(store.save("session", text)));
  return watch.ms();
}

double read_us(FileStore& store) {
  const Stopwatch watch;
  must(static_cast<bool>(store.load("session")));
  return watch.ns() / 1e3;
}

}  // namespace

int main() {
  // Not in /tmp, which may be memory: there flushing costs nothing, and nobody keeps sessions.
  if (std::filesystem::is_directory("build/bench")) ::setenv("TMPDIR", "build/bench", 1);
  const hufu::test::Scratch scratch;
  const int directory = ::open(scratch.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  auto store =
      FileStore::open({scratch.in("state"), Secret(std::string(32, 'k')), false, {}}).value();
  // In turn, so that a disk that is busy meanwhile is busy for both.
  std::vector<double> bare;
  std::vector<double> ours;
  for (int round = 0; round < kSaves; ++round) {
    bare.push_back(bare_save_ms(scratch, directory));
    ours.push_back(save_ms(*store));
  }
  std::vector<double> reads;
  for (int round = 0; round < kReads; ++round)
    reads.push_back(read_us(*store));

  const double ratio = hufu::bench::median(ours) / hufu::bench::median(bare);
  hufu::bench::print({"store.save_ratio", ratio, "x", "<=1.5"});
  hufu::bench::print({"store.save_ms", hufu::bench::median(ours), "ms", "",
                      "bare write, fsync, rename, fsync", hufu::bench::median(bare)});
  hufu::bench::print({"store.read_us", hufu::bench::median(reads), "us", "<=50"});
}
