// The bodies of OAuth's requests.
#include "unified/oauth_form.h"

#include "base/plain_text.h"

namespace hufu::mock::unified {

Form read_form(const Request& request) {
  const std::string type = request.headers.find("Content-Type").value_or("");
  if (type.substr(0, type.find(';')) != "application/x-www-form-urlencoded")
    throw invalid_request("The body has to be a form.");
  const auto form = parse_form(request.body);
  if (!form) throw invalid_request("The form cannot be read.");
  for (const auto& [name, value] : *form) {
    if (form->count(name) > 1) throw invalid_request("The form has a name twice.");
  }
  return *form;
}

std::string field(const Form& form, const std::string& name, std::size_t limit_bytes) {
  const auto found = form.find(name);
  if (found == form.end() || found->second.empty())
    throw invalid_request("The field " + name + " is missing.");
  if (found->second.size() > limit_bytes || !is_plain_text(found->second))
    throw invalid_request("The field " + name + " is not valid.");
  return found->second;
}

std::string field_or(const Form& form, const std::string& name, std::size_t limit_bytes,
                     std::string otherwise) {
  const auto found = form.find(name);
  const bool is_given = found != form.end() && !found->second.empty();
  return is_given ? field(form, name, limit_bytes) : otherwise;
}

HttpError oauth_error(std::string code, std::string message) {
  return HttpError(400, std::move(code), std::move(message));
}

}  // namespace hufu::mock::unified
