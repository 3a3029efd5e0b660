// The tool's version; the project's in the root CMakeLists.txt.
#pragma once

namespace xh::cli {

inline constexpr char kVersion[] = "0.1.0";

}  // namespace xh::cli
