// The two halves of one person, each with a client of its own: what an application would hold.
#pragma once

#include <hufu/native/client.h>

#include <functional>
#include <memory>
#include <string>

#include "control.h"

namespace demo {

/// A client that signs in with codes of `wx.login`, as a mini-program does.
std::unique_ptr<hufu::native::Client> open_mini_program(const std::string& server, Control& control,
                                                        const std::string& wechat_person);

/// A client that borrows the session which Clerk has on a page.
std::unique_ptr<hufu::native::Client> open_web_page(const std::string& server, Control& control,
                                                    const std::string& clerk_user);

}  // namespace demo
