// Small files of the tool: read with a limit, written whole. Errors are exit 4 (not there, too large) or 1 (the disk
// said no).
#pragma once

#include <boost/json.hpp>
#include <filesystem>
#include <string>
#include <string_view>

#include "cli/exit_code.h"

namespace xh::cli {

// "-" is not special here: commands read standard input themselves.
[[nodiscard]] Outcome<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);
// A new file, mode 0600, synced; its folders are made with mode 0700. Exit 4 when it exists already.
[[nodiscard]] Outcome<void> write_new_private_file(const std::filesystem::path& path, std::string_view content);
// Replaces what is there in one step (temporary file, rename, both synced), mode 0600.
[[nodiscard]] Outcome<void> replace_private_file(const std::filesystem::path& path, std::string_view content);
[[nodiscard]] Outcome<void> make_private_folder(const std::filesystem::path& path);
[[nodiscard]] Outcome<void> sync_folder(const std::filesystem::path& path);

// JSON for people: two spaces of indentation, a line feed at the end.
[[nodiscard]] std::string pretty_json(const boost::json::value& value);

}  // namespace xh::cli
