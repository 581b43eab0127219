#include "account.h"

#include <hufu/native/open_store.h>

namespace desktop {

Account::~Account() {
  if (client_) client_->close();
}

void Account::open(Done<hufu::SessionInfo> done) {
  // The keyring may ask the person to unlock it, which takes as long as it takes.
  opening_ = std::jthread([this, done = std::move(done)] {
    auto opened = std::make_shared<Opened>(open_client());
    on_window_thread([this, opened, done] {
      if (!*opened) return done(opened->error());
      client_ = std::move(**opened);
      tell_of_end();
      ask(hufu::CurrentSession{}, done);
    });
  });
}

Account::Opened Account::open_client() {
  hufu::native::StoreOptions options;
  options.interactive = true;
  options.or_memory = true;  // better to sign in again next time than not at all
  options.on_warning = [this](const std::string& sentence) {
    on_window_thread([this, sentence] {
      if (on_warning) on_warning(sentence);
    });
  };
  auto opened = hufu::native::open_store(options);
  if (!opened) return opened.error();

  hufu::native::Host host;
  host.store = opened->store;
  host.present = [this](const hufu::PresentEffect& what) -> hufu::Result<hufu::Nothing> {
    on_window_thread([this, what] {
      if (on_code) on_code(what);
    });
    return hufu::Nothing{};
  };
  return hufu::native::Client::open(config_, std::move(host));
}

void Account::tell_of_end() {
  client_->on_event([this](const hufu::Event& event) {
    if (event.kind != hufu::EventKind::signed_out && event.kind != hufu::EventKind::needs_user)
      return;
    on_window_thread([this] {
      if (on_ended) on_ended();
    });
  });
}

}  // namespace desktop
