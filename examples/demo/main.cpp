// hufu-demo: watch two halves of one person sign in, be bound and sign out, against the mock
// backend over real HTTP and SQLite.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "control.h"
#include "mock_server.h"
#include "story.h"
#include "timeline.h"

namespace {

demo::Style style_for(bool json) {
  if (json) return demo::Style::json;
  const bool colour = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  return colour ? demo::Style::coloured : demo::Style::plain;
}

int run(const std::string& program, const std::string& broken_route, demo::Timeline& timeline) {
  const demo::MockServer server(program);
  demo::Control control(server.url());
  timeline.heading("Mock backend at " + server.url() + ", SQLite in " + server.database());
  if (!broken_route.empty()) control.script_fault(broken_route, 503);
  demo::Story story(server.url(), control, timeline);
  story.tell();
  timeline.succeed();
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Two halves of one person sign in, send signed requests, and are bound.");
  std::string program;
  std::string broken_route;
  bool json = false;
  app.add_option("--server", program, "The mock server's program")->required();
  app.add_flag("--json", json, "One JSON object a line instead of a timeline");
  app.add_option("--break", broken_route,
                 "Let this route answer 503, e.g. 'POST /api/auth/refresh': the demo then fails");
  CLI11_PARSE(app, argc, argv);

  demo::Timeline timeline(std::cout, style_for(json));
  try {
    return run(program, broken_route, timeline);
  } catch (const demo::StepFailed& failed) {
    timeline.fail(failed.step, failed.what(), failed.what_to_do);
  } catch (const std::exception& error) {
    timeline.fail("the mock server", error.what(),
                  "Build it with `./dev demo`, or name it with --server.");
  }
  return EXIT_FAILURE;
}
