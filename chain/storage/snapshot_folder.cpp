#include "chain/storage/snapshot_folder.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <set>

#include "chain/primitives/check.h"
#include "chain/storage/frame_file.h"

namespace xh::chain {
namespace {

constexpr std::string_view kPrefix = "snapshot-";
constexpr std::string_view kManifestSuffix = ".manifest";
constexpr std::size_t kHeightDigits = 20;
constexpr std::size_t kChunkDigits = 6;
constexpr std::size_t kHeaderBodyBytes = 4 + 32 + 8;

std::string digits(std::uint64_t value, int width) {
  char out[32];
  std::snprintf(out, sizeof out, "%0*" PRIu64, width, value);
  return out;
}

std::string name_of(Height height) {
  return std::string(kPrefix) + digits(height.value, kHeightDigits);
}

// The height in a name of ours, whatever follows it.
std::optional<Height> height_of(std::string_view name) {
  if (!name.starts_with(kPrefix) || name.size() < kPrefix.size() + kHeightDigits) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : name.substr(kPrefix.size(), kHeightDigits)) {
    if (c < '0' || c > '9' || value > (~std::uint64_t{0} - 9) / 10) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return Height{value};
}

bool is_manifest(std::string_view name) {
  return name.size() == kPrefix.size() + kHeightDigits + kManifestSuffix.size() && name.ends_with(kManifestSuffix);
}

Result<std::vector<std::string>> names_in(const FileSystem& disk, const std::string& dir) {
  auto found = disk.exists(dir);
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::vector<std::string>{};
  return disk.list(dir);
}

std::unexpected<Error> damaged(const std::string& path, const std::string& what) {
  return local_fault(path + ": " + what + ". The snapshot is damaged: remove its files; the node makes new ones");
}

Status remove_if_there(FileSystem& disk, const std::string& path) {
  auto gone = disk.remove(path);
  if (!gone && gone.error().fault == Fault::kNotFound) return {};
  return gone;
}

Result<Frame> read_frame(FrameReader& reader, FrameKind kind, std::uint64_t number, const std::string& path) {
  auto reading = reader.next(kind, number);
  if (!reading) return std::unexpected(reading.error());
  if (reading->verdict != FrameVerdict::kFrame) {
    return damaged(path, reading->problem.empty() ? "the manifest is cut short" : reading->problem);
  }
  return std::move(reading->frame);
}

}  // namespace

SnapshotFolder::SnapshotFolder(FileSystem& disk, std::string dir, const ChainTag& chain)
    : disk_(disk), dir_(std::move(dir)), chain_(chain) {}

std::string SnapshotFolder::manifest_path(Height height) const {
  return join_path(dir_, name_of(height) + std::string(kManifestSuffix));
}

std::string SnapshotFolder::chunk_path(Height height, std::size_t chunk) const {
  return join_path(dir_, name_of(height) + "-" + digits(chunk, kChunkDigits));
}

Result<std::vector<Height>> SnapshotFolder::heights() const {
  auto names = names_in(disk_, dir_);
  if (!names) return std::unexpected(names.error());
  std::vector<Height> out;
  for (const auto& name : *names) {
    const auto height = height_of(name);
    if (height && is_manifest(name)) out.push_back(*height);
  }
  std::ranges::sort(out, std::ranges::greater());
  return out;
}

Result<SnapshotManifest> SnapshotFolder::manifest(Height height) const {
  const std::string path = manifest_path(height);
  auto file = disk_.open_read(path);
  if (!file) return std::unexpected(file.error());
  auto size = (*file)->size();
  if (!size) return std::unexpected(size.error());
  if (*size > 2 * kSnapshotManifestBytesMax) return damaged(path, "the manifest is too large");
  FrameReader reader(**file, *size, 0, Hash256{});
  auto head = read_frame(reader, FrameKind::kHeader, 0, path);
  if (!head) return std::unexpected(head.error());
  if (head->body.size() != kHeaderBodyBytes) return damaged(path, "the header has a wrong length");
  if (read_be32(head->body.data()) != kSnapshotFormat)
    return local_fault(path + ": written by another version of this program");
  if (!std::equal(chain_.bytes.begin(), chain_.bytes.end(), head->body.begin() + 4)) {
    return local_fault(path + ": the snapshot is of another chain or genesis");
  }
  auto data = read_frame(reader, FrameKind::kData, 1, path);
  if (!data) return std::unexpected(data.error());
  auto out = decode<SnapshotManifest>(data->body);
  if (!out) return damaged(path, out.error().message);
  if (out->height != height || read_be64(head->body.data() + 36) != height.value || out->chain != chain_) {
    return damaged(path, "the manifest is of another snapshot than its name says");
  }
  return out;
}

Result<bool> SnapshotFolder::has_chunk(const SnapshotManifest& manifest, std::size_t chunk) const {
  auto bytes = this->chunk(manifest, chunk);
  if (bytes) return true;
  auto there = disk_.exists(chunk_path(manifest.height, chunk));
  if (!there) return std::unexpected(there.error());
  return false;
}

Result<Bytes> SnapshotFolder::chunk_part(Height height, std::size_t chunk, std::uint64_t offset,
                                         std::size_t bytes) const {
  auto file = disk_.open_read(chunk_path(height, chunk));
  if (!file) return std::unexpected(file.error());
  return (*file)->read(offset, bytes);
}

Result<Bytes> SnapshotFolder::chunk(const SnapshotManifest& manifest, std::size_t chunk) const {
  const std::string path = chunk_path(manifest.height, chunk);
  if (chunk >= manifest.chunk_count()) return not_found(path + ": no such chunk");
  auto file = disk_.open_read(path);
  if (!file) return std::unexpected(file.error());
  auto size = (*file)->size();
  if (!size) return std::unexpected(size.error());
  if (*size != chunk_bytes(manifest, chunk)) return damaged(path, "the chunk has another size than the manifest says");
  auto bytes = (*file)->read(0, static_cast<std::size_t>(*size));
  if (!bytes) return bytes;
  if (!is_chunk(manifest, chunk, *bytes)) return damaged(path, "the chunk does not have the manifest's hash");
  return bytes;
}

Status SnapshotFolder::write_chunk(Height height, std::size_t chunk, BytesView bytes) {
  CHECK(bytes.size() <= kSnapshotChunkBytesMax && chunk < 2 * kSnapshotChunksMax);
  if (auto made = disk_.create_dirs(dir_); !made) return made;
  const std::string path = chunk_path(height, chunk);
  if (auto gone = remove_if_there(disk_, path); !gone) return gone;
  auto file = disk_.open_append(path, OpenMode::kCreateNew);
  if (!file) return std::unexpected(file.error());
  if (auto written = (*file)->append(bytes); !written) return written;
  return (*file)->sync();
}

Status SnapshotFolder::write_manifest(const SnapshotManifest& manifest) {
  Frame head{FrameKind::kHeader, 0, {}, {}, {}, 0, 0};
  append_be32(head.body, kSnapshotFormat);
  append(head.body, chain_.view());
  append_be64(head.body, manifest.height.value);
  Frame data{FrameKind::kData, 1, {}, encode(manifest), {}, 0, 0};
  if (data.body.size() > kSnapshotManifestBytesMax)
    return local_fault("the snapshot's manifest is larger than allowed");
  // The chunks' names first: the manifest vouches for them.
  if (auto ok = disk_.sync_dir(dir_); !ok) return ok;
  std::vector<Frame> frames{std::move(head), std::move(data)};
  return write_frame_file(disk_, manifest_path(manifest.height), frames);
}

Status SnapshotFolder::remove_chunks(Height height) {
  auto names = names_in(disk_, dir_);
  if (!names) return std::unexpected(names.error());
  for (const auto& name : *names) {
    if (height_of(name) != height || is_manifest(name)) continue;
    if (auto gone = remove_if_there(disk_, join_path(dir_, name)); !gone) return gone;
  }
  return {};
}

Status SnapshotFolder::remove(Height height) {
  if (auto gone = remove_if_there(disk_, manifest_path(height)); !gone) return gone;
  if (auto ok = disk_.sync_dir(dir_); !ok) return ok;
  return remove_chunks(height);
}

Status SnapshotFolder::keep_newest(std::size_t count) {
  auto all = heights();
  if (!all) return std::unexpected(all.error());
  for (std::size_t i = count; i < all->size(); ++i) {
    if (auto ok = remove((*all)[i]); !ok) return ok;
  }
  return {};
}

Status SnapshotFolder::remove_unfinished() {
  auto whole = heights();
  auto names = names_in(disk_, dir_);
  if (!whole || !names) return std::unexpected(!whole ? whole.error() : names.error());
  const std::set<Height> kept(whole->begin(), whole->end());
  for (const auto& name : *names) {
    const auto height = height_of(name);
    if (!height || is_manifest(name)) continue;
    const bool temporary = name.ends_with(".tmp");
    if (kept.contains(*height) && !temporary) continue;
    if (auto gone = remove_if_there(disk_, join_path(dir_, name)); !gone) return gone;
  }
  return {};
}

}  // namespace xh::chain
