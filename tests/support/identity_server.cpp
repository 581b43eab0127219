#include "identity_server.h"

#include <thread>
#include <utility>

namespace hufu::test {
namespace {

constexpr std::string_view kJson = "Content-Type: application/json\r\n";

}  // namespace

IdentityServer::IdentityServer(Application application)
    : application_(std::move(application)), server_([this](Connection& c) { serve(c); }) {}

void IdentityServer::serve(Connection& connection) {
  while (const std::optional<ServedRequest> request = connection.read_request()) {
    if (request->target == "/api/wechat/login") {
      ++sign_ins_;
      grant(connection);
    } else if (request->target == "/api/auth/refresh") {
      ++renewals_;
      std::this_thread::sleep_for(std::chrono::milliseconds(renewal_delay_ms_.load()));
      if (const int status = refused_with_.load(); status != 0) {
        connection.answer(status, R"({"error":"server_unavailable"})", kJson);
      } else {
        grant(connection);
      }
    } else if (request->target.starts_with("/api/auth/logout")) {
      ++sign_outs_;
      connection.answer(200, "{}", kJson);
    } else if (application_) {
      application_(connection, *request, generation_.load());
    } else {
      connection.answer(200, request->header("authorization"));
    }
  }
}

void IdentityServer::grant(Connection& connection) {
  const std::string number = std::to_string(++generation_);
  connection.answer(200,
                    R"({"token":"access-)" + number + R"(","refreshToken":"refresh-)" + number +
                        R"(","expiresIn":)" + std::to_string(lifetime_s_.load()) +
                        R"(,"user":{"id":"u1","nickname":"Ming","avatarUrl":""}})",
                    kJson);
}

}  // namespace hufu::test
