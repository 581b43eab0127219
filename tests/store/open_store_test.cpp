// Which store a program gets: the order, what is remembered, and that nothing is replaced unasked.
#include <hufu/native/open_store.h>
#include <sys/stat.h>

#include <catch2/catch_test_macros.hpp>
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
using hufu::native::open_store;
using hufu::native::OpenedStore;
using hufu::native::remembered_store;
using hufu::native::StoreKind;
using hufu::native::StoreOptions;
using hufu::test::Environment;
using hufu::test::read_file;
using hufu::test::Scratch;
using hufu::test::write_file;

const std::string kHexKey = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const Secret kOwnKey(std::string(32, 'k'));

/// A machine without keys: no keyring answers, nothing is supplied.
struct Machine {
  Scratch scratch;
  Environment no_bus{"DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"};
  Environment no_key{"HUFU_STORE_KEY", std::nullopt};
  Environment no_credentials{"CREDENTIALS_DIRECTORY", std::nullopt};
  std::vector<std::string> warnings;

  StoreOptions options() {
    StoreOptions options;
    options.directory = scratch.in("state");
    options.on_warning = [this](const std::string& sentence) { warnings.push_back(sentence); };
    return options;
  }
  std::string choice() const { return scratch.in("state/store"); }
};

}  // namespace

TEST_CASE("names of stores read back", "[open_store]") {
  for (const StoreKind kind :
       {StoreKind::keyring, StoreKind::supplied_key, StoreKind::plain, StoreKind::memory}) {
    CHECK(hufu::native::store_kind_named(name_of(kind)) == kind);
  }
  CHECK(hufu::native::store_kind_named("Keyring") == std::nullopt);
  CHECK(hufu::native::store_kind_named("") == std::nullopt);
}

TEST_CASE("a supplied key seals, is remembered, and is missed when it is gone", "[open_store]") {
  Machine machine;
  {
    const Environment key("HUFU_STORE_KEY", kHexKey);
    const auto opened = open_store(machine.options());
    REQUIRE(opened);
    CHECK(opened->kind == StoreKind::supplied_key);
    CHECK(opened->key_source == "HUFU_STORE_KEY");
    CHECK(opened->directory == machine.scratch.in("state"));
    REQUIRE(opened->store->save("s", Secret("canary-text")));
    CHECK(read_file(machine.scratch.in("state/s.hufu")).find("canary") == std::string::npos);
    CHECK(read_file(machine.choice()).starts_with("hufu store 1\nsupplied-key "));
    CHECK(read_file(machine.choice()).find(kHexKey.substr(0, 16)) == std::string::npos);
  }
  CHECK(**remembered_store(machine.scratch.in("state")) == StoreKind::supplied_key);

  const auto missing = open_store(machine.options());
  REQUIRE(missing.is(Errc::store_unavailable));
  CHECK(missing.error().detail.find("HUFU_STORE_KEY") != std::string::npos);
  // Neither a keyring nor plain text takes its place, even where both are allowed.
  StoreOptions plain = machine.options();
  plain.allow_plaintext = true;
  CHECK(open_store(plain).is(Errc::store_unavailable));

  const Environment key("HUFU_STORE_KEY", kHexKey);
  CHECK(*open_store(machine.options())->store->load("s") == Secret("canary-text"));
  CHECK(machine.warnings.empty());
}

TEST_CASE("a key comes from systemd's credentials, after the environment", "[open_store]") {
  Machine machine;
  fs::create_directory(machine.scratch.in("credentials"));
  write_file(machine.scratch.in("credentials/hufu-store-key"), kHexKey + "\n");
  const Environment credentials("CREDENTIALS_DIRECTORY", machine.scratch.in("credentials"));
  CHECK(open_store(machine.options())->key_source == "systemd credential");
  {
    const Environment key("HUFU_STORE_KEY", kHexKey);
    CHECK(open_store(machine.options())->key_source == "HUFU_STORE_KEY");
  }
  write_file(machine.scratch.in("credentials/hufu-store-key"), "no key at all");
  const auto refused = open_store(machine.options());
  REQUIRE(refused.is(Errc::invalid_argument));
  CHECK(refused.error().detail.find("hufu-store-key") != std::string::npos);
  CHECK(refused.error().detail.find("at all") == std::string::npos);
}

