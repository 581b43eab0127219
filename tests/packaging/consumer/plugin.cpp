// A shared library that signs people in, for a program that knows nothing of it.
#include <hufu.h>
#include <hufu/native/client.h>

extern "C" __attribute__((visibility("default"))) const char* plugin_state() {
  hufu::Config config;
  config.base_url = "https://api.example.com";
  const auto client = hufu::native::Client::open(config);
  return client && hufu_version() != nullptr ? hufu::name((*client)->state()).data() : "none";
}
