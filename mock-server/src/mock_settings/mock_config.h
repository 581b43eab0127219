// The settings of the mock server, from flags, a file and the environment names of the documents.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "settings/config.h"
#include "settings/oddities.h"

namespace hufu::mock {

/// How the GoTrue surface says that a token request is refused.
enum class GotrueErrors {
  /// By code, in the shape that X-Supabase-Api-Version asks for.
  current,
  /// `{"error":"invalid_grant","error_description":…}`, as servers of 2023 and before.
  oauth,
};

/// What the backend needs, with the ids and secrets of the fakes in place of somebody's own, and
/// what only this server has: fakes, control and the surfaces of other systems.
struct MockConfig : Config {
  MockConfig();

  bool control = false;
  /// Ends once nobody holds the other end of standard input: with whoever started it, however that
  /// ended.
  bool exit_with_stdin = false;
  /// Every exchange is written there, secrets masked; empty: nowhere.
  std::string record_file;
  /// Fakes may be reached from elsewhere: whoever started the program knows what that means.
  bool knows_fakes_are_open = false;
  Oddities oddities;
  /// The unified surface answers as the article behind it does: tokens of 30 days, no refresh
  /// token, binding in one step. Only to try old clients against.
  bool as_the_article = false;

  /// Pages of open.weixin.qq.com: the fake's with a fake WeChat.
  std::string wechat_open_url;
  std::string supabase_anon_key;
  /// Of the application's own servers, beside tokens of ours with their role; empty: only those.
  std::string supabase_service_role_key;
  /// Whose tokens these are; empty takes every well-formed application id.
  std::string authing_app_id;
  /// The identifier of Authing's WeChat connection; empty takes every well-formed one.
  std::string authing_connection;

  /// GoTrue: where else than to `site_url` browsers may go. The port of loopback addresses is free.
  std::vector<std::string> redirect_urls = {
      "http://localhost:3000/private", "http://localhost:3000/auth/callback",
      "http://127.0.0.1:3000/private", "http://127.0.0.1:3000/auth/callback"};
  GotrueErrors gotrue_errors = GotrueErrors::current;
  std::chrono::seconds sign_in_flow_life{300};

  bool wechat_is_fake() const { return wechat_base_url == own_url + "/wechat"; }
  bool clerk_is_fake() const { return clerk_issuer == own_url + "/clerk"; }
};

/// Upstreams that nobody named are the fakes in this process: own_url + "/wechat" and "/clerk".
/// Call once `own_url` is known; `complete` is part of it.
void point_upstreams_home(MockConfig& config);

/// Reads flags over file over environment. Throws `ConfigError`.
MockConfig read_config(int argc, const char* const* argv);

}  // namespace hufu::mock
