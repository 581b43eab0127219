// hufu web-view-url: an address by which a web-view arrives signed in.
#include <memory>

#include "commands/commands.h"
#include "failure.h"
#include "outcome_json.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {

void add_web_view_url(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("web-view-url");
  const auto page = std::make_shared<OpenWebView>();
  const auto is_forced = std::make_shared<bool>(false);
  command->add_option("URL", page->url)->required();
  command->add_flag("--outlives", page->outlives);
  command->add_flag("--force", *is_forced);
  line.run_for(command, [&context = line.context(), page, is_forced] {
    keep_off_screen(*is_forced);
    const WebViewUrl arrival = must(context.client().web_view_url(*page));
    context.tell({{"url", arrival.url.reveal()}, {"expires_in_ms", arrival.expires_in_ms}},
                 {arrival.url.reveal()});
  });
}

}  // namespace hufu::cli
