// Who asks, where a proxy stands before us.
#include "http/trusted_proxies.h"

#include <algorithm>
#include <optional>

#include "settings/config.h"

namespace hufu::mock {
namespace {

namespace ip = boost::asio::ip;

// As one address has one spelling: 127.0.0.1 also where IPv6 maps it.
std::optional<ip::address> read_address(const std::string& text) {
  boost::system::error_code error;
  const ip::address address = ip::make_address(text, error);
  if (error) return std::nullopt;
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  return address;
}

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

// "203.0.113.7:4711" and "[2001:db8::7]:4711" are written, too.
std::string without_port(const std::string& entry) {
  if (entry.starts_with('[')) return entry.substr(1, entry.find(']') - 1);
  const bool is_v4_with_port = std::ranges::count(entry, ':') == 1;
  return is_v4_with_port ? entry.substr(0, entry.find(':')) : entry;
}

std::vector<std::string> forwarded_for(const Headers& headers) {
  std::vector<std::string> entries;
  for (const auto& [name, value] : headers.all()) {
    Headers one;
    one.add(name, value);
    if (!one.find("X-Forwarded-For")) continue;
    for (std::size_t begin = 0; begin <= value.size();) {
      const std::size_t end = std::min(value.find(',', begin), value.size());
      entries.push_back(trimmed(std::string_view(value).substr(begin, end - begin)));
      begin = end + 1;
    }
  }
  return entries;
}

}  // namespace

TrustedProxies::TrustedProxies(const std::vector<std::string>& networks) {
  for (const std::string& text : networks) {
    boost::system::error_code error;
    const bool is_network = text.find('/') != std::string::npos;
    const bool is_v6 = text.find(':') != std::string::npos;
    if (is_v6) {
      v6_.push_back(ip::make_network_v6(is_network ? text : text + "/128", error));
    } else {
      v4_.push_back(ip::make_network_v4(is_network ? text : text + "/32", error));
    }
    if (error)
      throw ConfigError{"--trusted-proxy takes an address or a network like 10.0.0.0/8, not " +
                        text};
  }
}

bool TrustedProxies::is_one(const ip::address& address) const {
  if (address.is_v4()) {
    return std::ranges::any_of(v4_, [&](const ip::network_v4& network) {
      return ip::network_v4(address.to_v4(), network.prefix_length()).canonical() ==
             network.canonical();
    });
  }
  return std::ranges::any_of(v6_, [&](const ip::network_v6& network) {
    return ip::network_v6(address.to_v6(), network.prefix_length()).canonical() ==
           network.canonical();
  });
}

std::string TrustedProxies::client_of(const std::string& peer, const Headers& headers) const {
  if (v4_.empty() && v6_.empty()) return peer;
  std::optional<ip::address> client = read_address(peer);
  if (!client) return peer;
  std::vector<std::string> entries = forwarded_for(headers);
  while (is_one(*client) && !entries.empty()) {
    const std::optional<ip::address> before = read_address(without_port(entries.back()));
    if (!before) break;
    client = before;
    entries.pop_back();
  }
  return client->to_string();
}

}  // namespace hufu::mock
