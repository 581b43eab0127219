// The shape of WeChat's answers: HTTP 200 whatever happens, and a Content-Type that depends on the
// family of the call.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>

#include "base/clock.h"
#include "http/router.h"

namespace hufu::mock::wechat {

/// /sns/* sends its JSON as text/plain, /cgi-bin/* and /wxa/* as application/json: not documented,
/// seen in answers that developers have posted in WeChat's forum.
enum class AnswerType { text_plain, application_json };

struct Errcode;
/// For calls whose good answer is no JSON.
Response errcode_answer(const Errcode& error, const Clock& clock);

using Story = std::function<nlohmann::json(const Request&)>;

/// A handler that answers with the story's JSON, or with the `Errcode` it throws and a request id
/// behind the text.
Handler answer_with(AnswerType type, const Clock& clock, Story story);

}  // namespace hufu::mock::wechat
