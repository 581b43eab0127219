#include "stores.h"

#include <mutex>
#include <vector>

#include <hufu/native/file_store.h>
#include <hufu/native/open_store.h>

#include "errors.h"
#include "outside.h"
#include "shared_memory_store.h"

namespace hufu::python {
namespace {

py::object load(native::Store& store, py::handle key) {
  const std::string name = text_of("key", key);
  std::optional<Result<std::optional<Secret>>> loaded;
  {
    const Outside without_gil;
    loaded = store.load(name);
  }
  return written(value_of(std::move(*loaded)));
}

void save(native::Store& store, py::handle key, py::handle value) {
  const std::string name = text_of("key", key);
  const Secret text(text_of("value", value));
  Result<Nothing> saved = Nothing{};
  {
    const Outside without_gil;
    saved = store.save(name, text);
  }
  value_of(std::move(saved));
}

void erase(native::Store& store, py::handle key) {
  const std::string name = text_of("key", key);
  Result<Nothing> erased = Nothing{};
  {
    const Outside without_gil;
    erased = store.erase(name);
  }
  value_of(std::move(erased));
}

std::shared_ptr<native::FileStore> open_file_store(py::handle directory, py::handle key,
                                                   bool allow_plaintext) {
  native::FileStoreOptions options;
  options.directory = text_of("directory", directory);
  options.allow_plaintext = allow_plaintext;
  if (!key.is_none()) options.key = value_of(native::read_store_key(text_of("key", key)));
  return value_of(native::FileStore::open(std::move(options)));
}

/// What a store has to say to a person, kept until Python asks: it may be said on any thread.
class Warnings {
 public:
  void add(const std::string& sentence) {
    const std::lock_guard hold(mutex_);
    sentences_.push_back(sentence);
  }
  std::vector<std::string> take() {
    const std::lock_guard hold(mutex_);
    return std::exchange(sentences_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> sentences_;
};

/// Store (None in memory), kind, directory, what the key comes from, why it is in memory, warnings.
py::tuple open_store(py::handle directory, py::handle kind, py::handle key,
                     py::handle allow_plaintext, py::handle interactive, py::handle or_memory) {
  const auto warnings = std::make_shared<Warnings>();
  native::StoreOptions options;
  options.directory = text_of("directory", directory);
  if (!kind.is_none()) {
    options.kind = native::store_kind_named(text_of("kind", kind));
    if (!options.kind) refuse_value("kind must be one of keyring, supplied-key, plain, memory");
  }
  if (!key.is_none()) options.key = value_of(native::read_store_key(text_of("key", key)));
  read("allow_plaintext", allow_plaintext, options.allow_plaintext);
  read("interactive", interactive, options.interactive);
  read("or_memory", or_memory, options.or_memory);
  options.on_warning = [warnings](const std::string& sentence) { warnings->add(sentence); };
  std::optional<Result<native::OpenedStore>> opened;
  {
    const Outside without_gil;
    opened = native::open_store(options);
  }
  native::OpenedStore found = value_of(std::move(*opened));
  py::object store = py::none();
  if (found.kind != native::StoreKind::memory) store = py::cast(found.store);
  return py::make_tuple(store, to_text(native::name_of(found.kind)), to_text(found.directory),
                        to_text(found.key_source), to_text(found.reason),
                        written(warnings->take()));
}

}  // namespace

Result<std::optional<Secret>> StoreInPython::load(const std::string& key) {
  Answer answer = mailbox_->ask(LoadEffect{key});
  if (auto* loaded = std::get_if<LoadAnswer>(&answer)) return std::move(loaded->value);
  return done(answer).error();
}

Result<Nothing> StoreInPython::save(const std::string& key, const Secret& value) {
  return done(mailbox_->ask(SaveEffect{key, value}));
}

Result<Nothing> StoreInPython::erase(const std::string& key) {
  return done(mailbox_->ask(EraseEffect{key}));
}

void add_stores(py::module_& module) {
  module.def("open_store", &open_store, py::arg("directory"), py::arg("kind"), py::arg("key"),
             py::arg("allow_plaintext"), py::arg("interactive"), py::arg("or_memory"));
  py::class_<native::Store, std::shared_ptr<native::Store>>(module, "Store")
      .def("load", &load, py::arg("key"))
      .def("save", &save, py::arg("key"), py::arg("value"))
      .def("erase", &erase, py::arg("key"));
  py::class_<native::MemoryStore, native::Store, std::shared_ptr<native::MemoryStore>>(
      module, "MemoryStore")
      .def(py::init<>());
  py::class_<SharedMemoryStore, native::Store, std::shared_ptr<SharedMemoryStore>>(
      module, "SharedMemoryStore")
      .def_static("make", &SharedMemoryStore::make)
      .def("in_child", &SharedMemoryStore::in_child);
  py::class_<native::FileStore, native::Store, std::shared_ptr<native::FileStore>>(module,
                                                                                   "FileStore")
      .def(py::init(&open_file_store), py::arg("directory"), py::arg("key"),
           py::arg("allow_plaintext"))
      .def_property_readonly(
          "directory", [](const native::FileStore& self) { return to_text(self.directory()); })
      .def_property_readonly("is_encrypted", &native::FileStore::is_encrypted);
}

}  // namespace hufu::python
