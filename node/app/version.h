// The product's version, as CMake's project() has it.
#pragma once

#include <string_view>

namespace xh::node {

inline constexpr std::string_view kVersion = XH_VERSION;

}  // namespace xh::node
