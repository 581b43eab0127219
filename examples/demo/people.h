// The people of the stories, each with a client of their own: what an application would hold.
#pragma once

#include <hufu/native/client.h>

#include <functional>
#include <memory>
#include <string>

#include "control.h"
#include "shown.h"

namespace demo {

using ClientPtr = std::unique_ptr<hufu::native::Client>;

/// Unified: a client that signs in with codes of `wx.login`, as a mini-program does.
ClientPtr open_mini_program(const std::string& server, Control& control,
                            const std::string& wechat_person);

/// Unified: a client that borrows the session which Clerk has on a page.
ClientPtr open_web_page(const std::string& server, Control& control, const std::string& clerk_user);

/// Unified: a page where nobody is signed in; what it shows to people goes into `shown`, which has
/// to outlive it.
ClientPtr open_screen(const std::string& server, Shown& shown);

/// GoTrue: a page. `open_url` gets the addresses that the person's browser is to open.
ClientPtr open_gotrue_page(const std::string& server,
                           std::function<void(const std::string& url)> open_url = {});

/// GoTrue with MemFire's calls for mini-programs.
ClientPtr open_gotrue_mini_program(const std::string& server, Control& control,
                                   const std::string& wechat_person);

/// The hapi document's backend: beside each code it wants what WeChat has encrypted.
ClientPtr open_wx_login(const std::string& server, Control& control,
                        const std::string& wechat_person);

/// The mini-login document's backend.
ClientPtr open_mini_login(const std::string& server, Control& control,
                          const std::string& wechat_person);

/// Authing; the session is kept in `store`, over restarts.
ClientPtr open_authing(const std::string& server, Control& control,
                       const std::string& wechat_person,
                       std::shared_ptr<hufu::native::Store> store = nullptr);

}  // namespace demo
