#include "timeline.h"

#include <cstdio>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>
#include <stdexcept>

#include "words.h"

namespace demo {
namespace {

using nlohmann::json;

// Of the sixteen colours, which every terminal shows so that they can be read on its background.
constexpr const char* kBold = "\x1b[1m";
constexpr const char* kDim = "\x1b[2m";
constexpr const char* kHeading = "\x1b[1;35m";
constexpr const char* kRed = "\x1b[31m";
constexpr const char* kGreen = "\x1b[32m";
constexpr const char* kEnd = "\x1b[0m";

// The columns before what somebody does: the step's number, and who it is.
constexpr std::size_t kWho = 14;
constexpr std::size_t kIndent = 5 + kWho;
// A line under a heading is as long as lines are on the smallest terminals.
constexpr int kLine = 80;

struct Person {
  const char* who;
  const char* chinese;
  const char* colour;
};

constexpr Person kPeople[] = {
    {"web", "网页端", "\x1b[36m"},     {kMiniProgram, "小程序端", "\x1b[32m"},
    {"browser", "浏览器", "\x1b[36m"}, {"desk", "台式机", "\x1b[36m"},
    {"laptop", "笔记本", "\x1b[34m"},  {"somebody else", "别人", "\x1b[33m"},
};

const Person& person(const std::string& who) {
  for (const Person& each : kPeople) {
    if (who == each.who) return each;
  }
  throw std::logic_error("nobody in the demo is called " + who);
}

std::string milliseconds(std::chrono::microseconds took) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f ms", static_cast<double>(took.count()) / 1000.0);
  return text;
}

// A Chinese sign takes two columns, and three bytes of UTF-8.
std::string padded(std::string text, std::size_t width) {
  std::size_t columns = 0;
  for (const char byte : text) {
    const auto bits = static_cast<unsigned char>(byte);
    if (bits < 0x80) ++columns;
    if (bits >= 0xc0) columns += 2;
  }
  if (columns < width) text.append(width - columns, ' ');
  return text;
}

std::string line_of(const char* stroke) {
  std::string line;
  for (int i = 0; i < kLine; ++i)
    line += stroke;
  return line;
}

// The same request many times in a row is one line with a count.
struct Group {
  SeenRequest request;
  int times = 0;
};

std::vector<Group> grouped(const std::vector<SeenRequest>& requests) {
  std::vector<Group> groups;
  for (const SeenRequest& request : requests) {
    const bool repeats = !groups.empty() && groups.back().request.route == request.route &&
                         groups.back().request.status == request.status &&
                         groups.back().request.from == request.from;
    if (repeats) {
      ++groups.back().times;
    } else {
      groups.push_back({request, 1});
    }
  }
  return groups;
}

}  // namespace

std::string Timeline::paint(const char* colour, const std::string& text) const {
  return style_ == Style::coloured ? colour + text + kEnd : text;
}

void Timeline::system(const std::string& title, const std::string& where) {
  if (style_ == Style::json) {
    out_ << json{{"system", title}, {"where", where}}.dump() << std::endl;
  } else {
    out_ << "\n"
         << paint(kHeading, title) << "\n"
         << paint(kDim, where) << "\n"
         << paint(kHeading, line_of("━")) << std::endl;
  }
}

void Timeline::story(const std::string& title) {
  if (style_ == Style::json) {
    out_ << json{{"story", title}}.dump() << std::endl;
  } else {
    out_ << "\n" << paint(kBold, title) << "\n" << paint(kDim, line_of("─")) << std::endl;
  }
}

void Timeline::step(const Step& step) {
  ++steps_;
  if (style_ == Style::json) {
    json requests = json::array();
    for (const SeenRequest& seen : step.requests) {
      requests.push_back({{"from", seen.from}, {"route", seen.route}, {"status", seen.status}});
    }
    out_ << json{{"step", steps_},       {"who", step.who},
                 {"what", step.what},    {"outcome", step.outcome},
                 {"requests", requests}, {"microseconds", step.took.count()}}
                .dump()
         << std::endl;
    return;
  }
  const Person& who = person(step.who);
  out_ << std::setw(3) << steps_ << "  "
       << paint(who.colour, padded(say(who.who, who.chinese), kWho)) << paint(kBold, step.what)
       << paint(kDim, "  " + milliseconds(step.took)) << "\n";
  for (const Group& group : grouped(step.requests)) {
    SeenRequest request = group.request;
    if (group.times > 1) request.route += "  ×" + std::to_string(group.times);
    show_request(request);
  }
  for (const std::string& line : step.outcome)
    out_ << std::string(kIndent, ' ') << paint(kGreen, "= " + line) << "\n";
  out_ << std::endl;
}

void Timeline::show_request(const SeenRequest& request) {
  out_ << std::string(kIndent, ' ')
       << paint(kDim, "→ " + request.route + "  " + std::to_string(request.status) + "  (" +
                          request.from + ")")
       << "\n";
}

void Timeline::succeed() {
  if (style_ == Style::json) {
    out_ << json{{"demo", "ok"}, {"steps", steps_}}.dump() << std::endl;
  } else {
    out_ << paint(kGreen, say("demo: ok (", "演示成功（") + std::to_string(steps_) +
                              say(" steps)", " 步）"))
         << std::endl;
  }
}

void Timeline::fail(const std::string& step, const std::string& why,
                    const std::string& what_to_do) {
  if (style_ == Style::json) {
    out_
        << json{{"demo", "failed"}, {"step", step}, {"why", why}, {"what_to_do", what_to_do}}.dump()
        << std::endl;
    return;
  }
  out_ << "\n"
       << paint(kRed, say("failed: ", "失败：") + step) << "\n  " << why << "\n  " << what_to_do
       << "\n"
       << paint(kRed, say("demo: failed after ", "演示失败，在第 ") + std::to_string(steps_) +
                          say(" steps: ", " 步之后：") + step)
       << std::endl;
}

}  // namespace demo