TEST_CASE("without any key it is an error, or a store in memory that says why", "[open_store]") {
  Machine machine;
  const auto refused = open_store(machine.options());
  REQUIRE(refused.is(Errc::store_unavailable));
  CHECK(refused.error().detail.find("HUFU_STORE_KEY") != std::string::npos);
  CHECK(*remembered_store(machine.scratch.in("state")) == std::nullopt);

  StoreOptions forgetful = machine.options();
  forgetful.or_memory = true;
  const auto opened = open_store(forgetful);
  REQUIRE(opened);
  CHECK(opened->kind == StoreKind::memory);
  CHECK_FALSE(opened->reason.empty());
  CHECK(opened->directory.empty());
  REQUIRE(machine.warnings.size() == 1);
  CHECK(machine.warnings[0].find(opened->reason) != std::string::npos);
  REQUIRE(opened->store->save("s", Secret("text")));
  for (const auto& entry : fs::directory_iterator(machine.scratch.in("state")))
    CHECK(entry.path().extension() != ".hufu");
}

TEST_CASE("plain files are kept only where they are named, and sealed later", "[open_store]") {
  Machine machine;
  StoreOptions plain = machine.options();
  plain.allow_plaintext = true;
  {
    const auto opened = open_store(plain);
    REQUIRE(opened);
    CHECK(opened->kind == StoreKind::plain);
    REQUIRE(opened->store->save("s", Secret("text")));
    CHECK(machine.warnings.size() == 2);  // why no keyring, and that it is plain text
  }
  // The remembered choice does not stand for the application's word.
  CHECK(open_store(machine.options()).is(Errc::store_unavailable));

  const Environment key("HUFU_STORE_KEY", kHexKey);
  const auto strict = open_store(machine.options());
  REQUIRE(strict.is(Errc::store_unavailable));
  CHECK(strict.error().detail.find("allow_plaintext") != std::string::npos);
  const auto sealing = open_store(plain);
  REQUIRE(sealing);
  CHECK(sealing->kind == StoreKind::supplied_key);
  CHECK(*sealing->store->load("s") == Secret("text"));
  REQUIRE(sealing->store->save("s", Secret("text")));
  CHECK(*open_store(machine.options())->store->load("s") == Secret("text"));
}

TEST_CASE("another key is taken only while there are no sessions", "[open_store]") {
  Machine machine;
  StoreOptions own = machine.options();
  own.key = kOwnKey;
  const auto first = open_store(own);
  REQUIRE(first);
  CHECK(first->key_source == "the program");
  REQUIRE(first->store->save("s", Secret("text")));

  const Environment key("HUFU_STORE_KEY", kHexKey);
  const auto refused = open_store(machine.options());
  REQUIRE(refused.is(Errc::store_unavailable));
  CHECK(refused.error().detail.find("another key") != std::string::npos);
  CHECK(*open_store(own)->store->load("s") == Secret("text"));

  REQUIRE(first->store->erase("s"));
  CHECK(open_store(machine.options())->key_source == "HUFU_STORE_KEY");
}

TEST_CASE("wishes that exclude each other are refused", "[open_store]") {
  Machine machine;
  StoreOptions both = machine.options();
  both.kind = StoreKind::keyring;
  both.key = kOwnKey;
  CHECK(open_store(both).is(Errc::invalid_argument));

  StoreOptions plain = machine.options();
  plain.kind = StoreKind::plain;
  CHECK(open_store(plain).is(Errc::invalid_argument));
  plain.allow_plaintext = true;
  CHECK(open_store(plain)->kind == StoreKind::plain);
  const Environment key("HUFU_STORE_KEY", kHexKey);
  CHECK(open_store(plain).is(Errc::invalid_argument));

  StoreOptions short_key = machine.options();
  short_key.key = Secret("short");
  CHECK(open_store(short_key).is(Errc::invalid_argument));
  short_key.or_memory = true;  // a fault of the program is not mended by forgetting
  CHECK(open_store(short_key).is(Errc::invalid_argument));
}

