/* Hufu's C ABI: the door to the core for every language that is not C++.
 *
 * A client is a machine without sockets, files, clocks or threads. Its host drives it:
 *
 *     hufu_begin(...)                     start an operation
 *     while ((m = hufu_next(client)))     obey every message
 *       effect  -> do it, then hufu_resolve(...) and drain hufu_next again
 *       cancel  -> stop doing it if that is easy; do not answer it
 *       done    -> the operation has ended, with a value or an error
 *       event   -> the session changed
 *
 * The contract: after every hufu_begin, hufu_resolve and hufu_cancel call hufu_next until it gives
 * NULL, and answer every effect exactly once; what cannot be done is answered with an error.
 *
 * All texts are UTF-8. Those that go in have a length and need no terminator, unless said
 * otherwise; those that come out end with a zero byte and hold no other. Times are milliseconds as
 * doubles: `wall_ms` since 1970 by a clock that may be wrong, `uptime_ms` by one that never goes
 * back.
 *
 * Threads: a client is used by one thread at a time; different clients are independent. No function
 * waits, and none calls back.
 *
 * Messages and answers are described in bindings/c/README.md, and by hufu_describe().
 */
#ifndef HUFU_H
#define HUFU_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define HUFU_API
#else
#define HUFU_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* One session of one person. */
typedef struct hufu_client hufu_client;

/* What hufu_authorize gives besides a length. */
enum {
  HUFU_NEEDS_TOKEN =
      -1,           /* Nothing fresh, or a borrowed session: begin `access_token` or `fetch`. */
  HUFU_REFUSED = -2 /* The URL is not of a configured origin, or not a clean URL. */
};

/* `MAJOR.MINOR.PATCH`. Static: never freed. */
HUFU_API const char* hufu_version(void);

/* The whole surface as JSON: version, config, operations with their fields, effects, events,
 * states, errors. Static after the first call, and that call is not thread-safe. */
HUFU_API const char* hufu_describe(void);

/* Opens a client. `config` is a JSON object with the fields of `Config`; unknown ones are ignored.
 * Gives NULL if it cannot be used; hufu_open_error() then says why. The caller owns the client and
 * ends it with hufu_close. */
HUFU_API hufu_client* hufu_open(const char* config, size_t length);

/* Why this thread's last hufu_open gave NULL, as the JSON object that `done` has under `error`.
 * Lives until this thread's next hufu_open. Empty if nothing failed. */
HUFU_API const char* hufu_open_error(void);

/* What happened and what to do, for a person: the sentence of `error`, the JSON object that `done`
 * has under `error`, followed by its detail. `language`, ended by a zero byte, is a tag (`zh-CN`),
 * a locale or an Accept-Language header; NULL is English. Lives until this thread's next call. */
HUFU_API const char* hufu_message(const char* error, size_t length, const char* language);

/* Ends a client and all its operations, without messages. NULL is allowed. What is stored stays. */
HUFU_API void hufu_close(hufu_client* client);

/* Starts an operation and gives its id, never 0. `operation` is its name, ended by a zero byte;
 * `arguments` a JSON object with its fields, or nothing (length 0).
 * Errors come as the operation's `done` message: `invalid_argument` for an unknown operation,
 * broken JSON or a field of the wrong type, whose name is then in `detail`. */
HUFU_API uint32_t hufu_begin(hufu_client* client, const char* operation, const char* arguments,
                             size_t length, double wall_ms, double uptime_ms);

/* The next message as JSON, or NULL if there is none. Lives until the next call with this client.
 */
HUFU_API const char* hufu_next(hufu_client* client);

/* Answers an effect. `answer` is a JSON object that fits the effect's kind, or has `error`. An
 * answer that does not fit counts as the error `host_fault`. Ids that are unknown, cancelled or
 * answered already are ignored. */
HUFU_API void hufu_resolve(hufu_client* client, uint32_t effect, const char* answer, size_t length,
                           double wall_ms, double uptime_ms);

/* Cancels an operation: no `done` follows. What only it needs is cancelled with it. */
HUFU_API void hufu_cancel(hufu_client* client, uint32_t operation);

/* The network is back, or the program is being looked at (`online`, `visibilitychange`): a refresh
 * that reached no server may be tried again at once. A wait that a server has asked for stays. */
HUFU_API void hufu_wake(hufu_client* client, double wall_ms, double uptime_ms);

/* The hot path: the headers of a request to `url`, without JSON. Writes them to `out`, one a line
 * (`Authorization: Bearer …`; `X-Platform` and `apikey` where the server asks for them), a line
 * feed between, if its `capacity` allows, and gives their length; when that is more than
 * `capacity`, nothing was written. Else HUFU_NEEDS_TOKEN or HUFU_REFUSED. No message comes of it.
 * For one signer version (see below) the same length means the same headers. */
HUFU_API int32_t hufu_authorize(const hufu_client* client, const char* url, size_t length,
                                double wall_ms, double uptime_ms, char* out, size_t capacity);

/* Grows whenever hufu_authorize may give other headers than before: a host may keep what it got for
 * a URL until then, and as long as hufu_good_for says. Starts at 1. */
HUFU_API uint32_t hufu_signer_version(const hufu_client* client);

/* Which of the persons who were here, one after another. A host that sends with the headers of
 * hufu_authorize and hands the request over to `fetch` after a 401 looks whether it is the same
 * still: what one person asked for is not sent again for the next. */
HUFU_API uint32_t hufu_person(const hufu_client* client);

/* For how many ms of the wall clock, from `wall_ms` on and not before it, what hufu_authorize gave
 * may be kept; 0 if it needs a token. Short, for clocks jump. */
HUFU_API double hufu_good_for(const hufu_client* client, double wall_ms, double uptime_ms);

/* `signed_out`, `signing_in`, `signed_in` or `needs_user`. Static: never freed. */
HUFU_API const char* hufu_state(const hufu_client* client);

/* Memory inside the core, for hosts that cannot lend it their own (WebAssembly): hufu_alloc gives
 * NULL if there is none; whatever it gave is returned with hufu_free. NULL is allowed. */
HUFU_API void* hufu_alloc(size_t size);
HUFU_API void hufu_free(void* memory);

/* ---- cookies ------------------------------------------------------------------------------------
 * A stored session in cookies, as @supabase/ssr writes and reads them. Pure functions; the text
 * that they give lives until the next call of either on the same thread. Broken input gives "null".
 */

/*
 * From {"name":"sb-x-auth-token","value":"…","present":["sb-x-auth-token.1"]} to the cookies to
 * set:
 * [["name","value"],…], and those of `present` that are stale with null in the place of a value.
 * A null value removes all.
 */
HUFU_API const char* hufu_cookies_encode(const char* value, size_t length);

/* From {"name":"sb-x-auth-token","cookies":[["name","value"],…]} to the value as a JSON text or
 * null. */
HUFU_API const char* hufu_cookies_decode(const char* cookies, size_t length);

#ifdef __cplusplus
}
#endif

#endif /* HUFU_H */
