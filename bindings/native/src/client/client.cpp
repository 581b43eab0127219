#include <hufu/native/client.h>

#include <exception>
#include <string>

#include "client/driver.h"
#include "client/fetching.h"
#include "system/clock.h"

namespace hufu::native {
namespace {

Error fault(const char* sentence) { return Error{Errc::host_fault, sentence, 0, 0}; }

/// Runs `body`; an exception becomes an error.
template <class Body>
auto guarded(Body body) noexcept -> decltype(body()) {
  try {
    return body();
  } catch (const std::exception& exception) {
    return fault(exception.what());
  } catch (...) {
    return fault("an unknown exception");
  }
}

Error on_network_thread() {
  return Error{Errc::invalid_argument,
               "a sink or body stream of begin_fetch called a method that waits: it would wait for "
               "itself",
               0, 0};
}

Error requests_go_elsewhere() {
  return Error{Errc::invalid_argument, "requests are sent by fetch or begin_fetch", 0, 0};
}

Error closed() { return Error{Errc::cancelled, "the client is closed", 0, 0}; }

/// `done` itself, or what has it called in its turn.
template <class Value>
std::function<void(Value)> delivery(Driver* driver, std::function<void(Value)> done,
                                    Deliver deliver) {
  if (deliver == Deliver::at_once) return done;
  return [driver, done = std::move(done)](Value value) mutable {
    driver->post_callback(
        [done = std::move(done), value = std::move(value)]() mutable { done(std::move(value)); });
  };
}

constexpr Millis kAskEveryMs = 100;

/// Asks whether a request is still wanted, for as long as its loop runs.
class WantedCheck {
 public:
  WantedCheck(Driver& driver, NetworkLoop& loop, std::function<bool()> is_wanted)
      : driver_(driver), loop_(loop), is_wanted_(std::move(is_wanted)) {}
  WantedCheck(const WantedCheck&) = delete;
  WantedCheck& operator=(const WantedCheck&) = delete;
  ~WantedCheck() {
    if (timer_) loop_.cancel(*timer_);
  }

  void start(OperationId operation) {
    if (!is_wanted_) return;
    timer_ = loop_.after(kAskEveryMs, [this, operation] {
      timer_.reset();
      if (is_wanted_()) {
        start(operation);
      } else {
        driver_.cancel(operation, Errc::cancelled);
      }
    });
  }

 private:
  Driver& driver_;
  NetworkLoop& loop_;
  const std::function<bool()> is_wanted_;
  std::optional<NetworkLoop::TimerId> timer_;
};

}  // namespace

Result<std::unique_ptr<Client>> Client::open(Config config, Host host) {
  return guarded([&]() -> Result<std::unique_ptr<Client>> {
    Result<Authorities> authorities = authorities_of(host.ca_file);
    if (!authorities) return authorities.error();
    TransportOptions transport;
    transport.authorities = *std::move(authorities);
    transport.user_agent = "hufu/" + std::string(version());
    Result<std::shared_ptr<Driver>> driver =
        Driver::open(std::move(config), std::move(host), std::move(transport));
    if (!driver) return driver.error();
    return std::unique_ptr<Client>(new Client(std::move(*driver)));
  });
}

Client::Client(std::shared_ptr<Driver> driver) : driver_(std::move(driver)) {}

Client::~Client() { close(); }

// A callback may let the client go before the method that led to it has returned, so methods that
// begin something keep the driver.

Result<FetchResponse> Client::fetch(FetchRequest request) {
  return guarded([&, driver = driver_]() -> Result<FetchResponse> {
    if (driver->io().is_here()) return on_network_thread();
    const auto result = std::make_shared<std::optional<Result<FetchResponse>>>();
    std::shared_ptr<NetworkLoop> loop = driver->loops().borrow();
    {
      WantedCheck check(*driver, *loop, std::move(request.is_wanted));
      const auto fetching = std::make_shared<Fetching>(
          driver, loop, std::move(request),
          [result](Result<FetchResponse> response) { result->emplace(std::move(response)); });
      loop->run([&] { check.start(fetching->start()); }, [&] { return result->has_value(); });
    }
    driver->loops().give_back(std::move(loop));
    return std::move(**result);
  });
}

OperationId Client::begin(const Operation& operation, std::function<void(Result<Outcome>)> done,
                          Deliver deliver) {
  return start(operation, delivery(driver_.get(), std::move(done), deliver));
}

OperationId Client::start(const Operation& operation,
                          const std::function<void(Result<Outcome>)>& done) {
  try {
    if (std::holds_alternative<Fetch>(operation)) {
      done(requests_go_elsewhere());
      return OperationId{};
    }
    const auto waiter = std::make_shared<Callback>(done);
    const std::shared_ptr<Driver> driver = driver_;
    const OperationId begun = driver->begin(operation, waiter);
    if (begun == OperationId{}) done(closed());
    return begun;
  } catch (const std::exception& exception) {
    done(fault(exception.what()));
    return OperationId{};
  }
}

OperationId Client::begin_fetch(FetchRequest request,
                                std::function<void(Result<FetchResponse>)> done, Deliver deliver) {
  const auto deliver_end = delivery(driver_.get(), std::move(done), deliver);
  try {
    const auto fetching =
        std::make_shared<Fetching>(driver_, driver_->io().loop(), std::move(request), deliver_end);
    return fetching->start();
  } catch (const std::exception& exception) {
    deliver_end(fault(exception.what()));
    return OperationId{};
  }
}

std::unique_ptr<Exchange> Client::begin_exchange(Fetch request) {
  return std::make_unique<Exchange>(driver_, std::move(request));
}

bool Client::cancel(OperationId operation) {
  const std::shared_ptr<Driver> driver = driver_;
  return driver->cancel(operation, Errc::cancelled);
}

SignedHeaders Client::authorize(std::string_view url) const noexcept {
  std::shared_ptr<const Signer> signer = driver_->signers().current();
  const Authorization found = signer->authorize(url, uptime());
  return SignedHeaders(found, std::move(signer));
}

SessionState Client::state() const { return driver_->state(); }

int Client::descriptor() const { return driver_->io().descriptor(); }

void Client::turn() {
  const std::shared_ptr<Driver> driver = driver_;
  driver->io().turn();
}

std::uint32_t Client::on_event(std::function<void(const Event&)> listener) {
  return driver_->listeners().add(std::move(listener));
}

void Client::off_event(std::uint32_t listener) { driver_->listeners().remove(listener); }

void Client::close() { driver_->close(); }

Result<Outcome> Client::wait_for(const Operation& operation, const std::stop_token& stop) {
  return guarded([&, driver = driver_]() -> Result<Outcome> {
    if (driver->io().is_here()) return on_network_thread();
    if (std::holds_alternative<Fetch>(operation)) return requests_go_elsewhere();
    if (stop.stop_requested()) return Errc::cancelled;
    const auto caller = std::make_shared<BlockedCaller>();
    const OperationId begun = driver->begin(operation, caller);
    if (begun == OperationId{}) return closed();
    const std::stop_callback cancel_it(stop, [&] { driver->cancel(begun, Errc::cancelled); });
    return caller->wait();
  });
}

}  // namespace hufu::native
