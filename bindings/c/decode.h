// From JSON to the core's structs, by their own lists of fields.
#pragma once

#include <optional>
#include <string_view>

#include "fields.h"
#include "text/json.h"

namespace hufu::codec {

// Each gives whether the type was right.
bool decode(const json::Value& from, std::string& into);
bool decode(const json::Value& from, Secret& into);
bool decode(const json::Value& from, int& into);
bool decode(const json::Value& from, std::vector<Header>& into);  ///< `[["name","value"],…]`

/// Fills the fields that `from` has a member for; the others keep what they have.
class FieldReader final : public FieldVisitor {
 public:
  explicit FieldReader(const json::Value& from) : from_(from) {}

  /// The first field whose member had the wrong type.
  std::optional<std::string_view> wrong() const { return wrong_; }

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
  bool begin(std::string_view, std::string_view, Shape, bool) override { return false; }
  void end(Shape) override {}

  const json::Value* member(std::string_view name) const;
  void check(std::string_view name, bool right);

  const json::Value& from_;
  std::optional<std::string_view> wrong_;
};

}  // namespace hufu::codec
