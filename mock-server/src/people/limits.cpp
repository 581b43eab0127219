// How often codes may be made and guessed.
#include "people/limits.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/address_v6.hpp>

#include "crypto/encoding.h"
#include "store/attempts.h"

namespace hufu::mock {
namespace {

constexpr WallMs kMinute = 60'000;
constexpr WallMs kDay = 24 * 60 * kMinute;

const Limit kIssues = {"issue", 10, 60 * kMinute};
const Limit kAccountSoon = {"redeem-account", 5, 10 * kMinute};
const Limit kAccountDay = {"redeem-account", 20, kDay};
const Limit kAddress = {"redeem-address", 30, 5 * kMinute};
const Limit kDeviceStarts = {"device-start", 60, 5 * kMinute};
const Limit kTickets = {"web-view-ticket", 60, 5 * kMinute};
const Limit kBadTickets = {"bad-ticket", 60, 5 * kMinute};
const Limit kEverybody = {"redeem-all", 1000, 5 * kMinute};

}  // namespace

WallMs wait_before_issue_ms(Transaction& transaction, const std::string& user_id) {
  return wait_for_attempt_ms(transaction, kIssues, user_id);
}

void count_issue(Transaction& transaction, const std::string& user_id) {
  count_attempt(transaction, kIssues.kind, user_id);
}

WallMs wait_before_redeem_ms(Transaction& transaction, const std::string& user_id,
                             const std::string& address, bool by_qr) {
  WallMs wait_ms = wait_for_attempt_ms(transaction, kAccountSoon, user_id);
  wait_ms = std::max(wait_ms, wait_for_attempt_ms(transaction, kAccountDay, user_id));
  wait_ms = std::max(wait_ms, wait_for_attempt_ms(transaction, kAddress, limited_address(address)));
  if (!by_qr) wait_ms = std::max(wait_ms, wait_for_attempt_ms(transaction, kEverybody, ""));
  return wait_ms;
}

void count_failed_redeem(Transaction& transaction, const std::string& user_id,
                         const std::string& address) {
  count_attempt(transaction, kAccountSoon.kind, user_id);
  count_attempt(transaction, kAddress.kind, limited_address(address));
  count_attempt(transaction, kEverybody.kind, "");
}

WallMs wait_before_device_start_ms(Transaction& transaction, const std::string& address) {
  return wait_for_attempt_ms(transaction, kDeviceStarts, limited_address(address));
}

void count_device_start(Transaction& transaction, const std::string& address) {
  count_attempt(transaction, kDeviceStarts.kind, limited_address(address));
}

WallMs wait_before_ticket_ms(Transaction& transaction, const std::string& session_id) {
  return wait_for_attempt_ms(transaction, kTickets, session_id);
}

void count_ticket(Transaction& transaction, const std::string& session_id) {
  count_attempt(transaction, kTickets.kind, session_id);
}

WallMs wait_after_bad_tickets_ms(Transaction& transaction, const std::string& address) {
  return wait_for_attempt_ms(transaction, kBadTickets, limited_address(address));
}

void count_bad_ticket(Transaction& transaction, const std::string& address) {
  count_attempt(transaction, kBadTickets.kind, limited_address(address));
}

std::string limited_address(const std::string& address) {
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(address, error);
  if (error || !parsed.is_v6()) return address;
  if (parsed.to_v6().is_v4_mapped())
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, parsed.to_v6()).to_string();
  const auto bytes = parsed.to_v6().to_bytes();
  return encode_hex(std::string_view(reinterpret_cast<const char*>(bytes.data()), 8)) + "/64";
}

std::string coarse_place(const std::string& address) {
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(address, error);
  if (error) return "";
  if (parsed.is_v6()) return limited_address(address).substr(0, 8) + "::";
  const auto bytes = parsed.to_v4().to_bytes();
  return std::to_string(bytes[0]) + "." + std::to_string(bytes[1]) + ".x.x";
}

int retry_after_seconds(WallMs wait_ms) { return static_cast<int>((wait_ms + 999) / 1000); }

}  // namespace hufu::mock
