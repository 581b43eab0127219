// Addresses of this machine alone.
#include "settings/loopback.h"

#include <boost/asio/ip/address.hpp>

namespace hufu::mock {

bool is_loopback_address(const std::string& text) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(text, error);
  if (error) return false;
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6())
        .is_loopback();
  return address.is_loopback();
}

bool is_loopback_host(const std::string& host) {
  return host == "localhost" || is_loopback_address(host);
}

}  // namespace hufu::mock
