// The file store: modes, owners, links, keys (S7).
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <hufu/native/file_store.h>

#include "environment.h"
#include "scratch.h"

namespace {

namespace fs = std::filesystem;
using hufu::Errc;
using hufu::Secret;
using hufu::native::FileStore;
using hufu::native::FileStoreOptions;
using hufu::test::Environment;
using hufu::test::Scratch;

const Secret kKey(std::string(32, 'k'));

FileStoreOptions at(const std::string& directory) { return {directory, kKey, false, {}}; }

mode_t mode_of(const fs::path& path) {
  struct stat found {};
  REQUIRE(::lstat(path.c_str(), &found) == 0);
  return found.st_mode & 07777;
}

/// Sets the umask as long as it lives.
class Umask {
 public:
  explicit Umask(mode_t mask) : before_(::umask(mask)) {}
  ~Umask() { ::umask(before_); }

 private:
  mode_t before_;
};

}  // namespace

TEST_CASE("S7: directory 0700 and file 0600 under any umask", "[file_store]") {
  for (const mode_t mask : {0000U, 0022U, 0077U, 0777U}) {
    const Scratch scratch;
    const Umask umask(mask);
    // Only the last directory can be made below an unusable umask; the one above exists.
    auto store = FileStore::open(at(scratch.in("state")));
    REQUIRE(store);
    REQUIRE((*store)->save("s", Secret("text")));
    CHECK(mode_of(scratch.in("state")) == 0700);
    CHECK(mode_of(scratch.in("state/s.hufu")) == 0600);
    CHECK(*(*store)->load("s") == Secret("text"));
  }
}

TEST_CASE("S7: a file that others could read is tightened", "[file_store]") {
  const Scratch scratch;
  auto store = *FileStore::open(at(scratch.in("state")));
  REQUIRE(store->save("s", Secret("text")));
  REQUIRE(::chmod(scratch.in("state/s.hufu").c_str(), 0644) == 0);
  CHECK(*store->load("s") == Secret("text"));
  CHECK(mode_of(scratch.in("state/s.hufu")) == 0600);
}

TEST_CASE("S7: symbolic links are refused and not followed", "[file_store]") {
  const Scratch scratch;
  auto store = *FileStore::open(at(scratch.in("state")));
  hufu::test::write_file(scratch.in("target"), "precious");
  fs::create_symlink(scratch.in("target"), scratch.in("state/s.hufu"));

  CHECK(store->load("s").is(Errc::store_unavailable));
  CHECK(store->save("s", Secret("text")).is(Errc::store_unavailable));
  CHECK(hufu::test::read_file(scratch.in("target")) == "precious");

  fs::create_directory_symlink(scratch.in("state"), scratch.in("link"));
  CHECK(FileStore::open(at(scratch.in("link"))).is(Errc::store_unavailable));
}

TEST_CASE("S7: what is no file is refused without waiting for it", "[file_store]") {
  const Scratch scratch;
  auto store = *FileStore::open(at(scratch.in("state")));
  REQUIRE(::mkfifo(scratch.in("state/pipe.hufu").c_str(), 0600) == 0);
  fs::create_directory(scratch.in("state/folder.hufu"));
  CHECK(store->load("pipe").is(Errc::store_unavailable));
  CHECK(store->load("folder").is(Errc::store_unavailable));
}

TEST_CASE("S7: what belongs to another user is refused", "[file_store]") {
  if (::geteuid() != 0) SKIP("only root can give files away");
  const Scratch scratch;
  auto store = *FileStore::open(at(scratch.in("state")));
  REQUIRE(store->save("s", Secret("text")));
  REQUIRE(::chown(scratch.in("state/s.hufu").c_str(), 12345, 12345) == 0);
  CHECK(store->load("s").is(Errc::store_unavailable));
  CHECK(store->save("s", Secret("text")).is(Errc::store_unavailable));

  REQUIRE(::chown(scratch.in("state").c_str(), 12345, 12345) == 0);
  CHECK(FileStore::open(at(scratch.in("state"))).is(Errc::store_unavailable));
}

TEST_CASE("a directory that others can write is refused", "[file_store]") {
  const Scratch scratch;
  fs::create_directory(scratch.in("shared"));
  fs::permissions(scratch.in("shared"), fs::perms::all);
  const auto store = FileStore::open(at(scratch.in("shared")));
  REQUIRE(store.is(Errc::store_unavailable));
  CHECK(store.error().detail.find("chmod 700") != std::string::npos);
}

