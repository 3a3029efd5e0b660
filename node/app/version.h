// The product's version, as CMake's project() has it.
#pragma once

#include <string_view>

namespace xh::node {

[[nodiscard]] std::string_view version();

}  // namespace xh::node
