// Routes that know who asks, in whatever framework.
#pragma once

#include <concepts>
#include <type_traits>
#include <utility>
#include <variant>

#include <hufu/server/guard.h>

namespace hufu::server {

/// Makes routes of functions that take a person. `view` gives the `RequestView` of a framework's
/// request, `answer` its response to a `Refusal`.
///
///     const Guarded guarded(guard, view, answer);
///     route("/orders", guarded([](const Request&, const Person& person) { … }));
template <class View, class Answer>
class Guarded {
 public:
  Guarded(const Guard& guard, View view, Answer answer)
      : guard_(guard), view_(std::move(view)), answer_(std::move(answer)) {}

  /// The route: it is called with a person after the request, or not at all.
  template <class Handler>
  auto operator()(Handler handler) const {
    return [guard = &guard_, view = view_, answer = answer_,
            handler = std::move(handler)]<class Request, class... Rest>(const Request& request,
                                                                        Rest&&... rest)
               -> std::invoke_result_t<const Handler&, const Request&, const Person&, Rest...> {
      const Asked asked = guard->authenticate(view(request));
      if (const auto* refusal = std::get_if<Refusal>(&asked)) return answer(request, *refusal);
      return handler(request, std::get<Person>(asked), std::forward<Rest>(rest)...);
    };
  }

 private:
  const Guard& guard_;
  View view_;
  Answer answer_;
};

}  // namespace hufu::server
