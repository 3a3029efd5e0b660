// The tool's version, as CMake's project() has it.
#pragma once

#include <string_view>

namespace xh::cli {

[[nodiscard]] std::string_view version();

}  // namespace xh::cli
