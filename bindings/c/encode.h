// From the core's structs to JSON, by their own lists of fields.
#pragma once

#include "fields.h"
#include "hufu/result.h"
#include "text/json_writer.h"

namespace hufu::codec {

/// Writes `"field":value` for each; what is not there is null.
class FieldWriter final : public FieldVisitor {
 public:
  explicit FieldWriter(json::Writer& out) : out_(out) {}

  using FieldVisitor::operator();
  void operator()(std::string_view name, std::string& field) override;
  void operator()(std::string_view name, Secret& field) override;
  void operator()(std::string_view name, bool& field) override;
  void operator()(std::string_view name, int& field) override;
  void operator()(std::string_view name, double& field) override;
  void operator()(std::string_view name, std::optional<std::string>& field) override;
  void operator()(std::string_view name, std::optional<Secret>& field) override;
  void operator()(std::string_view name, std::vector<std::string>& field) override;
  void operator()(std::string_view name, std::vector<Header>& field) override;

 private:
  std::uint8_t enumerated(std::string_view name, const Enumeration& type,
                          std::uint8_t value) override;
  bool begin(std::string_view name, std::string_view type, Shape shape, bool present) override;
  void end(Shape shape) override;

  json::Writer& out_;
};

/// `{"code","action","message","retry_after_ms","http_status","detail"}`
void encode(json::Writer& out, const Error& error);

}  // namespace hufu::codec
