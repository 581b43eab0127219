// hufu-desktop: sign in by QR code, edit the profile, join two accounts, sign out.
#include <gtkmm.h>

#include <cstdlib>
#include <memory>
#include <optional>

#include <hufu/native/private_memory.h>

#include "account.h"
#include "look.h"
#include "window.h"

namespace {

constexpr const char* kMockServer = "http://127.0.0.1:8787";  // where `hufu server` listens

hufu::Config config_from_environment() {
  const char* const server = std::getenv("HUFU_SERVER");
  hufu::Config config;
  config.base_url = server != nullptr && *server != '\0' ? server : kMockServer;
  config.storage_key = "hufu.desktop";
  return config;
}

}  // namespace

int main(int count, char** words) {
  hufu::native::keep_memory_private();
  const auto application =
      Gtk::Application::create("org.hufu.Desktop", Gio::Application::Flags::NON_UNIQUE);
  // Both live longer than the main loop, so that an answer that comes late finds its page.
  std::optional<desktop::Account> account;
  std::unique_ptr<desktop::Window> window;
  application->signal_startup().connect([] { desktop::load_style(); });
  application->signal_activate().connect([&] {
    if (!window) {
      account.emplace(config_from_environment());
      window = std::make_unique<desktop::Window>(*account);
      application->add_window(*window);
    }
    window->present();
  });
  const int status = application->run(count, words);
  account.reset();  // before the window: nothing is told to it any more
  return status;
}
