#include "showing.h"

#include <hufu/native/browser.h>

#include <array>
#include <ctime>
#include <fstream>
#include <utility>

#include "failure.h"
#include "qr_on_terminal.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

void write_picture(const native::QrCode& code, const std::string& file) {
  std::ofstream output(file, std::ios::binary | std::ios::trunc);
  output << code.svg();
  output.close();
  if (!output) throw unusable(say("cannot_be_written", {{"file", "--picture " + file}}));
}

/// Whether the code can be scanned off the terminal.
bool draw_code(const std::string& text, const std::string& picture) {
  const Result<native::QrCode> code = native::QrCode::of(text);
  if (!code) return false;  // the text itself is shown in any case
  if (!picture.empty()) write_picture(*code, picture);
  return show_qr(*code);
}

/// What a clock on the wall shows then.
std::string clock_after(Millis wait_ms) {
  const std::time_t then = std::time(nullptr) + static_cast<std::time_t>(wait_ms / 1000);
  std::tm local{};
  ::localtime_r(&then, &local);
  std::array<char, sizeof "00:00"> text{};
  std::strftime(text.data(), text.size(), "%H:%M", &local);
  return text.data();
}

Result<Nothing> show_code(const Context& context, const Showing& how, const PresentEffect& what) {
  const bool is_drawn = draw_code(what.url, how.picture);
  if (context.options.json) {
    context.tell({{"event", "show_code"},
                  {"url", what.url},
                  {"code", what.code},
                  {"number", what.number},
                  {"expires_in_ms", what.expires_in_ms}},
                 {});
    finish_output();
    return Nothing{};
  }
  note(harmless(say(is_drawn ? Key("scan_or_open") : Key("open_page"), {{"url", what.url}})));
  note(harmless(say("code_and_number", {{"code", what.code}, {"number", what.number}})));
  if (what.expires_in_ms > 0) note(say("good_until", {{"time", clock_after(what.expires_in_ms)}}));
  Waiting::ends_in(what.expires_in_ms);
  return Nothing{};
}

Result<Nothing> show_page(const Context& context, const Showing& how, const PresentEffect& what) {
  if (context.options.json) {
    context.tell({{"event", "open_url"}, {"url", what.url}}, {});
    finish_output();
  }
  if (!how.no_open && native::open_in_browser(what.url)) {
    note(say("browser_shows"));
  } else if (!context.options.json) {
    note(harmless(say("open_here", {{"url", what.url}})));
  }
  return Nothing{};
}

}  // namespace

std::function<Result<Nothing>(const PresentEffect&)> showing(const Context& context, Showing how) {
  return [&context, how = std::move(how)](const PresentEffect& what) {
    return what.show == "open_url" ? show_page(context, how, what) : show_code(context, how, what);
  };
}

}  // namespace hufu::cli
