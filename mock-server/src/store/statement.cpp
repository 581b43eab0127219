// WordList as a column keeps them.
#include "store/statement.h"

#include <algorithm>

namespace hufu::mock {

WordList words_of(const std::string& text) {
  WordList words;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::string text_of(const WordList& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace hufu::mock
