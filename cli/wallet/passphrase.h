// Where a passphrase comes from: a file descriptor, the file that XINGHUO_PASSPHRASE_FILE names (private to its owner),
// or a prompt on the terminal without echo. Never from the command line, which other users can list. One line; the line
// feed does not count.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/exit_code.h"
#include "cli/wallet/secret.h"

namespace xh::cli {

inline constexpr std::size_t kMaxSecretLineBytes = 4096;
inline constexpr std::size_t kMinPassphraseBytes = 8;

struct PassphraseSource {
  std::optional<int> descriptor;
  std::string file;  // empty: none
};

// `confirm`: for a new key; the prompt asks twice, and a short passphrase is refused (exit 7).
[[nodiscard]] Outcome<SecretText> ask_passphrase(const PassphraseSource& source, const std::string& prompt,
                                                 bool confirm);
// A line typed at the terminal; exit 7 when there is none. `echo` for mnemonics, which people must be able to see.
[[nodiscard]] Outcome<SecretText> ask_terminal(const std::string& prompt, bool echo);
// One line from a descriptor.
[[nodiscard]] Outcome<SecretText> read_secret_line(int descriptor);

}  // namespace xh::cli
