// S6: every changed bit and every cut of a stored file is noticed.
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include <hufu/native/file_store.h>

#include "scratch.h"
#include "store/stored_file.h"
#include "system/crypto.h"

namespace {

namespace fs = std::filesystem;
using hufu::Errc;
using hufu::Secret;
using hufu::native::FileStore;
using hufu::native::Sealing;
using hufu::native::StoredFile;
using hufu::native::StoredFileFault;
using hufu::test::Scratch;

const Secret kKey(std::string(32, 'k'));

struct Stored {
  Scratch scratch;
  std::vector<std::string> warnings;
  std::shared_ptr<FileStore> store =
      *FileStore::open({scratch.in("state"), kKey, false,
                        [this](const std::string& sentence) { warnings.push_back(sentence); }});

  std::string file() const { return scratch.in("state/s.hufu"); }
  int set_aside() const {
    int count = 0;
    for (const auto& entry : fs::directory_iterator(scratch.in("state"))) {
      count += entry.path().filename().string().starts_with("s.hufu.corrupt") ? 1 : 0;
    }
    return count;
  }
};

Sealing sealing() { return {kKey, *hufu::native::name_of_key(kKey), false}; }

bool is_broken(const Sealing& with, const std::string& file) {
  const auto read = hufu::native::read_stored_file(with, "s", file);
  const StoredFileFault* fault = std::get_if<StoredFileFault>(&read);
  return fault != nullptr && *fault == StoredFileFault::broken;
}

}  // namespace

TEST_CASE("S6: each flipped bit and each cut of a 2 KB file is recognised", "[file_store]") {
  Sealing plain;
  plain.accept_plain = true;
  for (const Sealing& with : {sealing(), plain}) {
    const StoredFile stored{7, Secret(std::string(2000, 's'))};
    const std::string file = hufu::native::write_stored_file(with, "s", stored)->reveal();
    REQUIRE(file.size() >= 2048);
    REQUIRE_FALSE(is_broken(with, file));
    std::size_t missed = 0;
    for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
      std::string changed = file;
      changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
      missed += is_broken(with, changed) ? 0 : 1;
    }
    for (std::size_t length = 0; length < file.size(); ++length) {
      missed += is_broken(with, file.substr(0, length)) ? 0 : 1;
    }
    for (const std::size_t more : {1U, 16U, 1000U}) {
      missed += is_broken(with, file + std::string(more, '\0')) ? 0 : 1;
    }
    CHECK(missed == 0);
  }
}

TEST_CASE("S6: a broken file is set aside, and the next session is kept", "[file_store]") {
  const std::vector<std::string> broken = {
      "",
      "x",
      std::string(48, '\0'),
      std::string(5000, 'A'),
      "HUFUSTOR",
      "{\"token\":\"plain\"}",
      std::string(3 << 20, 'B'),
  };
  int round = 0;
  for (const std::string& bytes : broken) {
    CAPTURE(++round);
    Stored stored;
    REQUIRE(stored.store->save("s", Secret("text")));
    hufu::test::write_file(stored.file(), bytes);

    CHECK(*stored.store->load("s") == std::nullopt);
    CHECK(stored.set_aside() == 1);
    REQUIRE(stored.warnings.size() == 1);
    CHECK(stored.warnings[0].find(".corrupt") != std::string::npos);

    // Once is enough: no failure without end.
    CHECK(*stored.store->load("s") == std::nullopt);
    CHECK(stored.warnings.size() == 1);
    REQUIRE(stored.store->save("s", Secret("new text")));
    CHECK(*stored.store->load("s") == Secret("new text"));
  }
}

TEST_CASE("S6: sampled bit flips and cuts through the whole store", "[file_store]") {
  Stored stored;
  REQUIRE(stored.store->save("s", Secret(std::string(2000, 's'))));
  const std::string file = hufu::test::read_file(stored.file());
  int broken = 0;
  for (std::size_t bit = 0; bit < file.size() * 8; bit += 127) {
    std::string changed = file;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    hufu::test::write_file(stored.file(), bit % 2 == 0 ? changed : file.substr(0, bit / 8));
    CHECK(*stored.store->load("s") == std::nullopt);
    ++broken;
  }
  CHECK(stored.warnings.size() == static_cast<std::size_t>(broken));
  CHECK(stored.set_aside() == 1);
}

TEST_CASE("O14: what was set aside goes with the session, and of no other key", "[file_store]") {
  Stored stored;
  const std::string leftover = stored.scratch.in("state/s.hufu.corrupt-1700000000000");
  const std::string other = stored.scratch.in("state/s.hufu.corrupt-1.hufu.corrupt");
  hufu::test::write_file(leftover, "of an earlier version");
  hufu::test::write_file(other, "of the key s.hufu.corrupt-1");
  hufu::test::write_file(stored.file(), "rubbish");
  CHECK(*stored.store->load("s") == std::nullopt);
  CHECK(stored.set_aside() == 3);
  REQUIRE(stored.store->erase("s"));
  CHECK(stored.set_aside() == 1);
  CHECK(fs::exists(other));
}

TEST_CASE("a save over a broken file sets it aside as well", "[file_store]") {
  Stored stored;
  hufu::test::write_file(stored.file(), "rubbish");
  REQUIRE(stored.store->save("s", Secret("text")));
  CHECK(stored.set_aside() == 1);
  CHECK(*stored.store->load("s") == Secret("text"));
}

TEST_CASE("S11: a file of a newer format is left alone", "[file_store]") {
  Stored stored;
  REQUIRE(stored.store->save("s", Secret("text")));
  std::string file = hufu::test::read_file(stored.file());
  file[8] = 2;  // the format, with a check that fits it
  file.replace(40, 8, hufu::native::sha256(file.substr(0, 40))->substr(0, 8));
  hufu::test::write_file(stored.file(), file);

  CHECK(stored.store->load("s").is(Errc::store_unavailable));
  CHECK(stored.store->save("s", Secret("new")).is(Errc::store_unavailable));
  CHECK(hufu::test::read_file(stored.file()) == file);
  CHECK(stored.warnings.empty());
}
