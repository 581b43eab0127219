#include "showing.h"

#include <hufu/native/browser.h>
#include <sys/stat.h>

#include <array>
#include <ctime>
#include <fstream>
#include <memory>
#include <utility>

#include "failure.h"
#include "picture.h"
#include "qr_on_terminal.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

// Whoever else may read it could be first to scan it.
void write_file(const std::string& content, const std::string& file) {
  const mode_t usual = ::umask(S_IRWXG | S_IRWXO);
  std::ofstream output(file, std::ios::binary | std::ios::trunc);
  ::umask(usual);
  output << content;
  output.close();
  if (!output) throw unusable(say("cannot_be_written", {{"file", "--picture " + file}}));
}

/// A sign-in that waits, as far as the person has seen it.
struct Seen {
  std::string url;
  std::string state;
  std::unique_ptr<ShownPicture> picture;
};

/// Whether WeChat's own code is before the person's eyes.
bool show_picture(const Context& context, const Showing& how, const PresentEffect& what,
                  Seen& seen) {
  if (what.picture.empty() || how.in_text_only) return false;
  if (!how.picture.empty()) write_file(bytes_of_picture(what.picture), how.picture);
  if (context.options.json) return false;
  seen.picture = ShownPicture::show(what.picture, !how.no_open);
  return seen.picture != nullptr;
}

/// Whether the code can be scanned off the terminal.
bool draw_code(const Showing& how, const PresentEffect& what) {
  const Result<native::QrCode> code = native::QrCode::of(what.url);
  if (!code) return false;  // the text itself is shown in any case
  const bool is_wanted = what.picture.empty() || how.in_text_only;
  if (is_wanted && !how.picture.empty()) write_file(code->svg(), how.picture);
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

/// On one phone it is tapped there: nothing is opened, and no code goes past that of the phone.
bool is_link_to_tap(const PresentEffect& what) {
  return what.show == "open_mini_program" && what.code.empty();
}

void tell_code(const Context& context, const PresentEffect& what) {
  context.tell_event(what.show.c_str(),
                     {{"state", what.state},
                      {"url", what.url},
                      {"code", what.code},
                      {"number", what.number},
                      {"picture", what.picture},
                      {"scan_kind", what.scan_kind},
                      {"expires_in_ms", what.expires_in_ms}},
                     {});
}

/// How to get from here to the phone.
std::string way_to_phone(const Showing& how, const PresentEffect& what, bool has_picture) {
  if (has_picture) return say("scan_picture", {{"url", what.url}});
  const bool is_drawn = draw_code(how, what);
  if (what.scan_kind == "link") return say("scan_with_wechat", {{"url", what.url}});
  return say(is_drawn ? Key("scan_or_open") : Key("open_page"), {{"url", what.url}});
}

void show_code(const Context& context, const Showing& how, const PresentEffect& what, Seen& seen) {
  if (is_link_to_tap(what)) {
    if (context.options.json) return tell_code(context, what);
    return note(harmless(say("tap_link", {{"url", what.url}})));
  }
  const bool has_picture = show_picture(context, how, what, seen);
  if (context.options.json) {
    draw_code(how, what);
    return tell_code(context, what);
  }
  note(harmless(way_to_phone(how, what, has_picture)));
  note(harmless(say("code_and_number", {{"code", what.code}, {"number", what.number}})));
  if (what.expires_in_ms > 0) note(say("good_until", {{"time", clock_after(what.expires_in_ms)}}));
}

void tell_state(const Context& context, const PresentEffect& what) {
  const bool is_scanned = what.state == "scanned";
  if (context.options.json) {
    context.tell_event("sign_in_state", {{"state", what.state}}, {});
  } else if (is_scanned) {
    note(harmless(is_link_to_tap(what) ? say("opened_there")
                                       : say("scanned", {{"number", what.number}})));
  }
}

Result<Nothing> show_sign_in(const Context& context, const Showing& how, const PresentEffect& what,
                             Seen& seen) {
  if (seen.url != what.url) {
    show_code(context, how, what, seen);
  } else if (seen.state != what.state) {
    tell_state(context, what);
  }
  seen.url = what.url;
  seen.state = what.state;
  Waiting::ends_in(what.expires_in_ms);
  return Nothing{};
}

Result<Nothing> show_page(const Context& context, const Showing& how, const PresentEffect& what) {
  if (context.options.json) context.tell_event("open_url", {{"url", what.url}}, {});
  if (!how.no_open && native::open_in_browser(what.url)) {
    note(say("browser_shows"));
  } else if (!context.options.json) {
    note(harmless(say("open_here", {{"url", what.url}})));
  }
  return Nothing{};
}

}  // namespace

std::function<Result<Nothing>(const PresentEffect&)> showing(const Context& context, Showing how) {
  const auto seen = std::make_shared<Seen>();
  return [&context, how = std::move(how), seen](const PresentEffect& what) {
    return what.show == "open_url" ? show_page(context, how, what)
                                   : show_sign_in(context, how, what, *seen);
  };
}

}  // namespace hufu::cli
