// Exit codes and failures of the `xinghuo` tool. The numbers are frozen: scripts match on them (cli/README.md).
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>

#include "chain/primitives/result.h"

namespace xh::cli {

enum class ExitCode : int {
  kOk = 0,
  kOther = 1,
  kUsage = 2,
  kConfig = 3,
  kBadInput = 4,  // also: what was asked for does not exist
  kFalse = 5,     // checked, and it is false
  kNetwork = 6,
  kKey = 7,  // key, passphrase or authorisation
  kInterrupted = 8,
  kRefused = 9,   // the ledger said no
  kUnknown = 10,  // sent, outcome not known: ask before sending again
};

// What a command gives instead of a document. `code` is a stable upper-case identifier.
struct Failure {
  ExitCode exit = ExitCode::kOther;
  std::string code;
  std::string message;

  friend bool operator==(const Failure&, const Failure&) = default;
};

template <class T>
using Outcome = std::expected<T, Failure>;

[[nodiscard]] inline std::unexpected<Failure> fail(ExitCode exit, std::string code, std::string message) {
  return std::unexpected(Failure{exit, std::move(code), std::move(message)});
}
[[nodiscard]] inline std::unexpected<Failure> usage_error(std::string message) {
  return fail(ExitCode::kUsage, "USAGE", std::move(message));
}
[[nodiscard]] inline std::unexpected<Failure> bad_input(std::string message) {
  return fail(ExitCode::kBadInput, "BAD_INPUT", std::move(message));
}
[[nodiscard]] inline std::unexpected<Failure> bad_input(const std::string& where, const chain::Error& error) {
  return bad_input(where + ": " + error.message);
}

}  // namespace xh::cli
