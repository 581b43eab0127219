// C++20 coroutines under one name; libc++ 13 (emcc 3.1.6) still has them in <experimental/…>.
#pragma once

#if defined(__EMSCRIPTEN__) && __has_include(<experimental/coroutine>) && !__has_include(<coroutine>)
#include <experimental/coroutine>
namespace hufu::flow {
using std::experimental::coroutine_handle;
using std::experimental::suspend_always;
}  // namespace hufu::flow
#else
#include <coroutine>
namespace hufu::flow {
using std::coroutine_handle;
using std::suspend_always;
}  // namespace hufu::flow
#endif
