// What an HTTP answer means: one table, and the only place that decides it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/literal.h"
#include "hufu/errors.h"

namespace hufu::backend {

/// Which kind of call was answered; the same status means different things to them.
enum class CallKind : std::uint8_t {
  renewal = 1,  ///< The refresh token was offered.
  sign_in = 2,  ///< A code was offered.
  signed_call = 4,
  password = 8,  ///< An address and a password were offered, or nothing (anonymous).
};

/// What the body of an error is.
enum class Shape : std::uint8_t {
  any,
  error,  ///< A JSON object: the word of a program, not of a page.
};

struct Meaning {
  Errc code;
  bool ends_session = false;  ///< Only a row for `renewal` with `Shape::error` may say so.
  Literal names = "";         ///< The setting that the error names, where the dialect has it.
};

struct MeaningRow {
  std::uint8_t calls;  ///< `CallKind`s, or-ed.
  std::uint16_t status_from;
  std::uint16_t status_to;
  Shape shape;
  Literal server_code;  ///< Empty: any.
  Meaning meaning;
};

/// The rows, in the order in which they are tried; the last one fits everything.
std::span<const MeaningRow> meaning_table();

/// What an answer that is no success means. `server_code` is empty where `shape` is `any`.
Meaning meaning_of(CallKind call, int status, Shape shape, std::string_view server_code);

}  // namespace hufu::backend
