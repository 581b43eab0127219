// A library that is opened when a program first needs it, and not before.
#pragma once

#include <dlfcn.h>

namespace hufu::native {

/// Finds functions in a library and in those that it needs itself. It stays loaded: threads that it
/// may have started cannot be taken back.
class OpenedLibrary {
 public:
  explicit OpenedLibrary(const char* name) : handle_(::dlopen(name, RTLD_NOW | RTLD_LOCAL)) {}

  template <class Function>
  void find(const char* name, Function& function) {
    void* address = handle_ == nullptr ? nullptr : ::dlsym(handle_, name);
    function = reinterpret_cast<Function>(address);
    is_whole_ = is_whole_ && address != nullptr;
  }
  /// Whether the library is there, and with it all that was looked for.
  bool is_whole() const { return is_whole_; }

 private:
  void* handle_;
  bool is_whole_ = true;
};

}  // namespace hufu::native
