#include "chain/storage/log_salvage.h"

#include <algorithm>

namespace xh::chain {
namespace {

constexpr std::size_t kCopyBytes = 1U << 20;
constexpr std::string_view kDamagedMark = ".damaged-";
constexpr std::size_t kSetAsideMax = 10'000;  // files of one name: then somebody has to look

Status copy_file(FileSystem& disk, const std::string& from, const std::string& to) {
  auto source = disk.open_read(from);
  if (!source) return std::unexpected(source.error());
  const std::string temporary = temporary_name(to);
  if (auto gone = disk.remove(temporary); !gone && gone.error().fault != Fault::kNotFound) return gone;
  auto target = disk.open_append(temporary, OpenMode::kCreateNew);
  if (!target) return std::unexpected(target.error());
  for (std::uint64_t at = 0;; at += kCopyBytes) {
    auto bytes = (*source)->read(at, kCopyBytes);
    if (!bytes) return std::unexpected(bytes.error());
    if (bytes->empty()) break;
    if (auto written = (*target)->append(*bytes); !written) return written;
  }
  if (auto synced = (*target)->sync(); !synced) return synced;
  if (auto renamed = disk.rename(temporary, to); !renamed) return renamed;
  return disk.sync_dir(parent_dir(to));
}

Status set_aside_whole(FileSystem& disk, const std::string& dir, const std::string& from, const std::string& to) {
  if (auto renamed = disk.rename(from, to); !renamed) return renamed;
  return disk.sync_dir(dir);
}

Status set_aside_rest(FileSystem& disk, const std::string& from, const std::string& to, std::uint64_t good_bytes) {
  if (auto copied = copy_file(disk, from, to); !copied) return copied;
  return disk.truncate(from, good_bytes);
}

}  // namespace

Result<std::string> set_aside_path(const FileSystem& disk, const std::string& path) {
  for (std::size_t n = 1; n <= kSetAsideMax; ++n) {
    std::string out = path + std::string(kDamagedMark) + std::to_string(n);
    auto there = disk.exists(out);
    if (!there) return std::unexpected(there.error());
    if (!*there) return out;
  }
  return local_fault(path + ": too many damaged files are set aside here: look at them and remove them");
}

Result<std::vector<std::string>> salvage_log(FileSystem& disk, const std::string& dir, const LogDamage& damage) {
  auto names = BlockLog::segments(disk, dir);
  if (!names) return names;
  const auto damaged = std::ranges::find(*names, damage.segment);
  if (damaged == names->end()) return local_fault(dir + ": " + damage.segment + " is gone");
  std::vector<std::string> out;
  for (auto name = names->end(); name-- != damaged;) {
    const std::string path = join_path(dir, *name);
    const auto to = set_aside_path(disk, path);
    if (!to) return std::unexpected(to.error());
    const bool in_part = name == damaged && damage.good_bytes > 0;
    auto ok = in_part ? set_aside_rest(disk, path, *to, damage.good_bytes) : set_aside_whole(disk, dir, path, *to);
    if (!ok) return std::unexpected(ok.error());
    out.push_back(to->substr(dir.size() + 1));
  }
  return out;
}

Result<Height> highest_set_aside(const FileSystem& disk, const std::string& dir) {
  auto found = disk.exists(dir);
  if (!found) return std::unexpected(found.error());
  if (!*found) return Height{};
  auto names = disk.list(dir);
  if (!names) return std::unexpected(names.error());
  Height highest;
  Height last_segment;
  for (const auto& name : *names) {
    const auto first = BlockLog::first_height_of_segment(std::string_view(name).substr(0, name.find(kDamagedMark)));
    if (!first || name.find(kDamagedMark) == std::string::npos || *first < last_segment) continue;
    last_segment = *first;  // names ascend: only the last segment's frames can be the highest
    auto file = disk.open_read(join_path(dir, name));
    if (!file) return std::unexpected(file.error());
    auto number = highest_frame_number(**file, 0, first->value);
    if (!number) return std::unexpected(number.error());
    highest = std::max({highest, Height{*number}, Height{first->value - 1}});
  }
  return highest;
}

}  // namespace xh::chain
