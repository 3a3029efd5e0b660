// The salted hash of a text that stays off the ledger: consent, objection, statement, answer, request. With salt and
// text anyone can check it; without the salt it says nothing.
//
//   H("xh/commitment/1", zero chain tag, salt || bytes of the text)
// The salt is 32 random bytes a text; the tool prints it once, and whoever wrote the text keeps both. Stateless.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/session.h"

namespace xh::cli {

inline constexpr std::size_t kMaxTextBytes = 1024 * 1024;

struct TextOptions {
  std::string file;
  std::string salt;  // hex; empty: a new one
  std::string hash;  // instead of the file
};
void add_text_options(CLI::App& command, TextOptions& options);

// The hash as hex. Says the salt on stderr when it made one. Exit 2 when neither or both are given, 4 for the file.
[[nodiscard]] Outcome<std::string> salted_text(Session& session, const TextOptions& options);

[[nodiscard]] chain::Hash256 text_commitment(const chain::Hash256& salt, std::string_view text);

}  // namespace xh::cli
