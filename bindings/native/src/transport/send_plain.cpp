#include <hufu/native/plain_request.h>

#include <hufu/core.h>

#include <exception>
#include <optional>
#include <utility>

#include "transport/network_loop.h"
#include "transport/whole_answer.h"

namespace hufu::native {
namespace {

Answer answer_to(const PlainRequest& request, const Authorities& authorities) {
  TransportOptions options;
  options.authorities = authorities;
  options.user_agent = "hufu/" + std::string(version());
  options.limits.total_ms = request.timeout_ms;
  HttpEffect effect;
  effect.method = request.method;
  effect.url = request.url;
  effect.headers = request.headers;
  effect.body = Secret(request.body);

  std::optional<Answer> answer;
  NetworkLoop loop;
  loop.run(
      [&] {
        loop.add(WholeAnswer::of(std::move(effect), options,
                                 [&](Answer came) { answer = std::move(came); }));
      },
      [&] { return answer.has_value(); });
  return std::move(*answer);
}

}  // namespace

Result<FetchResponse> send_plain(const PlainRequest& request) noexcept {
  try {
    const Result<Authorities> authorities = authorities_of(request.ca_file);
    if (!authorities) return authorities.error();
    Answer answer = answer_to(request, *authorities);
    if (FailedAnswer* failed = std::get_if<FailedAnswer>(&answer)) {
      return Error{failed->code, std::move(failed->detail), 0, 0};
    }
    HttpAnswer& whole = std::get<HttpAnswer>(answer);
    return FetchResponse{whole.status, std::move(whole.headers), std::move(whole.body)};
  } catch (const std::exception& exception) {
    return Error{Errc::host_fault, exception.what(), 0, 0};
  }
}

}  // namespace hufu::native
