// Performs single calls of the SDK on a loop of the test's own thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <strings.h>

#include <hufu/effects.h>

#include "transport/curl_library.h"
#include "transport/network_loop.h"
#include "transport/whole_answer.h"

namespace hufu::test {

/// An answer, or the failure in its place.
struct Called {
  int status = 0;
  std::vector<Header> headers;
  std::string body;
  std::optional<Errc> failure;
  std::string detail;

  std::string header(const std::string& name) const {
    for (const Header& header : headers) {
      if (::strcasecmp(header.name.c_str(), name.c_str()) == 0) return header.value;
    }
    return {};
  }
};

struct Caller {
  native::TransportOptions options;
  Result<Nothing> prepared = native::prepare_curl();
  native::NetworkLoop loop;

  Called send(HttpEffect effect) {
    return run([&](native::WholeAnswer::Done done) {
      return native::WholeAnswer::of(std::move(effect), options, std::move(done));
    });
  }
  Called get(const std::string& url, std::vector<Header> headers = {}) {
    return send({"test", "GET", url, std::move(headers), Secret()});
  }
  Called post(const std::string& url, Secret body, std::vector<Header> headers = {}) {
    return send({"test", "POST", url, std::move(headers), std::move(body)});
  }
  Called upload(const std::string& url, const std::string& file, std::vector<Header> headers) {
    return run([&](native::WholeAnswer::Done done) {
      return native::WholeAnswer::of(UploadEffect{url, file, std::move(headers)}, options,
                                     std::move(done));
    });
  }

 private:
  using MakeTransfer =
      std::function<std::shared_ptr<native::Transfer>(native::WholeAnswer::Done done)>;

  Called run(const MakeTransfer& make) {
    std::optional<Answer> answer;
    loop.run([&] { loop.add(make([&](Answer came) { answer = std::move(came); })); },
             [&] { return answer.has_value(); });
    if (const FailedAnswer* failed = std::get_if<FailedAnswer>(&*answer)) {
      return {0, {}, {}, failed->code, failed->detail};
    }
    HttpAnswer& whole = std::get<HttpAnswer>(*answer);
    return {whole.status, std::move(whole.headers), std::move(whole.body), std::nullopt, {}};
  }
};

}  // namespace hufu::test
