// The whole tool as a function: arguments (without the program's name) in, exit code out (exit_code.h).
// Called by main.cpp and by tests. Library exceptions (CLI11's) end here.
#pragma once

#include <string>
#include <vector>

#include "cli/environment.h"

namespace xh::cli {

[[nodiscard]] int run(std::vector<std::string> arguments, Environment& environment);

}  // namespace xh::cli
