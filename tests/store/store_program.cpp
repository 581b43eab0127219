// A program with a store, for tests that start it many times, kill it, and lie to it:
//
//   open DIRECTORY [KIND] [FLAG...]   JSON of what was opened. KIND `-`: any; flags: plain, memory,
//                                     prompt
//   remembered DIRECTORY              the kind, or "nothing"
//   save DIRECTORY NAME               stores what stands on the standard input
//   load DIRECTORY NAME               prints it; status 4 if there is none
//   erase DIRECTORY NAME
//   hold DIRECTORY NAME               takes the lock, says "held", keeps it until it is killed
//   take DIRECTORY NAME               says "waiting", then when it had the lock (steady clock, us)
//   sign-in DIRECTORY URL             a code on the standard input; keeps the session
//   work DIRECTORY URL SECONDS        fetches with the stored session; JSON of how it went
//   visit DIRECTORY URL DUMP          in private memory, fetches with the stored session, closes
//                                     the client, then writes to DUMP what its memory holds
//   leave DIRECTORY DUMP              stores, reads and drops the lines of the standard input, then
//                                     writes to DUMP all memory that a core dump would hold
//
// Keys come from HUFU_STORE_KEY, unless a kind is given to `open`. Status 0, or 1 with the error's
// sentence on the standard error, where warnings go as well.
#include <hufu/native/client.h>
#include <hufu/native/file_store.h>
#include <hufu/native/open_store.h>
#include <hufu/native/private_memory.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "lock/held_lock.h"
#include "memory_dump.h"

namespace {

using hufu::Secret;
using hufu::native::Client;
using hufu::native::FileStore;
using hufu::native::HeldLock;
using hufu::native::OpenedStore;
using hufu::native::StoreOptions;

using Words = std::vector<std::string>;

constexpr hufu::Millis kLongMs = 60'000;
constexpr int kFailed = 1;
constexpr int kUsage = 2;
constexpr int kNothing = 4;

// Seen by whoever watches the system calls: what lies between belongs to the store.
void mark(const char* name) { static_cast<void>(::access(name, F_OK)); }

void warn(const std::string& sentence) { std::cerr << "warning: " << sentence << '\n'; }

int fail(const hufu::Error& error) {
  std::cerr << error.message() << '\n';
  return kFailed;
}

std::string standard_input() {
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

double ms_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun)
      .count();
}

hufu::Result<std::shared_ptr<FileStore>> files(const std::string& directory) {
  return FileStore::open({directory, {}, false, warn});
}

int open(const Words& words) {
  StoreOptions options;
  options.directory = words[0];
  options.on_warning = warn;
  if (words.size() > 1) options.kind = hufu::native::store_kind_named(words[1]);
  for (std::size_t i = 2; i < words.size(); ++i) {
    options.allow_plaintext = options.allow_plaintext || words[i] == "plain";
    options.or_memory = options.or_memory || words[i] == "memory";
    options.interactive = options.interactive || words[i] == "prompt";
  }
  const auto begun = std::chrono::steady_clock::now();
  mark("/hufu-begins");
  const hufu::Result<OpenedStore> opened = hufu::native::open_store(options);
  mark("/hufu-ends");
  std::cerr << "took " << ms_since(begun) << " ms\n";
  if (!opened) return fail(opened.error());
  const auto text = opened->store->load("s");
  if (!text) return fail(text.error());
  if (!*text) {
    if (auto saved = opened->store->save("s", Secret("text")); !saved) return fail(saved.error());
  }
  std::cout << R"({"kind":")" << name_of(opened->kind) << R"(","keySource":")" << opened->key_source
            << R"(","wasThere":)" << (*text ? "true" : "false") << "}\n";
  return 0;
}

int remembered(const Words& words) {
  const auto kind = hufu::native::remembered_store(words[0]);
  if (!kind) return fail(kind.error());
  std::cout << (*kind ? name_of(**kind) : "nothing") << '\n';
  return 0;
}

int save(const Words& words) {
  const Secret text(standard_input());
  mark("/hufu-begins");
  const auto store = files(words[0]);
  if (!store) return fail(store.error());
  const auto saved = (*store)->save(words[1], text);
  mark("/hufu-ends");
  if (!saved) return fail(saved.error());
  std::cout << "saved\n";
  return 0;
}

int load(const Words& words) {
  const auto store = files(words[0]);
  if (!store) return fail(store.error());
  const auto text = (*store)->load(words[1]);
  if (!text) return fail(text.error());
  if (!*text) return kNothing;
  std::cout << (*text)->reveal();
  return 0;
}

