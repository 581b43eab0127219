// What the calls of a mini-program's server have in common: the token, the body, and what its
// members may be.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "http/message.h"
#include "upstreams/wechat/world.h"

namespace hufu::mock::wechat {

/// The app that the access token in the query speaks for. Throws `Errcode`: 41001, 40001, 42001.
const App& asking_app(const World& world, const Request& request);
/// The object in it. Throws `Errcode`: 44002 where there is nothing, 47001 where it is none.
nlohmann::json body_of(const Request& request);

/// Digits, letters and !#$&'()*+,/:;=?@-._~
bool is_query_symbol(char symbol);
/// release, unless it is said. Throws the refusal for what is no version.
std::string env_version_in(const nlohmann::json& wish, const Errcode& refusal);

}  // namespace hufu::mock::wechat
