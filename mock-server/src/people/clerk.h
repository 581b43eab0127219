// Clerk as the backend uses it: believe its session tokens, look up who they are about.
#pragma once

#include <hufu/server/proof.h>

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "http/client.h"
#include "people/signal.h"
#include "settings/config.h"

namespace hufu::mock {

struct ClerkToken {
  std::string subject;
  std::string session_id;
  /// When Clerk made it, in whole seconds; 0 if the token does not say.
  WallMs issued_ms = 0;
  /// When the person last proved who they are, from `fva`; 0 if the token does not say.
  WallMs authenticated_ms = 0;
};

struct ClerkProfile {
  std::string name;
  std::string email;
  std::string picture_url;
};

class ClerkApi {
 public:
  ClerkApi(const Config& config, HttpClient& http, const Clock& clock,
           boost::asio::io_context& network);

  /// Nothing if the token is not to be believed. Throws HttpError `unavailable` when Clerk's keys
  /// cannot be had.
  boost::asio::awaitable<std::optional<ClerkToken>> verify(std::string token);
  /// The token has no name and no e-mail. Throws HttpError or UpstreamFailure.
  boost::asio::awaitable<ClerkProfile> look_up(std::string subject);
  /// As if Clerk had never been asked: for a reset, after which its keys and the clock are others.
  void forget() {
    keys_ = server::KeySet();
    fetched_ms_.reset();
    asked_ms_.reset();
  }

 private:
  boost::asio::awaitable<void> fetch_keys();
  boost::asio::awaitable<void> fetch_keys_once_for_all();
  boost::asio::awaitable<void> keep_keys_fresh();
  bool may_ask_again() const;
  std::variant<server::Proof, server::Refusal> prove(const std::string& token) const;

  const Config& config_;
  HttpClient& http_;
  const Clock& clock_;
  /// Clerk's session tokens, and those of a template for an audience of ours.
  const std::vector<server::Issuer> issuers_;
  server::KeySet keys_;
  /// When the keys came, and when they were last asked for, with or without success.
  std::optional<WallMs> fetched_ms_;
  std::optional<WallMs> asked_ms_;
  bool fetching_ = false;
  Signal fetch_ended_;
};

}  // namespace hufu::mock
