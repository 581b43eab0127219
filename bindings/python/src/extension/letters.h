// What goes through the mailbox, as Python has it.
#pragma once

#include <hufu/native/client.h>
#include <hufu/session.h>

#include "mailbox.h"

namespace hufu::python {

/// What Python gave for a question; `TypeError` for a value that does not fit it.
Answer answer_of(const Mailbox::Question& question, py::handle value);

// Tuples whose first item says what each is.
py::tuple question_for_python(Mailbox::Ticket ticket, const Mailbox::Question& question);
py::tuple event_for_python(const Event& event);
py::tuple end_for_python(const Mailbox::Ended& ended);

/// Status, headers, body.
py::tuple response_for_python(const native::FetchResponse& response);

/// ("send", method, URL, headers), or ("done",) once the last answer is the one.
py::tuple step_for_python(const native::Exchange::Step& step);

}  // namespace hufu::python
