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

bool is_private_url(const std::string& url) {
  if (url.find('@') != std::string::npos) return false;
  if (url.starts_with("https://")) return url.size() > 8;
  if (!url.starts_with("http://")) return false;
  const std::string authority = url.substr(7, url.find('/', 7) - 7);
  const std::size_t end = authority.starts_with('[') ? authority.find(']') : authority.find(':');
  const std::size_t begin = authority.starts_with('[') ? 1 : 0;
  return is_loopback_host(authority.substr(begin, end == std::string::npos ? end : end - begin));
}

}  // namespace hufu::mock
