// What the pages of the fake telephone have in common: their look, their forms, and the
// mini-program on it, in which a person is signed in.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "control/control.h"
#include "pages/words.h"

namespace hufu::mock::control {

/// What ends with a page that says why nothing was done.
struct Refusal {
  TextName sentence;
};

using Form = std::multimap<std::string, std::string>;

/// Throws `Refusal`.
Form read_form(const Request& request);
std::string field(const Form& form, const std::string& name);

Response telephone_page(int status, const Words& say, const std::string& content);
std::string told(const std::string& title, const std::string& sentence);
std::string hidden(const std::string& name, const std::string& value);
std::string bold(const std::string& text);
/// Two buttons, and a place for the number where one is asked for.
std::string decision_form(const Words& say, const std::string& action, const std::string& ticket,
                          bool asks_number);
/// A form that asks whose telephone it is.
std::string people_form(const Words& say, const Control& control, const std::string& action,
                        const std::string& kept);

/// A request of the mini-program on this telephone, to the backend itself.
Request own_request(const Request& cause, const std::string& token, const nlohmann::json& body);
/// The person that the form names opens the mini-program, and is signed in.
boost::asio::awaitable<Ticket> take_telephone(Control& control, const Request& request,
                                              const Form& form);
/// Once it is shown: the name of the ticket.
std::string keep_ticket(Control& control, Ticket ticket);
/// Throws `Refusal` for one that is not there, or not any more.
Ticket take_ticket(Control& control, const Form& form);
/// A person reads a page, not JSON.
boost::asio::awaitable<Response> with_errors_shown(Words say,
                                                   boost::asio::awaitable<Response> answer);

}  // namespace hufu::mock::control