TEST_CASE("a file that others can write is refused", "[file_store]") {
  const Scratch scratch;
  auto store = *FileStore::open(at(scratch.in("state")));
  REQUIRE(store->save("s", Secret("text")));
  REQUIRE(::chmod(scratch.in("state/s.hufu").c_str(), 0620) == 0);
  const auto refused = store->load("s");
  REQUIRE(refused.is(Errc::store_unavailable));
  CHECK(refused.error().detail.find("chmod 600") != std::string::npos);
  CHECK(mode_of(scratch.in("state/s.hufu")) == 0620);  // to be looked at
}

TEST_CASE("room is taken before it is needed, and given to what comes", "[file_store]") {
  const Scratch scratch;
  auto store = *FileStore::open(at(scratch.in("state")));
  const std::string draft = scratch.in("state/.writing-s.hufu");
  REQUIRE(store->save("s", Secret(std::string(9000, 'a'))));
  const auto before = fs::file_size(scratch.in("state/s.hufu"));
  REQUIRE(store->prepare_save("s"));
  CHECK(fs::file_size(draft) > before);
  CHECK(mode_of(draft) == 0600);
  CHECK(*store->load("s") == Secret(std::string(9000, 'a')));
  // A shorter text leaves nothing of the reserved length behind it.
  REQUIRE(store->save("s", Secret("short")));
  CHECK_FALSE(fs::exists(draft));
  CHECK(*store->load("s") == Secret("short"));
  CHECK(fs::file_size(scratch.in("state/s.hufu")) < 100);
  // Nothing came for it: it is given back.
  REQUIRE(store->prepare_save("s"));
  CHECK(fs::exists(draft));
  store.reset();
  CHECK_FALSE(fs::exists(draft));
}

TEST_CASE("nothing is kept as plain text unless that is named", "[file_store]") {
  const Scratch scratch;
  const Environment no_key("HUFU_STORE_KEY", std::nullopt);
  const auto refused = FileStore::open({scratch.in("state"), {}, false, {}});
  REQUIRE(refused.is(Errc::store_unavailable));
  CHECK(refused.error().detail.find("HUFU_STORE_KEY") != std::string::npos);
  CHECK_FALSE(fs::exists(scratch.in("state")));

  std::vector<std::string> warnings;
  const auto warn = [&](const std::string& sentence) { warnings.push_back(sentence); };
  auto plain = *FileStore::open({scratch.in("state"), {}, true, warn});
  CHECK_FALSE(plain->is_encrypted());
  CHECK(warnings.empty());
  // Said with the first session that is kept so, and not by every program from then on.
  for (int round = 0; round < 2; ++round)
    REQUIRE(plain->save("s", Secret("canary-token")));
  CHECK(warnings.size() == 1);
  plain = *FileStore::open({scratch.in("state"), {}, true, warn});
  CHECK(*plain->load("s") == Secret("canary-token"));
  CHECK(warnings.size() == 1);
  CHECK(hufu::test::read_file(scratch.in("state/s.hufu")).find("canary") != std::string::npos);

  // With a key such a file is read only where that is named, and sealed by the next save.
  auto strict = *FileStore::open(at(scratch.in("state")));
  CHECK(strict->is_encrypted());
  CHECK(strict->load("s").is(Errc::store_unavailable));
  auto moving = *FileStore::open({scratch.in("state"), kKey, true, {}});
  CHECK(*moving->load("s") == Secret("canary-token"));
  REQUIRE(moving->save("s", Secret("canary-token")));
  CHECK(hufu::test::read_file(scratch.in("state/s.hufu")).find("canary") == std::string::npos);
  CHECK(*strict->load("s") == Secret("canary-token"));
}

TEST_CASE("another key leaves the file alone and says so", "[file_store]") {
  const Scratch scratch;
  auto store = *FileStore::open(at(scratch.in("state")));
  REQUIRE(store->save("s", Secret("text")));

  auto other = *FileStore::open({scratch.in("state"), Secret(std::string(32, 'z')), false, {}});
  REQUIRE(other->load("s").is(Errc::store_unavailable));
  CHECK(other->load("s").error().detail.find("another key") != std::string::npos);
  CHECK(other->save("s", Secret("new")).is(Errc::store_unavailable));
  CHECK(*store->load("s") == Secret("text"));
}

