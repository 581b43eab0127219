// The open connections.
#include "http/connection_book.h"

#include <sys/resource.h>

#include <algorithm>
#include <utility>

namespace hufu::mock {
namespace {

// A connection that waits holds some kilobytes: their sum stays bounded whatever the limit is.
constexpr std::size_t kMostConnections = 4096;
constexpr rlim_t kEnoughDescriptors = 16384;
constexpr std::size_t kLeastReserve = 64;

}  // namespace

ConnectionBook::Entry::Entry(std::shared_ptr<ConnectionBook> book, std::string address,
                             std::function<void()> close)
    : book_(std::move(book)), address_(std::move(address)), close_(std::move(close)) {
  ++book_->open_;
  ++book_->open_by_address_[address_];
}

ConnectionBook::Entry::~Entry() {
  leave_queue();
  --book_->open_;
  const auto own = book_->open_by_address_.find(address_);
  if (--own->second == 0) book_->open_by_address_.erase(own);
  if (book_->is_closing() && book_->open_ == 0) book_->then_();
}

void ConnectionBook::Entry::waits() {
  leave_queue();
  place_ = book_->waiting_.insert(book_->waiting_.end(), this);
  is_waiting_ = true;
}

void ConnectionBook::Entry::rests() {
  waits();
  is_resting_ = true;
}

void ConnectionBook::Entry::works() { leave_queue(); }

void ConnectionBook::Entry::leave_queue() {
  if (std::exchange(is_waiting_, false)) book_->waiting_.erase(place_);
  is_resting_ = false;
}

void ConnectionBook::make_room(const std::string& address) {
  const auto own = open_by_address_.find(address);
  if (own != open_by_address_.end() && own->second >= most_ / 2) {
    shed_slowest_of(address);
  } else if (open_ >= most_) {
    shed_slowest();
  }
}

bool ConnectionBook::shed_slowest() {
  const auto heaviest = std::ranges::max_element(open_by_address_, {},
                                                 [](const auto& entry) { return entry.second; });
  if (heaviest != open_by_address_.end() && shed_slowest_of(heaviest->first)) return true;
  return !waiting_.empty() && shed_slowest_of(waiting_.front()->address_);
}

bool ConnectionBook::shed_slowest_of(const std::string& address) {
  const auto slowest = std::ranges::find_if(
      waiting_, [&](const Entry* entry) { return entry->address_ == address; });
  if (slowest == waiting_.end()) return false;
  close(**slowest);
  return true;
}

void ConnectionBook::close(Entry& entry) {
  entry.leave_queue();
  entry.close_();
}

void ConnectionBook::close_after_answers(std::function<void()> then) {
  then_ = std::move(then);
  const std::list<Entry*> waiting = waiting_;
  for (Entry* entry : waiting) {
    if (entry->is_resting_) close(*entry);
  }
  if (open_ == 0) then_();
}

std::size_t most_connections() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return kMostConnections / 4;
  rlimit wanted = limit;
  wanted.rlim_cur = std::min(limit.rlim_max, std::max(limit.rlim_cur, kEnoughDescriptors));
  if (::setrlimit(RLIMIT_NOFILE, &wanted) == 0) limit = wanted;
  const auto all = static_cast<std::size_t>(std::min(limit.rlim_cur, kEnoughDescriptors));
  const std::size_t reserve = std::max(kLeastReserve, all / 8);
  return std::clamp(all > reserve ? all - reserve : all / 2, std::size_t{8}, kMostConnections);
}

}  // namespace hufu::mock
