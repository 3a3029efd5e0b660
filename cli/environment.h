// All that a run of the tool takes from outside, so that a test runs it without a process: streams, variables, clock,
// network, pauses.
#pragma once

#include <chrono>
#include <functional>
#include <iosfwd>
#include <string>

#include "cli/api/http.h"
#include "cli/wallet/key_file.h"

namespace xh::cli {

struct Environment {
  std::istream& in;
  std::ostream& out;  // the result and nothing else
  std::ostream& err;  // prompts, progress, errors
  HttpTransport& transport;
  std::function<std::string(const char* name)> variable;  // empty when not set
  std::function<std::int64_t()> now_ms;                   // the real time
  std::function<void(std::chrono::milliseconds)> pause;
  ArgonCost argon_cost{};
};

}  // namespace xh::cli
