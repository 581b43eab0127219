// What every store must do. A new store joins by a line in the two lists of the template tests.
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <hufu/native/file_store.h>
#include <hufu/native/store.h>

#include "scratch.h"

namespace {

using hufu::Secret;
using hufu::native::FileStore;
using hufu::native::MemoryStore;
using hufu::native::Store;

struct InMemory {
  std::shared_ptr<Store> store = std::make_shared<MemoryStore>();
};

struct SealedFiles {
  hufu::test::Scratch scratch;
  std::shared_ptr<Store> store =
      *FileStore::open({scratch.in("state"), Secret(std::string(32, 'k')), false, {}});
};

struct PlainFiles {
  hufu::test::Scratch scratch;
  std::shared_ptr<Store> store = *FileStore::open({scratch.in("state"), {}, true, {}});
};

std::string text_of(Store& store, const std::string& key) {
  const auto loaded = store.load(key);
  REQUIRE(loaded);
  return *loaded ? (*loaded)->reveal() : "(nothing)";
}

}  // namespace

TEMPLATE_TEST_CASE("a store keeps what it is given, by key", "[store]", InMemory, SealedFiles,
                   PlainFiles) {
  const TestType fixture;
  Store& store = *fixture.store;

  CHECK(text_of(store, "a") == "(nothing)");
  REQUIRE(store.save("a", Secret("first")));
  REQUIRE(store.save("b", Secret("other")));
  CHECK(text_of(store, "a") == "first");
  CHECK(text_of(store, "b") == "other");

  REQUIRE(store.save("a", Secret("second")));
  CHECK(text_of(store, "a") == "second");

  REQUIRE(store.erase("a"));
  CHECK(text_of(store, "a") == "(nothing)");
  CHECK(text_of(store, "b") == "other");
  CHECK(store.erase("a"));
}

TEMPLATE_TEST_CASE("a store takes any text under any key", "[store]", InMemory, SealedFiles,
                   PlainFiles) {
  const TestType fixture;
  Store& store = *fixture.store;

  const std::string all_bytes = [] {
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte)
      bytes.push_back(static_cast<char>(byte));
    return bytes;
  }();
  const std::vector<std::string> keys = {
      "hufu.session", "../../escape",
      "/etc/passwd",  ".",
      "..",           "",
      "with space",   "%2e%2e",
      "a/b",          std::string("nul\0nul", 7),
      "虎符",         all_bytes,
      ".hidden",      std::string(5000, 'x'),
  };
  for (const std::string& key : keys)
    REQUIRE(store.save(key, Secret("under " + key)));
  for (const std::string& key : keys)
    CHECK(text_of(store, key) == "under " + key);

  for (const std::string& text : {std::string(), all_bytes, std::string(200'000, 'v')}) {
    REQUIRE(store.save("k", Secret(text)));
    CHECK(text_of(store, "k") == text);
  }
}

TEMPLATE_TEST_CASE("threads share a store", "[store]", InMemory, SealedFiles, PlainFiles) {
  const TestType fixture;
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int number = 0; number < 4; ++number) {
    threads.emplace_back([&, number] {
      const std::string own = "own" + std::to_string(number);
      for (int round = 0; round < 15; ++round) {
        const std::string text(static_cast<std::size_t>(100 * round),
                               static_cast<char>('a' + number));
        if (!fixture.store->save(own, Secret(text))) ++wrong;
        if (!fixture.store->save("common", Secret(text))) ++wrong;
        const auto back = fixture.store->load(own);
        if (!back || !*back || (*back)->reveal() != text) ++wrong;
        const auto common = fixture.store->load("common");
        if (!common || !*common) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  CHECK(wrong == 0);
}
