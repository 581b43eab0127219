// Addresses of this machine alone.
#pragma once

#include <string>

namespace hufu::mock {

/// An address literal of 127.0.0.0/8, ::1, or the former as IPv6 maps it. No name:
/// "127.0.0.1.example" is anybody's, and resolves to whatever its owner likes.
bool is_loopback_address(const std::string& text);
/// That, or "localhost", which browsers resolve by themselves (RFC 6761 section 6.3).
bool is_loopback_host(const std::string& host);
/// An address where nobody on the way reads along: https, or http of this machine, of which there
/// is no way. Without user information.
bool is_private_url(const std::string& url);

}  // namespace hufu::mock
