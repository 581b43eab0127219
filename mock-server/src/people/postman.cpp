// Sends what is in the outbox, and again what did not arrive.
#include "people/postman.h"

#include <algorithm>
#include <array>

#include "base/log.h"
#include "http/client.h"
#include "people/backend.h"
#include "people/webhook.h"
#include "store/audit.h"
#include "store/database.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;

// Another server of the same database may have something to send.
constexpr std::chrono::seconds kBetweenLooks{5};
// Longer than any answer is waited for: who has not come back by then is dead.
constexpr WallMs kLeaseMs = 60'000;
constexpr WallMs kSecondMs = 1000;
constexpr WallMs kMinuteMs = 60 * kSecondMs;
constexpr WallMs kHourMs = 60 * kMinuteMs;
// As Standard Webhooks recommends it.
constexpr std::array kPauses = {5 * kSecondMs, 5 * kMinuteMs, 30 * kMinuteMs,
                                2 * kHourMs,   5 * kHourMs,   10 * kHourMs,
                                14 * kHourMs,  20 * kHourMs,  20 * kHourMs};
constexpr WallMs kGiveUpAfterMs = 72 * kHourMs;

asio::awaitable<bool> arrives(ServerContext& context, Letter letter) {
  try {
    OutgoingRequest request = signed_letter(context.config.webhook, letter);
    const Response response = co_await context.http.send(std::move(request));
    co_return response.status >= 200 && response.status < 300;
  } catch (const UpstreamFailure&) {
    co_return false;
  }
}

// False if it is given up.
bool settle(Transaction& transaction, const Letter& letter, bool has_arrived) {
  const std::optional<WallMs> due_ms = next_try_ms(letter, transaction.now_ms());
  const bool goes_on = !has_arrived && due_ms;
  if (goes_on)
    postpone_letter(transaction, letter, *due_ms);
  else
    remove_letter(transaction, letter);
  const bool is_given_up = !has_arrived && !due_ms;
  if (is_given_up) write_audit(transaction, "webhook_given_up", "", letter.id, "");
  return !is_given_up;
}

// False where nothing is due.
asio::awaitable<bool> deliver_one(ServerContext& context) {
  auto take = [](Transaction& transaction) { return take_letter(transaction, kLeaseMs); };
  const std::optional<Letter> letter = co_await context.database.run(std::move(take));
  if (!letter) co_return false;
  const bool has_arrived = co_await arrives(context, *letter);
  auto work = [letter, has_arrived](Transaction& transaction) {
    return settle(transaction, *letter, has_arrived);
  };
  const bool is_hoped_for = co_await context.database.run(std::move(work));
  if (!is_hoped_for)
    log_line("the webhook " + letter->id + " was not taken for three days, and is given up");
  co_return true;
}

}  // namespace

std::optional<WallMs> next_try_ms(const Letter& letter, WallMs now_ms) {
  const WallMs last_ms = letter.made_ms + kGiveUpAfterMs;
  if (now_ms >= last_ms) return std::nullopt;
  const auto index = static_cast<std::size_t>(letter.tries - 1);
  const WallMs pause_ms = kPauses[std::min(index, kPauses.size() - 1)];
  return std::min(now_ms + pause_ms, last_ms);
}

asio::awaitable<void> deliver_for_ever(ServerContext& context) {
  if (context.config.webhook.url.empty()) co_return;
  Mailbell& bell = context.backend->mail;
  for (;;) {
    const unsigned long rung = bell.count();
    bool was_due = false;
    try {
      was_due = co_await deliver_one(context);
    } catch (const std::exception&) {
      // The database is away or busy: another look comes soon.
    } catch (const DatabaseFailure&) {
    }
    if (!was_due) co_await bell.wait_unless_rung_since(rung, kBetweenLooks);
  }
}

}  // namespace hufu::mock
