// What every xinghuod command gives back, and how it is shown: the result to standard output (text, or JSON in the
// versioned envelope), a failure to standard error and, with -o json, as an envelope too.
//
// Callers: node/ops/commands_*, main. Exit codes are frozen: scripts match on them (surface conventions).
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "chain/primitives/result.h"
#include "node/config/config.h"

namespace xh::node {

enum class ExitCode : int {
  kOk = 0,
  kOther = 1,
  kUsage = 2,
  kConfig = 3,
  kBadInput = 4,
  kFalse = 5,  // checked, and it is false
  kNetwork = 6,
  kKey = 7,
};

struct Failure {
  ExitCode exit = ExitCode::kOther;
  std::string code;  // stable upper-case identifier
  std::string message;
};
template <class T>
using Outcome = std::expected<T, Failure>;

[[nodiscard]] std::unexpected<Failure> fail(ExitCode exit, std::string code, std::string message);
[[nodiscard]] std::unexpected<Failure> bad_input(
    const chain::Error& error);  // kInvalid and kNotFound; kLocal gives exit 1
[[nodiscard]] std::unexpected<Failure> config_failure(const ConfigError& error);

struct Output {
  boost::json::object data;
  std::string text;  // what `-o text` prints; ends in a newline unless empty
  ExitCode exit = ExitCode::kOk;
};

enum class OutputFormat : std::uint8_t { kText, kJson };

// Prints, gives the process's exit code.
int show(const Outcome<Output>& outcome, OutputFormat format);

}  // namespace xh::node
