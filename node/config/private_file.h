// Files of a node's home: small ones read whole, new ones made with their final mode and synced, secrets wiped from
// memory. Random bytes.
//
// Callers: node/config and node/ops. Threading: free functions, nothing shared. Errors name the file and say what to
// do: kNotFound when a file does not exist, kLocal for everything else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "chain/primitives/result.h"

namespace xh::node {

inline constexpr std::uint32_t kPrivateFileMode = 0600;
inline constexpr std::uint32_t kPublicFileMode = 0644;
inline constexpr std::uint32_t kPrivateDirMode = 0700;

// The whole file; an error when it is longer than max_bytes or no regular file.
[[nodiscard]] chain::Result<std::string> read_text_file(const std::filesystem::path& file, std::size_t max_bytes);
// The same for a secret: refused when group or others may open it (says `chmod 600 FILE`). Wipe the text after use.
[[nodiscard]] chain::Result<std::string> read_private_file(const std::filesystem::path& file, std::size_t max_bytes);
// Makes the file; an error when it exists. Synced with its folder.
[[nodiscard]] chain::Status write_new_file(const std::filesystem::path& file, std::string_view text,
                                           std::uint32_t mode);
// Replaces the file in one step (written beside it, synced, renamed).
[[nodiscard]] chain::Status replace_file(const std::filesystem::path& file, std::string_view text, std::uint32_t mode);
// Makes the folder and those above it; only new ones get the mode. Ok when it exists.
[[nodiscard]] chain::Status make_private_dirs(const std::filesystem::path& dir);

// From the operating system. kLocal when it gives none.
[[nodiscard]] chain::Status fill_random(std::span<std::uint8_t> out);
// Overwrites in a way that the compiler keeps.
void wipe(std::span<std::uint8_t> secret);
void wipe(std::string& secret);

}  // namespace xh::node