TEST_CASE("the key comes from the environment, as hexadecimal or base64", "[file_store]") {
  const Scratch scratch;
  const std::string hex = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";
  const std::string base64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  {
    const Environment key("HUFU_STORE_KEY", hex);
    const Environment state("XDG_STATE_HOME", scratch.in("xdg"));
    auto store = *FileStore::open();
    CHECK(store->directory() == scratch.in("xdg/hufu"));
    REQUIRE(store->save("s", Secret("text")));
  }
  {
    const Environment key("HUFU_STORE_KEY", base64 + "\n");
    const Environment state("XDG_STATE_HOME", "not/absolute");
    const Environment home("HOME", scratch.in("home"));
    auto store = *FileStore::open({scratch.in("xdg/hufu"), {}, false, {}});
    CHECK(*store->load("s") == Secret("text"));
    CHECK((*FileStore::open())->directory() == scratch.in("home/.local/state/hufu"));
  }
  for (const std::string& bad :
       {std::string("short"), hex.substr(1), base64 + "AA", "g" + hex.substr(1)}) {
    const Environment key("HUFU_STORE_KEY", bad);
    const auto refused = FileStore::open({scratch.in("x"), {}, false, {}});
    REQUIRE(refused.is(Errc::invalid_argument));
    CHECK(refused.error().message().find(bad) == std::string::npos);
  }
}

TEST_CASE("every save has a new nonce and a higher generation", "[file_store]") {
  const Scratch scratch;
  auto store = *FileStore::open(at(scratch.in("state")));
  std::string before;
  for (int round = 1; round <= 5; ++round) {
    REQUIRE(store->save("s", Secret("the same text")));
    const std::string file = hufu::test::read_file(scratch.in("state/s.hufu"));
    CHECK(static_cast<int>(file[19]) == round);  // the last byte of the generation
    CHECK(file.substr(28, 12) != before);
    CHECK(file.find("same") == std::string::npos);
    before = file.substr(28, 12);
  }
}

TEST_CASE("a file does not speak for another key's", "[file_store]") {
  const Scratch scratch;
  auto store = *FileStore::open(at(scratch.in("state")));
  REQUIRE(store->save("alice", Secret("alice's session")));
  fs::copy_file(scratch.in("state/alice.hufu"), scratch.in("state/bob.hufu"));
  CHECK(*store->load("bob") == std::nullopt);
}

TEST_CASE("S7: writers that are killed leave no temporary file behind", "[file_store]") {
  const Scratch scratch;
  auto store = *FileStore::open(at(scratch.in("state")));
  REQUIRE(store->save("s", Secret(std::string(100, 'o'))));
  const int rounds = std::getenv("HUFU_TEST_FULL") == nullptr ? 40 : 1000;
  for (int round = 0; round < rounds; ++round) {
    const pid_t writer = ::fork();
    if (writer == 0) {
      auto own = *FileStore::open(at(scratch.in("state")));
      for (char letter = 'a';; letter = letter == 'z' ? 'a' : static_cast<char>(letter + 1)) {
        static_cast<void>(own->save("s", Secret(std::string(50'000, letter))));
      }
    }
    // Until it has written something, and then a different moment each time.
    const auto size = [&] { return fs::file_size(scratch.in("state/s.hufu")); };
    if (round == 0) REQUIRE(hufu::test::eventually([&] { return size() > 1000; }));
    ::usleep(static_cast<useconds_t>(2000 + 137 * (round % 40)));
    ::kill(writer, SIGKILL);
    REQUIRE(::waitpid(writer, nullptr, 0) == writer);

    const auto found = store->load("s");
    REQUIRE(found);
    REQUIRE(*found);
    const std::string text = (*found)->reveal();
    CHECK(text == std::string(text.size(), text[0]));
  }
  // A later writer or opener clears up.
  REQUIRE(FileStore::open(at(scratch.in("state"))));
  for (const auto& entry : fs::directory_iterator(scratch.in("state"))) {
    const std::string name = entry.path().filename();
    CHECK((name == "s.hufu" || name == ".writers.lock"));
  }
}
