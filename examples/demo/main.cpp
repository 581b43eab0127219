// hufu-demo: watch people sign in and out at each of five systems, against the mock server over
// real HTTP and SQLite.
#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "control.h"
#include "mock_server.h"
#include "stories/stories.h"
#include "story.h"
#include "timeline.h"
#include "words.h"

namespace {

using demo::say;

demo::Style style_for(bool json) {
  if (json) return demo::Style::json;
  const bool colour = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  return colour ? demo::Style::coloured : demo::Style::plain;
}

/// What whoever started it wants to see.
struct Wish {
  std::vector<demo::System> systems;
  std::string program;
  std::string broken_route;
  std::string pictures;
};

// A server for each, so that no story leaves anything behind for the next.
void tell(const demo::System& system, const Wish& wish, demo::Timeline& timeline) {
  const demo::MockServer server(wish.program, {"--web-origin", demo::kShop});
  demo::Control control(server.url());
  timeline.system(say(system.english, system.chinese),
                  say("mock backend at ", "模拟服务器：") + server.url() +
                      say(", SQLite in ", "，SQLite：") + server.database());
  if (!wish.broken_route.empty()) control.script_fault(wish.broken_route, 503);
  demo::Story story(server.url(), {server.folder(), wish.pictures}, control, timeline);
  system.tell(story);
}

int run(const Wish& wish, demo::Timeline& timeline) {
  for (const demo::System& system : wish.systems)
    tell(system, wish, timeline);
  timeline.succeed();
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("People sign in, send signed requests, and leave, at each system Hufu speaks to.");
  std::vector<std::string> names;
  for (const demo::System& each : demo::kSystems)
    names.emplace_back(each.name);
  std::string system = names.front();
  bool all = false;
  bool bridges = false;
  Wish wish;
  bool json = false;
  app.add_option("--server", wish.program, "The mock server's program")->required();
  auto* one = app.add_option("--system", system, "Which system to watch")
                  ->check(CLI::IsMember(names))
                  ->capture_default_str();
  app.add_flag("--all", all, "All five, one after the other")->excludes(one);
  app.add_flag("--bridges", bridges,
               "The bridges between the web and the mini-program, as one story")
      ->excludes(one)
      ->excludes("--all");
  app.add_option("--pictures", wish.pictures,
                 "With --bridges: a folder for the pictures that screens show");
  app.add_flag("--json", json, "One JSON object a line instead of a timeline");
  app.add_option("--break", wish.broken_route,
                 "Let this route answer 503, e.g. 'POST /api/auth/refresh': the demo then fails");
  CLI11_PARSE(app, argc, argv);
  if (bridges) wish.systems.push_back(demo::kBridges);
  for (const demo::System& each : demo::kSystems) {
    if (!bridges && (all || system == each.name)) wish.systems.push_back(each);
  }

  // Whoever reads along may go (`| head`): then there is nothing more to tell.
  signal(SIGPIPE, SIG_IGN);
  std::cout.exceptions(std::ios_base::badbit);
  demo::Timeline timeline(std::cout, style_for(json));
  try {
    return run(wish, timeline);
  } catch (const std::ios_base::failure&) {
    return EXIT_FAILURE;
  } catch (const demo::StepFailed& failed) {
    timeline.fail(failed.step, failed.what(), failed.what_to_do);
  } catch (const std::exception& error) {
    timeline.fail("the mock server", error.what(),
                  "Build it with `./dev demo`, or name it with --server.");
  }
  return EXIT_FAILURE;
}
