// Takes the secrets out of an exchange and leaves what explains it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "http/message.h"

namespace hufu::mock::record {

/// What is not known to be harmless is masked: a new secret is safe before anybody thinks of it.
/// A mask is the same for the same text, so that one can follow a token through the file, and says
/// nothing about it to anybody else: its key dies with the process.
class Mask {
 public:
  Mask();

  /// "masked:0123456789ab"; empty stays empty.
  std::string text(std::string_view secret) const;

  /// Names with their values, harmless ones as they are.
  nlohmann::json headers(const Headers& headers) const;
  nlohmann::json query(const Request& request) const;
  /// The path with its parameters masked; nothing of one that led nowhere.
  std::string path(const Request& request) const;
  /// JSON and forms by their members; of anything else only the size.
  nlohmann::json body(const Headers& headers, const std::string& body) const;
  /// As it is if it is a method that somebody may mean.
  std::string method(const std::string& method) const;

 private:
  std::string header(const std::string& name, const std::string& value) const;
  std::string url(const std::string& value) const;
  std::string name(const std::string& name) const;
  nlohmann::json value(const std::string& name, const nlohmann::json& value) const;
  nlohmann::json members(const nlohmann::json& object) const;

  std::string key_;
};

}  // namespace hufu::mock::record
