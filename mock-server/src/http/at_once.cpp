// Handlers that have their answer at once.
#include "http/at_once.h"

#include <memory>

namespace hufu::mock {
namespace {

using SharedHandler = std::shared_ptr<const PlainHandler>;

boost::asio::awaitable<Response> run(SharedHandler answer, Request request) {
  co_return (*answer)(request);
}

}  // namespace

Handler at_once(PlainHandler answer) {
  auto shared = std::make_shared<const PlainHandler>(std::move(answer));
  return [shared](Request request) { return run(shared, std::move(request)); };
}

}  // namespace hufu::mock
