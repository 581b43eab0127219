// Whoever reads the mails that the GoTrue surface sends.
#include "gotrue/mailbox.h"

#include <catch2/catch_test_macros.hpp>

#include "http/message.h"

namespace hufu::mock::test {
namespace {

Json messages_to(World& world, const std::string& address) {
  return world.control("GET", "inbox?to=" + encode_percent(address), nullptr)["messages"];
}

}  // namespace

std::size_t mails_to(World& world, const std::string& address) {
  return messages_to(world, address).size();
}

Json last_mail(World& world, const std::string& address, const std::string& kind) {
  for (const Json& message : messages_to(world, address)) {
    if (kind.empty() || message["kind"] == kind) return message;
  }
  FAIL("no mail " << kind << " to " << address);
  return {};
}

std::string follow(World& world, const std::string& link) {
  REQUIRE(link.starts_with(world.url()));
  const Answer answer = world.call("GET", link.substr(world.url().size()), {});
  INFO(answer.text);
  REQUIRE(answer.status == 303);
  return answer.header("location");
}

std::string fragment_of(const std::string& url, const std::string& name) {
  const std::size_t hash = url.find('#');
  if (hash == std::string::npos) return "";
  const auto fields = parse_form(url.substr(hash + 1)).value();
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second;
}

Answer ask_for_code(World& world, const std::string& email, const Json& more) {
  Json body = {{"email", email}};
  body.update(more);
  return gotrue_call(world, {}, "POST", "/otp", body);
}

Answer verify_code(World& world, const std::string& email, const std::string& code,
                   const std::string& type) {
  return gotrue_call(world, {}, "POST", "/verify",
                     {{"email", email}, {"token", code}, {"type", type}});
}

Answer verify_token(World& world, const std::string& token_hash, const std::string& type) {
  return gotrue_call(world, {}, "POST", "/verify", {{"token_hash", token_hash}, {"type", type}});
}

std::string wrong_code(const std::string& code) {
  std::string wrong = code;
  wrong.back() = wrong.back() == '9' ? '0' : static_cast<char>(wrong.back() + 1);
  return wrong;
}

}  // namespace hufu::mock::test
