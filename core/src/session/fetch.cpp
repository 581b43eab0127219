// The application's own request: signed, and sent once more after a 401.
#include <algorithm>
#include <utility>

#include "session/session.h"
#include "text/ascii.h"
#include "text/headers.h"
#include "text/url.h"

namespace hufu::session {
namespace {

constexpr int kMostRedirects = 10;

// CGI and WSGI servers read `X_Platform` as `X-Platform`.
bool is_reserved(std::string_view name) {
  std::string plain(name);
  std::replace(plain.begin(), plain.end(), '_', '-');
  return text::equals_ignoring_case(plain, "authorization") ||
         text::equals_ignoring_case(plain, "x-platform") ||
         text::equals_ignoring_case(plain, "dpop") || text::equals_ignoring_case(plain, "host");
}

ForwardEffect forward_of(const Fetch& request, OperationId operation, std::vector<Header> signing) {
  ForwardEffect effect{operation, request.method, request.url, std::move(signing)};
  for (const Header& header : request.headers) {
    if (!is_reserved(header.name)) effect.headers.push_back(header);
  }
  return effect;
}

// Methods that a redirect leaves as they are, and whose body can be sent again (RFC 9110, 15.4).
bool follows(const Fetch& request, int status) {
  const bool safe = request.method == "GET" || request.method == "HEAD";
  if (status == 307 || status == 308) return safe || request.replayable;
  return safe && (status == 301 || status == 302 || status == 303);
}

}  // namespace

Task<FetchReply> Session::perform(Fetch request, OperationId operation) {
  for (const Header& header : request.headers) {
    if (!text::is_clean_header(header)) {
      co_return Error{Errc::invalid_argument, "a header with a forbidden character", 0, 0};
    }
  }
  if (!text::is_clean_header({request.method, {}})) {
    co_return Error{Errc::invalid_argument, "method", 0, 0};
  }
  if (!signer_->allows(request.url)) co_return Errc::origin_refused;

  Secret token = co_await token_for_request();
  bool renewed = false;
  for (int redirects = 0; redirects <= kMostRedirects;) {
    ForwardEffect effect = forward_of(request, operation, signed_headers(token));
    ForwardAnswer answer = co_await host_.forward(std::move(effect));
    if (answer.status == 401 && !renewed && request.replayable) {
      token = co_await token_instead_of(std::move(token));
      renewed = true;
      continue;
    }
    if (answer.status == 401 && !renewed) refuse(token);  // the next call renews it
    // A redirect that leaves the configured origins is the application's to judge, tokenless.
    const auto here = text::split_url(request.url);
    const std::string_view location = text::find_header(answer.headers, "location");
    std::string target = text::resolve_reference(*here, location);
    const auto there = text::split_url(target);
    const bool stays = there && text::same_origin(*here, *there);
    if (!stays || !follows(request, answer.status)) {
      co_return FetchReply{answer.status, std::move(answer.headers)};
    }
    request.url = std::move(target);
    ++redirects;
  }
  co_return Error{Errc::refused, "too many redirects", 0, 0};
}

}  // namespace hufu::session
