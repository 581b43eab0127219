// What opens the mini-program without asking WeChat: links of rules that its console has.
#pragma once

#include <string>

#include "settings/config.h"

namespace hufu::mock {

/// The server has the secret of the mini-program, so that WeChat draws codes and makes links for
/// it.
bool asks_wechat(const Config& config);
/// What the page that is opened reads the scene from, in all links and schemes.
std::string scene_query(const std::string& scene);
/// WeChat's scanner opens the mini-program for it, everybody else a page that says so. Empty where
/// no rule is set.
std::string ordinary_link(const Config& config, const std::string& scene);
/// Opens the mini-program from a browser. Empty where the page is not declared for it.
std::string plain_scheme(const Config& config, const std::string& scene);

}  // namespace hufu::mock
