#include "letters.h"

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "errors.h"

namespace hufu::python {
namespace {

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

template <class T>
py::tuple end_of(Mailbox::Ticket ticket, const Result<T>& result) {
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

Answer answer_of(const Mailbox::Question& question, py::handle value) {
  Answer answer = DoneAnswer{};
  if (std::holds_alternative<LoadEffect>(question)) {
    LoadAnswer loaded;
    if (!value.is_none()) loaded.value = Secret(text_of("what the store loaded", value));
    answer = std::move(loaded);
  } else if (std::holds_alternative<CredentialEffect>(question)) {
    answer = credential_of(value);
  } else if (std::holds_alternative<HttpEffect>(question) ||
             std::holds_alternative<UploadEffect>(question)) {
    answer = http_answer_of(value);
  }
  return answer;
}

py::tuple question_for_python(Mailbox::Ticket ticket, const Mailbox::Question& question) {
  return std::visit(
      [&](const auto& one) -> py::tuple {
        using One = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<One, CredentialEffect>) {
          return py::make_tuple("credential", ticket, to_text(name(one.credential)), one.fresh);
        } else if constexpr (std::is_same_v<One, PresentEffect>) {
          return py::make_tuple("present", ticket, to_text(one.show), to_text(one.url),
                                to_text(one.code), to_text(one.number), one.expires_in_ms,
                                to_text(one.state), to_text(one.picture), to_text(one.scan_kind),
                                to_text(one.sign_in.reveal()));
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

py::tuple response_for_python(const native::FetchResponse& response) {
  return py::make_tuple(response.status, to_headers(response.headers), py::bytes(response.body));
}

py::tuple step_for_python(const native::Exchange::Step& step) {
  const ForwardEffect* send = std::get_if<ForwardEffect>(&step);
  if (send == nullptr) return py::make_tuple("done");
  return py::make_tuple("send", to_text(send->method), to_text(send->url),
                        to_headers(send->headers));
}

py::tuple end_for_python(const Mailbox::Ended& ended) {
  return std::visit([&](const auto& result) { return end_of(ended.ticket, result); }, ended.result);
}

}  // namespace hufu::python