TEST_CASE("memory is memory: no directory is touched", "[open_store]") {
  Machine machine;
  StoreOptions options = machine.options();
  options.kind = StoreKind::memory;
  const auto opened = open_store(options);
  REQUIRE(opened);
  CHECK(opened->kind == StoreKind::memory);
  CHECK(opened->reason.empty());
  CHECK_FALSE(fs::exists(machine.scratch.in("state")));
}

TEST_CASE("asking what is remembered creates nothing", "[open_store]") {
  Machine machine;
  CHECK(*remembered_store(machine.scratch.in("state")) == std::nullopt);
  CHECK_FALSE(fs::exists(machine.scratch.in("state")));
  const Environment no_state("XDG_STATE_HOME", std::nullopt);
  const Environment no_home("HOME", std::nullopt);
  CHECK(remembered_store().is(Errc::store_unavailable));
}

TEST_CASE("a broken choice is set aside and told, one of a newer version is left", "[open_store]") {
  const Environment key("HUFU_STORE_KEY", kHexKey);
  for (const std::string& bytes :
       {std::string(), std::string("x"), std::string("hufu store 1\n"),
        std::string("hufu store 1\nkeyring \n"), std::string("hufu store 1\nmemory \n"),
        std::string("hufu store 1\nkeyring 0123456789abcdef"),
        std::string("hufu store 1\nkeyring 0123456789ABCDEF\n"),
        std::string("hufu store 1\nplain \nmore\n"), std::string("hufu store \nplain \n"),
        std::string(3000, '\0')}) {
    CAPTURE(bytes);
    Machine machine;
    const Environment again("HUFU_STORE_KEY", kHexKey);
    fs::create_directory(machine.scratch.in("state"));
    write_file(machine.choice(), bytes);
    REQUIRE(open_store(machine.options()));
    REQUIRE(machine.warnings.size() == 1);
    CHECK(machine.warnings[0].find(".corrupt") != std::string::npos);
    CHECK(**remembered_store(machine.scratch.in("state")) == StoreKind::supplied_key);
  }
  Machine machine;
  const Environment again("HUFU_STORE_KEY", kHexKey);
  fs::create_directory(machine.scratch.in("state"));
  write_file(machine.choice(), "hufu store 2\nanything\n");
  CHECK(open_store(machine.options()).is(Errc::store_unavailable));
  CHECK(read_file(machine.choice()) == "hufu store 2\nanything\n");
}

TEST_CASE("a keyring that is absent is an error in time, and none is invented", "[open_store]") {
  Machine machine;
  StoreOptions options = machine.options();
  options.kind = StoreKind::keyring;
  options.allow_plaintext = true;
  const auto refused = open_store(options);
  REQUIRE_FALSE(refused);
  const bool has_keyring = !hufu::native::keyring_name().empty();
  CHECK(refused.error().code == (has_keyring ? Errc::store_unavailable : Errc::unsupported));
  CHECK(*remembered_store(machine.scratch.in("state")) == std::nullopt);
}

TEST_CASE("places where nothing can be kept say so", "[open_store]") {
  Machine machine;
  const Environment key("HUFU_STORE_KEY", kHexKey);
  StoreOptions options = machine.options();
  write_file(machine.scratch.in("file"), "");
  options.directory = machine.scratch.in("file/state");
  const auto refused = open_store(options);
  REQUIRE(refused.is(Errc::store_unavailable));
  CHECK(refused.error().detail.find(options.directory) != std::string::npos);

  const Environment no_state("XDG_STATE_HOME", std::nullopt);
  const Environment no_home("HOME", std::nullopt);
  options.directory.clear();
  CHECK(open_store(options).is(Errc::store_unavailable));
  options.or_memory = true;
  CHECK(open_store(options)->kind == StoreKind::memory);
}
