// Who asks, where a proxy stands before us.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <string>
#include <vector>

#include "http/message.h"

namespace hufu::mock {

class TrustedProxies {
 public:
  /// Networks like 10.0.0.0/8, or single addresses. Throws `ConfigError` for what is neither.
  explicit TrustedProxies(const std::vector<std::string>& networks);

  /// The address of the client: the peer's, or, if that is one of the proxies, the last one in
  /// X-Forwarded-For that is none. What stands further to the left anybody may have written.
  std::string client_of(const std::string& peer, const Headers& headers) const;

 private:
  bool is_one(const boost::asio::ip::address& address) const;

  std::vector<boost::asio::ip::network_v4> v4_;
  std::vector<boost::asio::ip::network_v6> v6_;
};

}  // namespace hufu::mock
