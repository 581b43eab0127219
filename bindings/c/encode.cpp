#include "encode.h"

namespace hufu::codec {

void FieldWriter::operator()(std::string_view name, std::string& field) {
  out_.key(name).text(field);
}

void FieldWriter::operator()(std::string_view name, Secret& field) {
  out_.key(name).text(field.reveal());
}

void FieldWriter::operator()(std::string_view name, bool& field) { out_.key(name).boolean(field); }

void FieldWriter::operator()(std::string_view name, int& field) { out_.key(name).integer(field); }

void FieldWriter::operator()(std::string_view name, double& field) { out_.key(name).number(field); }

void FieldWriter::operator()(std::string_view name, std::optional<std::string>& field) {
  out_.key(name);
  if (field) {
    out_.text(*field);
  } else {
    out_.null();
  }
}

void FieldWriter::operator()(std::string_view name, std::optional<Secret>& field) {
  out_.key(name);
  if (field) {
    out_.text(field->reveal());
  } else {
    out_.null();
  }
}

void FieldWriter::operator()(std::string_view name, std::vector<std::string>& field) {
  out_.key(name).open('[');
  for (const std::string& one : field)
    out_.text(one);
  out_.close(']');
}

void FieldWriter::operator()(std::string_view name, std::vector<Header>& field) {
  out_.key(name).open('[');
  for (const Header& one : field)
    out_.open('[').text(one.name).text(one.value).close(']');
  out_.close(']');
}

std::uint8_t FieldWriter::enumerated(std::string_view name, const Enumeration& type,
                                     std::uint8_t value) {
  out_.key(name).text(type.value_name(value));
  return value;
}

bool FieldWriter::begin(std::string_view name, std::string_view, Shape shape, bool present) {
  if (shape != Shape::item) out_.key(name);
  if (!present) {
    out_.null();
  } else {
    out_.open(shape == Shape::list ? '[' : '{');
  }
  return present;
}

void FieldWriter::end(Shape shape) { out_.close(shape == Shape::list ? ']' : '}'); }

void encode(json::Writer& out, const Error& error) {
  out.open('{').key("code").text(describe(error.code).name);
  out.key("action").text(name(error.action())).key("message").text(error.message());
  out.key("retry_after_ms").number(error.retry_after_ms);
  out.key("http_status").integer(error.http_status).key("detail").text(error.detail).close('}');
}

}  // namespace hufu::codec
