#include "session_store.h"

#include "failure.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

/// Without a key there are two ways out, and only a person can choose.
Failure not_opened(const Error& error, const StoreSettings& settings) {
  Failure failure = failure_of(error);
  const bool wants_key = error.detail.find("HUFU_STORE_KEY") != std::string::npos;
  if (wants_key && settings.name.empty()) {
    failure.sentence = say("name_the_store", {{"sentence", failure.sentence}});
  }
  return failure;
}

}  // namespace

Result<Nothing> WatchedStore::save(const std::string& key, const Secret& value) {
  Result<Nothing> saved = store_->save(key, value);
  const std::lock_guard hold(mutex_);
  trouble_ = saved ? std::nullopt : std::optional<Error>(saved.error());
  return saved;
}

std::optional<Error> WatchedStore::trouble() const {
  const std::lock_guard hold(mutex_);
  return trouble_;
}

std::vector<std::string> store_names() {
  std::vector<std::string> names;
  for (const native::StoreKind each : {native::StoreKind::keyring, native::StoreKind::supplied_key,
                                       native::StoreKind::plain, native::StoreKind::memory}) {
    names.emplace_back(native::name_of(each));
  }
  return names;
}

SessionStore open_session_store(const StoreSettings& settings) {
  native::StoreOptions options;
  options.kind = native::store_kind_named(settings.name);
  options.allow_plaintext = options.kind == native::StoreKind::plain;
  options.interactive = settings.asks;
  options.or_memory = settings.may_forget && !options.kind;
  options.on_warning = [](const std::string& sentence) { warn(sentence); };
  Result<native::OpenedStore> found = native::open_store(options);
  if (!found) throw not_opened(found.error(), settings);
  native::OpenedStore& opened = *found;
  return {std::make_shared<WatchedStore>(std::move(opened.store)), opened.kind,
          std::move(opened.directory), std::move(opened.key_source), std::move(opened.reason)};
}

}  // namespace hufu::cli