int erase(const Words& words) {
  mark("/hufu-begins");
  const auto store = files(words[0]);
  if (!store) return fail(store.error());
  const auto erased = (*store)->erase(words[1]);
  mark("/hufu-ends");
  if (!erased) return fail(erased.error());
  std::cout << "erased\n";
  return 0;
}

hufu::Result<hufu::native::LockPlace> lock_of(const Words& words) {
  const auto store = files(words[0]);
  if (!store) return store.error();
  const std::string file = (*store)->lock_file(words[1]);
  return hufu::native::LockPlace{file, file};
}

int hold(const Words& words) {
  const auto place = lock_of(words);
  if (!place) return fail(place.error());
  const auto lock = HeldLock::take(*place, kLongMs);
  if (!lock) return fail(lock.error());
  std::cout << "held" << std::endl;
  while (true)
    ::pause();
}

int take(const Words& words) {
  const auto place = lock_of(words);
  if (!place) return fail(place.error());
  if (HeldLock::take(*place, 0)) return kFailed;  // nobody holds it: nothing to wait for
  std::cout << "waiting" << std::endl;
  const auto lock = HeldLock::take(*place, kLongMs);
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  if (!lock) return fail(lock.error());
  std::cout << std::chrono::duration_cast<std::chrono::microseconds>(now).count() << std::endl;
  return 0;
}

hufu::Result<std::unique_ptr<Client>> client_at(const Words& words) {
  auto store = files(words[0]);
  if (!store) return store.error();
  hufu::Config config;
  config.base_url = words[1];
  hufu::native::Host host;
  host.store = *store;
  return Client::open(config, host);
}

int sign_in(const Words& words) {
  auto client = client_at(words);
  if (!client) return fail(client.error());
  hufu::SignInWithWechat with;
  with.code = Secret(standard_input());
  if (auto session = (*client)->sign_in_with_wechat(with); !session) return fail(session.error());
  return 0;
}

int work(const Words& words) {
  auto client = client_at(words);
  if (!client) return fail(client.error());
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(std::stoi(words[2]));
  int good = 0;
  std::map<std::string, int> errors;
  while (std::chrono::steady_clock::now() < until) {
    const auto profile = (*client)->fetch_profile();
    profile ? ++good : ++errors[profile.error().message()];
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  const bool signed_in = (*client)->state() == hufu::SessionState::signed_in;
  std::cout << R"({"good":)" << good << R"(,"signedIn":)" << (signed_in ? "true" : "false");
  for (const auto& [sentence, count] : errors) {
    std::cout << ",\"" << sentence << "\":" << count;
  }
  std::cout << "}\n";
  return 0;
}

int visit(const Words& words) {
  hufu::native::keep_memory_private();
  {
    auto client = client_at(words);
    if (!client) return fail(client.error());
    const auto profile = (*client)->fetch_profile();
    if (!profile) return fail(profile.error());
  }
  if (::prctl(PR_GET_DUMPABLE) != 0) return kFailed;
  ::prctl(PR_SET_DUMPABLE, 1);  // only so that we may look ourselves
  return hufu::test::dump_memory(words[2]) ? 0 : kFailed;
}

int leave(const Words& words) {
  {
    const auto store = files(words[0]);
    if (!store) return fail(store.error());
    // Not through std::cin, which would keep a copy of its own.
    std::string line;
    char letter = 0;
    while (::read(STDIN_FILENO, &letter, 1) == 1) {
      if (letter != '\n') {
        line.push_back(letter);
        continue;
      }
      const Secret text(line);
      hufu::wipe(line);
      if (auto saved = (*store)->save("s", text); !saved) return fail(saved.error());
      const auto back = (*store)->load("s");
      if (!back || !*back || **back != text) return kFailed;
    }
  }
  return hufu::test::dump_memory(words[1]) ? 0 : kFailed;
}

struct Command {
  std::size_t words;
  std::function<int(const Words&)> run;
};

const std::map<std::string, Command> kCommands = {
    {"open", {1, open}},   {"remembered", {1, remembered}}, {"save", {2, save}},
    {"load", {2, load}},   {"erase", {2, erase}},           {"hold", {2, hold}},
    {"take", {2, take}},   {"sign-in", {2, sign_in}},       {"work", {3, work}},
    {"visit", {3, visit}}, {"leave", {2, leave}},
};

}  // namespace

int main(int argc, char** argv) {
  const Words words(argv + std::min(argc, 2), argv + argc);
  const auto command = kCommands.find(argc > 1 ? argv[1] : "");
  if (command == kCommands.end() || words.size() < command->second.words) {
    std::cerr << "usage: see the head of store_program.cpp\n";
    return kUsage;
  }
  return command->second.run(words);
}
