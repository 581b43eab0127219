#include "replay.h"

#include <deque>
#include <memory>

#include "hufu.h"
#include "text/json.h"

namespace hufu::test {
namespace {

struct Close {
  void operator()(hufu_client* client) const { hufu_close(client); }
};

class Replay {
 public:
  explicit Replay(const Value& script)
      : script_(script),
        wall_ms_(script.find("now")->number_or("wall_ms", 0)),
        uptime_ms_(script.find("now")->number_or("uptime_ms", 0)) {
    open();
  }

  std::string run() {
    int number = 0;
    for (const Value& step : script_.find("steps")->items()) {
      const std::string where = "step " + std::to_string(number++) + ": ";
      if (!client_) return where + hufu_open_error();
      if (!step.find("expect") && !told_.empty()) return where + "before it " + told_.front();
      const std::string wrong = take(step);
      if (!wrong.empty()) return where + wrong;
    }
    return told_.empty() ? "" : "at the end " + told_.front();
  }

 private:
  void open() {
    const std::string config = json::dump(*script_.find("config")).to_std();
    client_.reset();
    client_.reset(hufu_open(config.data(), config.size()));
  }

  void drain() {
    while (const char* message = hufu_next(client_.get()))
      told_.emplace_back(message);
  }

  // Broken JSON stands in a script as a string.
  static std::string input(const Value& value) {
    return (value.is_string() ? value.text() : json::dump(value)).to_std();
  }

  static std::string compare(const std::string& wanted, const std::string& got) {
    return wanted == got ? "" : "wanted " + wanted + "\n   got " + got;
  }

  std::string take(const Value& step) {
    if (const Value* operation = step.find("begin")) return begin(operation->text().to_std(), step);
    if (const Value* message = step.find("expect")) return expect(*message);
    if (const Value* url = step.find("authorize")) return authorize(url->text().to_std(), step);
    if (step.find("state")) {
      return compare(std::string(step.text_or("state", "")), hufu_state(client_.get()));
    }
    if (const Value* answer = step.find("answer")) {
      const std::string text = input(*answer);
      hufu_resolve(client_.get(), static_cast<std::uint32_t>(step.number_or("to", 0)), text.data(),
                   text.size(), wall_ms_, uptime_ms_);
    } else if (step.find("cancel")) {
      hufu_cancel(client_.get(), static_cast<std::uint32_t>(step.number_or("cancel", 0)));
    } else if (step.find("wake")) {
      hufu_wake(client_.get(), wall_ms_, uptime_ms_);
    } else if (const Value* passed = step.find("pass")) {
      wall_ms_ += passed->number_or("wall_ms", 0);
      uptime_ms_ += passed->number_or("uptime_ms", 0);
    } else if (step.find("reopen")) {
      open();
    } else {
      return "unknown step";
    }
    if (client_) drain();
    return "";
  }

  std::string begin(const std::string& operation, const Value& step) {
    const std::string arguments = input(*step.find("arguments"));
    const std::uint32_t id = hufu_begin(client_.get(), operation.c_str(), arguments.data(),
                                        arguments.size(), wall_ms_, uptime_ms_);
    drain();
    const auto wanted = static_cast<std::uint32_t>(step.number_or("gives", 0));
    return compare(std::to_string(wanted), std::to_string(id));
  }

  std::string expect(const Value& message) {
    if (told_.empty()) return "nothing came, wanted " + json::dump(message).to_std();
    const std::string got = std::move(told_.front());
    told_.pop_front();
    return compare(json::dump(message).to_std(), got);
  }

  std::string authorize(const std::string& url, const Value& step) {
    std::string headers(4096, '\0');
    const std::int32_t length = hufu_authorize(client_.get(), url.data(), url.size(), wall_ms_,
                                               uptime_ms_, headers.data(), headers.size());
    if (length == HUFU_NEEDS_TOKEN) headers = "needs_token";
    if (length == HUFU_REFUSED) headers = "refused";
    if (length >= 0) headers.resize(static_cast<std::size_t>(length));
    return compare(std::string(step.text_or("gives", "")), headers);
  }

  const Value& script_;
  double wall_ms_;
  double uptime_ms_;
  std::unique_ptr<hufu_client, Close> client_;
  std::deque<std::string> told_;
};

}  // namespace

std::string replay(const Value& script) { return Replay(script).run(); }

}  // namespace hufu::test
