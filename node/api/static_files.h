// The explorer's files (explorer/dist), read at each request: they are few and small. Only plain names below the folder are served.
#pragma once

#include <filesystem>

#include "node/api/http.h"

namespace xh::node::api {

inline constexpr std::uintmax_t kMaxStaticFileBytes = 4 * 1024 * 1024;

[[nodiscard]] Response static_file(const std::filesystem::path& dir, const std::vector<std::string>& path);

}  // namespace xh::node::api
