// What the fake WeChat has made to open mini-programs with.
#include "upstreams/wechat/openings.h"

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "crypto/random.h"

namespace hufu::mock::wechat {
namespace {

constexpr std::size_t kMostKept = 20000;
constexpr int kTicketSymbols = 11;

void make_room(std::map<std::string, Opening>& kept) {
  if (kept.size() >= kMostKept) kept.clear();
}

}  // namespace

void Openings::keep_picture(const std::string& picture, const Opening& opening) {
  make_room(pictures_);
  pictures_[sha256(picture)] = opening;
  newest_code_ = opening;
}

const Opening* Openings::of_picture(const std::string& picture) const {
  const auto found = pictures_.find(sha256(picture));
  return found == pictures_.end() ? nullptr : &found->second;
}

std::string Openings::keep(const Opening& opening) {
  make_room(tickets_);
  std::string ticket = random_symbols(kTicketSymbols, kBase64urlSymbols);
  tickets_[ticket] = opening;
  return ticket;
}

const Opening* Openings::find(const std::string& ticket) const {
  const auto found = tickets_.find(ticket);
  if (found == tickets_.end()) return nullptr;
  const WallMs ends_ms = found->second.ends_ms;
  return ends_ms != 0 && clock_->now_ms() >= ends_ms ? nullptr : &found->second;
}

}  // namespace hufu::mock::wechat
