// A statement that a connection has prepared, bound to the members of whoever asks by it.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace hufu::mock {

/// In a column they are one text, with blanks between them.
using WordList = std::vector<std::string>;
WordList words_of(const std::string& text);
std::string text_of(const WordList& words);

/// Where a value of a statement comes from, or goes to.
using Field = std::variant<std::string*, int*, std::int64_t*, bool*, WordList*>;
using Fields = std::vector<Field>;

class Statement {
 public:
  virtual ~Statement() = default;

  /// A change that nobody has to look at: it may wait until something is asked, or for the commit,
  /// and fail there.
  virtual void execute() = 0;
  /// A change; returns of how many rows.
  virtual int execute_and_count() = 0;
  /// A question; true if the first row is in its fields now. Whoever asks goes on until there is no
  /// `next`, or SQLite would keep the rows for a reader that does not come.
  virtual bool ask() = 0;
  virtual bool next() = 0;

  /// A question with one answer at most.
  bool find() {
    if (!ask()) return false;
    while (next()) {
    }
    return true;
  }
};

}  // namespace hufu::mock
