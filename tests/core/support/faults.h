// The transient faults of check C3: what a host or a server may answer without ending a session.
#pragma once

#include <string>
#include <vector>

#include "world.h"

namespace hufu::test {

struct Fault {
  std::string name;
  Answer answer;
  Errc meaning;
};

inline Answer html(int status) {
  return HttpAnswer{status, {{"Content-Type", "text/html"}}, "<html>Sign in to the Wi-Fi</html>"};
}

inline std::vector<Fault> transient_faults() {
  const std::string grant = R"({"token":"A9","refreshToken":"R9","expiresIn":900})";
  std::vector<Fault> faults = {
      {"DNS", FailedAnswer{Errc::network, "could not resolve"}, Errc::network},
      {"refused", FailedAnswer{Errc::network, "connection refused"}, Errc::network},
      {"RST", FailedAnswer{Errc::network, "connection reset"}, Errc::network},
      {"TLS bad certificate", FailedAnswer{Errc::tls, "self-signed"}, Errc::tls},
      {"TLS expired", FailedAnswer{Errc::tls, "expired"}, Errc::tls},
      {"TLS wrong host", FailedAnswer{Errc::tls, "wrong host"}, Errc::tls},
      {"timeout", FailedAnswer{Errc::timeout, ""}, Errc::timeout},
      {"oversized, stopped by the host", FailedAnswer{Errc::malformed_reply, ""},
       Errc::malformed_reply},
      {"oversized, let through by the host",
       json_answer(200, R"({"token":"A9","refreshToken":"R9","expiresIn":900,"x":")" +
                            std::string(1 << 20, 'x') + R"("})"),
       Errc::malformed_reply},
      {"408", html(408), Errc::timeout},
      {"425", html(425), Errc::server_unavailable},
      {"429", html(429), Errc::rate_limited},
      {"429 JSON", json_answer(429, R"({"error":"over_request_rate_limit"})"), Errc::rate_limited},
      {"403 HTML", html(403), Errc::malformed_reply},
      {"400 HTML", html(400), Errc::malformed_reply},
      {"404 HTML", html(404), Errc::unsupported},
      {"405 HTML", html(405), Errc::unsupported},
      {"407", html(407), Errc::network},
      {"200 HTML", html(200), Errc::malformed_reply},
      {"200 {}", json_answer(200, "{}"), Errc::malformed_reply},
      {"200 []", json_answer(200, "[]"), Errc::malformed_reply},
      {"200 without a body", json_answer(200, ""), Errc::malformed_reply},
      {"200 without a token", json_answer(200, R"({"refreshToken":"R9","expiresIn":900})"),
       Errc::malformed_reply},
      {"200 with a token that would split a header",
       json_answer(200, R"({"token":"A9\r\nX: y","refreshToken":"R9","expiresIn":900})"),
       Errc::malformed_reply},
      {"204", HttpAnswer{204, {}, ""}, Errc::malformed_reply},
      {"301", HttpAnswer{301, {{"Location", "https://evil.example/"}}, ""}, Errc::malformed_reply},
      {"302", HttpAnswer{302, {{"Location", "https://evil.example/"}}, ""}, Errc::malformed_reply},
      {"terminal code, truncated", json_answer(400, R"({"error":"invalid_grant")"),
       Errc::malformed_reply},
      {"terminal code, as HTML",
       HttpAnswer{400, {{"Content-Type", "text/html"}}, R"({"error":"invalid_grant"})"},
       Errc::refused},
      {"terminal code, with 200", json_answer(200, R"({"error":"invalid_grant"})"),
       Errc::malformed_reply},
      {"terminal code, twice",
       json_answer(400, R"({"error":"invalid_grant","error":"session_not_found"})"), Errc::refused},
      {"terminal code, beside a broken character",
       json_answer(400, "{\"error\":\"invalid_grant\",\"message\":\"\xff\"}"), Errc::refused},
      {"terminal code, not a text", json_answer(400, R"({"error":["invalid_grant"]})"),
       Errc::refused},
      {"a code of tomorrow", json_answer(400, R"({"error":"something_new"})"), Errc::refused},
      {"a refusal in words", json_answer(400, R"({"error":"It did not work"})"), Errc::refused},
      {"invalid_client", json_answer(400, R"({"error":"invalid_client"})"), Errc::invalid_argument},
      {"unauthorized_client", json_answer(400, R"({"error":"unauthorized_client"})"),
       Errc::invalid_argument},
      {"unsupported_grant_type", json_answer(400, R"({"error":"unsupported_grant_type"})"),
       Errc::unsupported},
      {"terminal code, with 503", json_answer(503, R"({"error":"invalid_grant"})"),
       Errc::server_unavailable},
      {"status 0", HttpAnswer{0, {}, ""}, Errc::malformed_reply},
      {"status 101", HttpAnswer{101, {}, ""}, Errc::malformed_reply},
  };
  for (const int status : {500, 501, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 599}) {
    faults.push_back({std::to_string(status), html(status), Errc::server_unavailable});
  }
  for (std::size_t cut = 0; cut < grant.size(); ++cut) {
    faults.push_back({"truncated after " + std::to_string(cut),
                      json_answer(200, grant.substr(0, cut)), Errc::malformed_reply});
  }
  return faults;
}

}  // namespace hufu::test
