#include "mailbox.h"

#include <fcntl.h>
#include <unistd.h>

#include <system_error>
#include <utility>

#include "errors.h"
#include "outside.h"

namespace hufu::python {
namespace {

bool is_for_a_person(const Mailbox::Question& question) {
  return std::holds_alternative<CredentialEffect>(question) ||
         std::holds_alternative<PresentEffect>(question);
}

Answer nobody() { return FailedAnswer{Errc::host_fault, "the client is closed"}; }

std::optional<std::string> optional_text(const py::dict& from, const char* name) {
  PyObject* given = PyDict_GetItemString(from.ptr(), name);
  if (given == nullptr || given == Py_None) return std::nullopt;
  return text_of(name, given);
}

CredentialAnswer credential_of(py::handle given) {
  CredentialAnswer answer;
  if (!PyDict_Check(given.ptr())) {
    answer.value = Secret(text_of("credential", given));
    return answer;
  }
  const py::dict fields = py::reinterpret_borrow<py::dict>(given);
  answer.value = Secret(optional_text(fields, "value").value_or(""));
  answer.encrypted_data = optional_text(fields, "encrypted_data");
  answer.iv = optional_text(fields, "iv");
  answer.raw_data = optional_text(fields, "raw_data");
  answer.signature = optional_text(fields, "signature");
  return answer;
}

/// Status, headers, body.
HttpAnswer http_answer_of(py::handle given) {
  if (!PyTuple_Check(given.ptr()) || PyTuple_GET_SIZE(given.ptr()) != 3) {
    refuse_type("what the transport gave", "status, headers and body", given);
  }
  HttpAnswer answer;
  answer.status = static_cast<int>(number_of("status", PyTuple_GET_ITEM(given.ptr(), 0)));
  answer.headers = headers_of("headers", PyTuple_GET_ITEM(given.ptr(), 1));
  answer.body = bytes_of("body", PyTuple_GET_ITEM(given.ptr(), 2));
  return answer;
}

py::tuple question_for_python(Mailbox::Ticket ticket, const Mailbox::Question& question) {
  return std::visit(
      [&](const auto& one) -> py::tuple {
        using One = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<One, CredentialEffect>) {
          return py::make_tuple("credential", ticket, to_text(name(one.kind)), one.fresh);
        } else if constexpr (std::is_same_v<One, PresentEffect>) {
          return py::make_tuple("present", ticket, to_text(one.kind), to_text(one.url),
                                to_text(one.code), to_text(one.number), one.expires_in_ms);
        } else if constexpr (std::is_same_v<One, SaveEffect>) {
          return py::make_tuple("save", ticket, to_text(one.key), to_text(one.value.reveal()));
        } else if constexpr (std::is_same_v<One, HttpEffect>) {
          return py::make_tuple("http", ticket, to_text(one.method), to_text(one.url),
                                to_headers(one.headers), py::bytes(one.body.reveal()));
        } else if constexpr (std::is_same_v<One, UploadEffect>) {
          return py::make_tuple("upload", ticket, to_text(one.url), to_text(one.file),
                                to_headers(one.headers));
        } else {
          return py::make_tuple(to_text(One::kName), ticket, to_text(one.key));
        }
      },
      question);
}

py::tuple event_for_python(const Event& event) {
  py::object reason = py::none();
  if (event.reason) reason = to_text(describe(*event.reason).name);
  return py::make_tuple("event", to_text(name(event.kind)), to_text(name(event.state)),
                        written(event.user), reason);
}

template <class T>
py::tuple end_for_python(Mailbox::Ticket ticket, const Result<T>& result) {
  if (!result) return py::make_tuple("failed", ticket, to_tuple(result.error()));
  if constexpr (std::is_same_v<T, Outcome>) {
    return py::make_tuple("done", ticket,
                          std::visit([](const auto& one) { return written(one); }, *result));
  } else if constexpr (std::is_same_v<T, native::FetchResponse>) {
    return py::make_tuple("done", ticket, response_for_python(*result));
  } else {
    return py::make_tuple("done", ticket, step_for_python(*result));
  }
}

}  // namespace

py::tuple response_for_python(const native::FetchResponse& response) {
  return py::make_tuple(response.status, to_headers(response.headers), py::bytes(response.body));
}

py::tuple step_for_python(const native::Exchange::Step& step) {
  const ForwardEffect* send = std::get_if<ForwardEffect>(&step);
  if (send == nullptr) return py::make_tuple("done");
  return py::make_tuple("send", to_text(send->method), to_text(send->url),
                        to_headers(send->headers));
}

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
    if (is_closed_ || (spares_person_ && is_for_a_person(question))) return nobody();
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
  {
    const Outside without_gil;
    std::unique_lock hold(mutex_);
    if (!at_once) came_.wait(hold, [&] { return is_closed_ || !items_.empty(); });
    if (is_closed_ && items_.empty()) return py::none();
    if (!items_.empty()) {
      char byte = 0;
      static_cast<void>(!::read(read_end_, &byte, 1));
    }
    items.swap(items_);
  }
  py::list all;
  for (Item& item : items) {
    if (py::object one = to_python(item)) all.append(std::move(one));
  }
  return std::move(all);
}

py::object Mailbox::to_python(Item& item) {
  if (const Event* event = std::get_if<Event>(&item)) return event_for_python(*event);
  if (const Ended* ended = std::get_if<Ended>(&item)) {
    return std::visit([&](const auto& result) { return end_for_python(ended->ticket, result); },
                      ended->result);
  }
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
  Answer answer = DoneAnswer{};
  if (std::holds_alternative<LoadEffect>(*asked)) {
    LoadAnswer loaded;
    if (!value.is_none()) loaded.value = Secret(text_of("what the store loaded", value));
    answer = std::move(loaded);
  } else if (std::holds_alternative<CredentialEffect>(*asked)) {
    answer = credential_of(value);
  } else if (std::holds_alternative<HttpEffect>(*asked) ||
             std::holds_alternative<UploadEffect>(*asked)) {
    answer = http_answer_of(value);
  }
  settle(question, std::move(answer));
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

void Mailbox::spare_the_person() {
  const std::lock_guard hold(mutex_);
  spares_person_ = true;
  for (auto& [ticket, waiting] : waiting_) {
    if (is_for_a_person(waiting.question) && !waiting.answer) waiting.answer = nobody();
  }
  answered_.notify_all();
}

void Mailbox::close() {
  const std::lock_guard hold(mutex_);
  is_closed_ = true;
  for (auto& [ticket, waiting] : waiting_) {
    if (!waiting.answer) waiting.answer = nobody();
  }
  answered_.notify_all();
  came_.notify_all();
}

}  // namespace hufu::python
