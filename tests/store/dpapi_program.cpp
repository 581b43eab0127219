// The keyring of Windows from a program of its own: `keep DIRECTORY ID`, with the key on the
// standard input; `find DIRECTORY ID` (`-`: any) prints it. Status 4 if there is none, 1 on errors.
#include <iostream>
#include <iterator>
#include <string>

#include "store/keyring.h"

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::string command = argv[1];
  const std::string id = argv[3];
  const hufu::native::KeyringEntry entry{argv[2], id == "-" ? "" : id};
  const auto keyring = hufu::native::system_keyring({});
  if (command == "keep") {
    const hufu::Secret key(std::string{std::istreambuf_iterator<char>(std::cin), {}});
    const auto kept = keyring->keep(entry, key);
    if (!kept) std::cerr << kept.error().message();
    return kept ? 0 : 1;
  }
  const auto found = keyring->find(entry);
  if (!found) {
    std::cerr << found.error().message();
    return 1;
  }
  if (!*found) return 4;
  std::cout << (*found)->reveal();
  return 0;
}
