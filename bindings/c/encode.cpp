#include "encode.h"

namespace hufu::codec {

json::Value encode(const Header& header) {
  json::Value pair = json::Value::array();
  return pair.push(header.name).push(header.value);
}

json::Value encode(Errc code) { return describe(code).name; }

json::Value encode(const Error& error) {
  json::Value object = json::Value::object();
  object.set("code", encode(error.code));
  object.set("action", name(error.action()));
  object.set("message", error.message());
  object.set("retry_after_ms", error.retry_after_ms);
  object.set("http_status", error.http_status);
  object.set("detail", error.detail);
  return object;
}

}  // namespace hufu::codec
