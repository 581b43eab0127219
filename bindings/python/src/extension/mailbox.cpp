#include "mailbox.h"

#include <fcntl.h>
#include <unistd.h>

#include <system_error>
#include <utility>

#include "errors.h"
#include "letters.h"
#include "outside.h"

namespace hufu::python {
namespace {

bool is_prompt(const Mailbox::Question& question) {
  return std::holds_alternative<CredentialEffect>(question) ||
         std::holds_alternative<PresentEffect>(question);
}

Answer client_closed() { return FailedAnswer{Errc::host_fault, "the client is closed"}; }

}  // namespace

Mailbox::Mailbox() {
  int ends[2];
  if (::pipe(ends) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  read_end_ = ends[0];
  write_end_ = ends[1];
  for (const int end : ends) {
    ::fcntl(end, F_SETFD, FD_CLOEXEC);
    ::fcntl(end, F_SETFL, O_NONBLOCK);
  }
}

Mailbox::~Mailbox() { close_descriptors(); }

void Mailbox::close_descriptors() {
  if (read_end_ >= 0) ::close(std::exchange(read_end_, -1));
  if (write_end_ >= 0) ::close(std::exchange(write_end_, -1));
}

Answer Mailbox::ask(Question question, const std::stop_token& stop) {
  Ticket ticket = 0;
  {
    const std::lock_guard hold(mutex_);
    if (is_closed_ || (has_stopped_prompts_ && is_prompt(question))) return client_closed();
    ticket = ++last_ticket_;
    waiting_.emplace(ticket, Waiting{std::move(question), {}});
    put(ticket);
  }
  // Goes after the lock: it waits for `give_up`, which takes it.
  const std::stop_callback on_stop(stop, [this, ticket] { give_up(ticket); });
  std::unique_lock hold(mutex_);
  Waiting& mine = waiting_.at(ticket);
  answered_.wait(hold, [&] { return mine.answer.has_value(); });
  Answer answer = std::move(*mine.answer);
  waiting_.erase(ticket);
  return answer;
}

void Mailbox::give_up(Ticket question) {
  settle(question, FailedAnswer{Errc::cancelled, {}});
  const std::lock_guard hold(mutex_);
  put(GivenUp{question});
}

void Mailbox::tell(Event event) {
  const std::lock_guard hold(mutex_);
  put(std::move(event));
}

void Mailbox::tell(Ended ended) {
  const std::lock_guard hold(mutex_);
  put(std::move(ended));
}

/// Under the lock.
void Mailbox::put(Item item) {
  items_.push_back(std::move(item));
  came_.notify_one();
  // One byte stands for however many items there are.
  if (items_.size() == 1) static_cast<void>(!::write(write_end_, "!", 1));
}

py::object Mailbox::take(bool at_once) {
  std::deque<Item> items;
  bool is_over = false;
  {
    const Outside without_gil;
    std::unique_lock hold(mutex_);
    if (!at_once) came_.wait(hold, [&] { return is_closed_ || !items_.empty(); });
    is_over = is_closed_ && items_.empty();
    if (!items_.empty()) {
      char byte = 0;
      static_cast<void>(!::read(read_end_, &byte, 1));
    }
    items.swap(items_);
  }
  if (is_over) return py::none();  // who holds None is counted, under the GIL
  py::list all;
  for (Item& item : items) {
    if (py::object one = to_python(item)) all.append(std::move(one));
  }
  return std::move(all);
}

py::object Mailbox::to_python(Item& item) {
  if (const Event* event = std::get_if<Event>(&item)) return event_for_python(*event);
  if (const Ended* ended = std::get_if<Ended>(&item)) return end_for_python(*ended);
  if (const GivenUp* given_up = std::get_if<GivenUp>(&item)) {
    return py::make_tuple("given_up", given_up->question);
  }
  const Ticket ticket = std::get<Ticket>(item);
  const std::lock_guard hold(mutex_);
  const auto found = waiting_.find(ticket);
  if (found == waiting_.end()) return {};
  return question_for_python(ticket, found->second.question);
}

Mailbox::Ticket Mailbox::next_ticket() {
  const std::lock_guard hold(mutex_);
  return ++last_ticket_;
}

void Mailbox::answer(Ticket question, py::handle value) {
  std::optional<Question> asked;
  {
    const std::lock_guard hold(mutex_);
    const auto found = waiting_.find(question);
    if (found == waiting_.end()) return;
    asked = found->second.question;
  }
  settle(question, answer_of(*asked, value));
}

void Mailbox::refuse(Ticket question, py::handle code, py::handle detail) {
  settle(question, FailedAnswer{code_of(code), text_of("detail", detail)});
}

void Mailbox::settle(Ticket question, Answer answer) {
  const std::lock_guard hold(mutex_);
  const auto found = waiting_.find(question);
  if (found == waiting_.end() || found->second.answer) return;
  found->second.answer = std::move(answer);
  answered_.notify_all();
}

void Mailbox::stop_prompts() {
  const std::lock_guard hold(mutex_);
  has_stopped_prompts_ = true;
  for (auto& [ticket, waiting] : waiting_) {
    if (is_prompt(waiting.question) && !waiting.answer) waiting.answer = client_closed();
  }
  answered_.notify_all();
}

void Mailbox::close() {
  const std::lock_guard hold(mutex_);
  is_closed_ = true;
  for (auto& [ticket, waiting] : waiting_) {
    if (!waiting.answer) waiting.answer = client_closed();
  }
  answered_.notify_all();
  came_.notify_all();
}

}  // namespace hufu::python
