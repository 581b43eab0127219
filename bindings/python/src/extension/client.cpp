#include "client.h"

#include <optional>
#include <utility>

#include "errors.h"
#include "letters.h"
#include "outside.h"
#include "requests.h"
#include "text/url.h"
#include "waiting.h"

namespace hufu::python {
namespace {

/// Overwrites a text of ours that nobody else has.
void wipe(PyObject* text) {
  if (text == nullptr || !PyUnicode_Check(text) || Py_REFCNT(text) != 1) return;
  volatile char* bytes = static_cast<char*>(PyUnicode_DATA(text));
  const Py_ssize_t size =
      PyUnicode_GET_LENGTH(text) * static_cast<Py_ssize_t>(PyUnicode_KIND(text));
  for (Py_ssize_t at = 0; at < size; ++at)
    bytes[at] = 0;
}

}  // namespace

Client::Client(const py::dict& config, std::shared_ptr<native::Store> store,
               const AskedOfPython& asked, std::string ca_file)
    : mailbox_(std::make_shared<Mailbox>()) {
  Config settings;
  fill(settings, config);
  client_ = value_of(native::Client::open(
      std::move(settings), host_that_asks(mailbox_, std::move(store), asked, std::move(ca_file))));
}

Client::~Client() {
  // What is closed waits for nobody; and who gives the GIL back may not get it again: the thread
  // that lets go of a client last may be there while the interpreter goes.
  if (mailbox_->is_closed()) return;
  mailbox_->close();
  if (!client_) return;
  const py::gil_scoped_release without_gil;
  client_.reset();
}

native::Client& Client::open() {
  if (!client_ || mailbox_->is_closed())
    throw Failure{{Errc::cancelled, "the client is closed", 0, 0}};
  return *client_;
}

py::object Client::call(const std::string& operation, const py::dict& arguments) {
  Operation wanted = operation_of(operation, arguments);
  native::Client& client = open();
  std::optional<Result<Outcome>> outcome;
  Signals signals;
  {
    const Outside without_gil;
    const auto arrival = std::make_shared<Arrival<Outcome>>();
    const OperationId begun = client.begin(
        std::move(wanted), [arrival](Result<Outcome> ended) { arrival->put(std::move(ended)); },
        native::Deliver::at_once);
    while (!(outcome = arrival->wait_for(kSignalsEvery))) {
      if (!signals.look()) client.cancel(begun);
    }
  }
  forget_if_over();
  signals.raise_if_any();
  return std::visit([](const auto& one) { return written(one); }, value_of(std::move(*outcome)));
}

py::tuple Client::fetch(py::handle method, py::handle url, py::handle headers, py::handle body,
                        py::handle timeout_ms) {
  native::FetchRequest request = request_of(method, url, headers, body, timeout_ms);
  native::Client& client = open();
  std::optional<Result<native::FetchResponse>> response;
  Signals signals;
  request.is_wanted = [&signals] { return signals.look(); };
  {
    const Outside without_gil;
    response = client.fetch(std::move(request));
  }
  forget_if_over();
  signals.raise_if_any();
  return response_for_python(value_of(std::move(*response)));
}

py::object Client::authorize(py::handle url) {
  if (!PyUnicode_Check(url.ptr())) refuse_type("url", "str", url);
  Py_ssize_t size = 0;
  const char* text = PyUnicode_AsUTF8AndSize(url.ptr(), &size);
  if (text == nullptr) {
    PyErr_Clear();
    refuse_value("url holds a lone surrogate");
  }
  native::SignedHeaders found =
      open().authorize(std::string_view(text, static_cast<std::size_t>(size)));
  if (found.verdict() == Verdict::needs_token) return py::none();
  if (found.verdict() == Verdict::refused) {
    throw Failure{{Errc::origin_refused,
                   text::place_of({text, static_cast<std::size_t>(size)}).to_std(), 0, 0}};
  }
  const bool is_known = found.authorization().data() == signed_.authorization().data() &&
                        found.app_key().data() == signed_.app_key().data();
  if (!is_known) {
    forget_headers();
    py::dict headers;
    found.each([&](std::string_view name, std::string_view value) {
      headers[to_text(name)] = to_text(value);
    });
    headers_ = std::move(headers);
    signed_ = std::move(found);  // keeps the texts where they are, so that they can be told apart
  }
  return py::reinterpret_steal<py::object>(PyDict_Copy(headers_.ptr()));
}

py::tuple Client::begin(const std::string& operation, const py::dict& arguments) {
  Operation wanted = operation_of(operation, arguments);
  native::Client& client = open();
  const Mailbox::Ticket ticket = mailbox_->next_ticket();
  OperationId begun{};
  {
    const Outside without_gil;
    begun = client.begin(
        std::move(wanted),
        [mailbox = mailbox_, ticket](Result<Outcome> outcome) {
          mailbox->tell(Mailbox::Ended{ticket, std::move(outcome)});
        },
        native::Deliver::at_once);
  }
  return py::make_tuple(ticket, static_cast<std::uint32_t>(begun));
}

py::tuple Client::begin_fetch(py::handle method, py::handle url, py::handle headers,
                              py::handle body, py::handle timeout_ms) {
  native::FetchRequest request = request_of(method, url, headers, body, timeout_ms);
  native::Client& client = open();
  const Mailbox::Ticket ticket = mailbox_->next_ticket();
  OperationId begun{};
  {
    const Outside without_gil;
    begun = client.begin_fetch(
        std::move(request),
        [mailbox = mailbox_, ticket](Result<native::FetchResponse> response) {
          mailbox->tell(Mailbox::Ended{ticket, std::move(response)});
        },
        native::Deliver::at_once);
  }
  return py::make_tuple(ticket, static_cast<std::uint32_t>(begun));
}

void Client::cancel(std::uint32_t operation) {
  if (!client_) return;
  const Outside without_gil;
  client_->cancel(OperationId{operation});
}

std::unique_ptr<Exchange> Client::begin_exchange(py::handle method, py::handle url,
                                                 py::handle headers, bool replayable) {
  Fetch request;
  request.method = text_of("method", method);
  request.url = text_of("url", url);
  request.headers = headers_of("headers", headers);
  request.replayable = replayable;
  native::Client& client = open();
  const Outside without_gil;
  return std::make_unique<Exchange>(client.begin_exchange(std::move(request)), mailbox_);
}

py::list Client::descriptors() {
  py::list all;
  all.append(mailbox_->descriptor());
  if (client_ && client_->descriptor() >= 0) all.append(client_->descriptor());
  return all;
}

py::object Client::turn() {
  if (client_) {
    const Outside without_gil;
    client_->turn();
  }
  py::object come = mailbox_->take(true);
  forget_if_over();
  return come;
}

py::object Client::take() {
  py::object come = mailbox_->take(false);
  forget_if_over();
  return come;
}

void Client::forget_if_over() {
  if (headers_.empty()) return;
  if (!client_ || client_->state() != SessionState::signed_in) forget_headers();
}

void Client::forget_headers() {
  wipe(PyDict_GetItemString(headers_.ptr(), "Authorization"));
  headers_ = py::dict();
  signed_ = {};
}

void Client::listen() {
  if (std::exchange(is_listening_, true)) return;
  open().on_event([mailbox = mailbox_](const Event& event) { mailbox->tell(event); });
}

py::str Client::state() { return to_text(name(open().state())); }

void Client::close(bool no_callbacks) {
  forget_headers();
  mailbox_->stop_prompts();
  if (no_callbacks) mailbox_->close();
  if (client_) {
    const Outside without_gil;
    client_->close();
  }
  mailbox_->close();
}

void Client::abandon() {
  mailbox_->close_descriptors();
  static_cast<void>(new std::shared_ptr<Mailbox>(std::move(mailbox_)));
  static_cast<void>(client_.release());
  mailbox_ = std::make_shared<Mailbox>();
}

}  // namespace hufu::python
