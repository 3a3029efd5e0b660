#include "chain/storage/block_log.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <cstring>

#include "chain/primitives/check.h"

namespace xh::chain {
namespace {

constexpr std::uint32_t kFormatVersion = 1;
constexpr std::size_t kHeaderBodyBytes = 4 + 32 + 8;
constexpr std::string_view kNamePrefix = "blocks-";
constexpr std::string_view kNameSuffix = ".log";
constexpr std::size_t kNameDigits = 20;
constexpr const char* kRestoreAdvice =
    ". The block log is damaged. Do not delete it: restore this file from another validator's copy, or move the data "
    "folder away and let the node join again from its peers";

std::string segment_name(Height first) {
  char digits[kNameDigits + 1];
  std::snprintf(digits, sizeof digits, "%020" PRIu64, first.value);
  return std::string(kNamePrefix) + digits + std::string(kNameSuffix);
}

bool is_segment_name(std::string_view name) {
  if (name.size() != kNamePrefix.size() + kNameDigits + kNameSuffix.size()) return false;
  if (!name.starts_with(kNamePrefix) || !name.ends_with(kNameSuffix)) return false;
  const auto digits = name.substr(kNamePrefix.size(), kNameDigits);
  return std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Bytes encode_block(const LoggedBlock& block) {
  Bytes out;
  out.reserve(32 + 4 + block.block.size() + 4 + block.certificate.size());
  append(out, block.id.view());
  append_be32(out, static_cast<std::uint32_t>(block.block.size()));
  append(out, block.block);
  append_be32(out, static_cast<std::uint32_t>(block.certificate.size()));
  append(out, block.certificate);
  return out;
}

// Nothing when the lengths do not add up.
std::optional<LoggedBlock> decode_block(Height height, BytesView body) {
  if (body.size() < 40) return std::nullopt;
  LoggedBlock out{height, {}, {}, {}};
  std::memcpy(out.id.bytes.data(), body.data(), 32);
  const std::size_t block_bytes = read_be32(body.data() + 32);
  if (block_bytes > body.size() - 40) return std::nullopt;
  const BytesView block = body.subspan(36, block_bytes);
  const std::size_t certificate_bytes = read_be32(body.data() + 36 + block_bytes);
  if (certificate_bytes != body.size() - 40 - block_bytes) return std::nullopt;
  const BytesView certificate = body.last(certificate_bytes);
  out.block.assign(block.begin(), block.end());
  out.certificate.assign(certificate.begin(), certificate.end());
  return out;
}

std::unexpected<Error> damaged(const std::string& path, const std::string& what) {
  return local_fault(path + ": " + what + kRestoreAdvice);
}

}  // namespace

BlockLog::BlockLog(FileSystem& disk, std::string dir, const ChainTag& chain, Height first_height,
                   const BlockLogOptions& options)
    : disk_(disk), dir_(std::move(dir)), chain_(chain), first_height_(first_height), options_(options) {}

std::optional<Height> BlockLog::first_height_of_segment(std::string_view name) {
  if (!is_segment_name(name)) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : name.substr(kNamePrefix.size(), kNameDigits)) {
    if (value > (~std::uint64_t{0} - 9) / 10) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value == 0 ? std::nullopt : std::optional(Height{value});
}

Result<std::vector<std::string>> BlockLog::segments(const FileSystem& disk, const std::string& dir) {
  auto found = disk.exists(dir);
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::vector<std::string>{};
  auto names = disk.list(dir);
  if (!names) return names;
  std::erase_if(*names, [](const std::string& name) { return !is_segment_name(name); });
  return names;
}

Result<bool> BlockLog::exists(const FileSystem& disk, const std::string& dir) {
  auto names = segments(disk, dir);
  if (!names) return std::unexpected(names.error());
  return !names->empty();
}

Result<std::unique_ptr<BlockLog>> BlockLog::create(FileSystem& disk, const std::string& dir, const ChainTag& chain,
                                                   Height first_height, const BlockLogOptions& options) {
  if (auto made = disk.create_dirs(dir); !made) return std::unexpected(made.error());
  auto old = exists(disk, dir);
  if (!old) return std::unexpected(old.error());
  if (*old) return local_fault("cannot create a block log in " + dir + ": there is one already");
  std::unique_ptr<BlockLog> log(new BlockLog(disk, dir, chain, first_height, options));
  if (auto started = log->start_segment(); !started) return std::unexpected(started.error());
  return log;
}

Result<std::unique_ptr<BlockLog>> BlockLog::open(FileSystem& disk, const std::string& dir, const ChainTag& chain,
                                                 const BlockLogOptions& options, std::optional<LogDamage>* damage) {
  auto names = segments(disk, dir);
  if (!names) return std::unexpected(names.error());
  if (names->empty()) {
    return local_fault("no block log in " + dir +
                       ": if it was lost, move the data folder away and let the node join again from its peers");
  }
  std::unique_ptr<BlockLog> log(new BlockLog(disk, dir, chain, Height{}, options));
  for (std::size_t i = 0; i < names->size(); ++i) {
    auto loaded = log->load_segment((*names)[i], i == 0, i + 1 == names->size());
    if (!loaded && damage != nullptr) *damage = std::move(log->damage_);
    if (!loaded) return std::unexpected(loaded.error());
  }
  auto tail = disk.open_append(log->segments_.back().path, OpenMode::kExisting);
  if (!tail) return std::unexpected(tail.error());
  log->tail_ = std::move(*tail);
  return log;
}

// The header is written under a temporary name and renamed, so a segment that exists has a whole header.
Status BlockLog::start_segment() {
  Frame header{FrameKind::kHeader, 0, last_frame_hash_, {}, {}, 0, 0};
  append_be32(header.body, kFormatVersion);
  chain::append(header.body, chain_.view());
  append_be64(header.body, next_height().value);
  const std::string path = join_path(dir_, segment_name(next_height()));
  std::vector<Frame> frames{std::move(header)};
  if (auto written = write_frame_file(disk_, path, frames); !written) return written;
  auto tail = disk_.open_append(path, OpenMode::kExisting);
  if (!tail) return std::unexpected(tail.error());
  tail_ = std::move(*tail);
  last_frame_hash_ = frames[0].hash;
  return add_segment(path);
}

Status BlockLog::add_segment(const std::string& path) {
  auto file = disk_.open_read(path);
  if (!file) return std::unexpected(file.error());
  segments_.push_back({path, std::move(*file)});
  return {};
}

std::unexpected<Error> BlockLog::damaged_at(const std::string& name, std::uint64_t good_bytes,
                                            const std::string& what) {
  damage_ = LogDamage{name, good_bytes, what};
  return damaged(join_path(dir_, name), what);
}

Status BlockLog::load_segment(const std::string& name, bool is_first, bool is_last) {
  const std::string path = join_path(dir_, name);
  if (auto added = add_segment(path); !added) return added;
  const ReadFile& file = *segments_.back().file;
  auto size = file.size();
  if (!size) return std::unexpected(size.error());

  // The first segment's link is not known beforehand: it must be zero, which check_header looks at.
  FrameReader reader(file, *size, 0, last_frame_hash_);
  auto header = reader.next(FrameKind::kHeader, 0);
  if (!header) return std::unexpected(header.error());
  if (header->verdict == FrameVerdict::kEnd) return damaged_at(name, 0, "the segment is empty");
  if (header->verdict != FrameVerdict::kFrame) {
    return damaged_at(name, 0,
                      header->problem + " (bad header, or the segment before this one is missing or incomplete)");
  }
  if (auto checked = check_header(header->frame, name, is_first); !checked) return checked;
  last_frame_hash_ = header->frame.hash;
  return load_frames(reader, name, is_last);
}

Status BlockLog::check_header(const Frame& header, const std::string& name, bool is_first) {
  const std::string path = join_path(dir_, name);
  if (header.body.size() != kHeaderBodyBytes) return damaged_at(name, 0, "the header has a wrong length");
  if (read_be32(header.body.data()) != kFormatVersion) {
    return local_fault(path + ": written by another version of this program (format " +
                       std::to_string(read_be32(header.body.data())) + "): use that version");
  }
  if (!std::equal(chain_.bytes.begin(), chain_.bytes.end(), header.body.begin() + 4)) {
    return local_fault(path + ": the block log is of another chain or genesis: check the data folder and genesis file");
  }
  const Height first{read_be64(header.body.data() + 36)};
  if (name != segment_name(first)) return damaged_at(name, 0, "the file's name does not match its header");
  if (is_first) first_height_ = first;
  if (first != next_height()) return damaged_at(name, 0, "a segment is missing before this one");
  return {};
}

Status BlockLog::load_frames(FrameReader& reader, const std::string& name, bool is_last) {
  while (true) {
    const std::uint64_t offset = reader.offset();
    auto reading = reader.next(FrameKind::kData, next_height().value);
    if (!reading) return std::unexpected(reading.error());
    switch (reading->verdict) {
      case FrameVerdict::kFrame:
        if (!decode_block(next_height(), reading->frame.body))
          return damaged_at(name, offset, "a block record with wrong lengths");
        last_frame_hash_ = reading->frame.hash;
        index_.push_back(
            {static_cast<std::uint32_t>(segments_.size() - 1), static_cast<std::uint32_t>(offset / kSectorBytes)});
        break;
      case FrameVerdict::kEnd:
        return {};
      case FrameVerdict::kTorn:
        if (is_last) return cut_tail(join_path(dir_, name), offset, reading->problem);
        return damaged_at(name, offset, reading->problem + ", but later segments exist");
      case FrameVerdict::kDamaged:
        return damaged_at(name, offset, reading->problem);
    }
  }
}

Status BlockLog::cut_tail(const std::string& path, std::uint64_t size, const std::string& reason) {
  if (auto cut = disk_.truncate(path, size); !cut) return cut;
  tail_cut_ = path + ": " + reason + "; it was never acknowledged and has been cut off";
  return {};
}

Status BlockLog::append(const LoggedBlock& block) {
  CHECK(block.height == next_height());
  CHECK(block.block.size() <= kBlockBytesMax && block.certificate.size() <= kCertificateBytesMax);
  if (failed_) return local_fault("the block log in " + dir_ + " failed earlier: restart the node");
  failed_ = true;  // until everything below is through
  if (tail_->size() >= options_.segment_bytes_max) {
    if (auto started = start_segment(); !started) return started;
  }
  Frame frame{FrameKind::kData, block.height.value, last_frame_hash_, encode_block(block), {}, 0, 0};
  const std::uint64_t offset = tail_->size();
  if (auto written = tail_->append(encode_frame(frame)); !written) return written;
  if (auto synced = tail_->sync(); !synced) return synced;
  last_frame_hash_ = frame.hash;
  index_.push_back(
      {static_cast<std::uint32_t>(segments_.size() - 1), static_cast<std::uint32_t>(offset / kSectorBytes)});
  failed_ = false;
  return {};
}

Result<LoggedBlock> BlockLog::read(Height height) const {
  if (height < first_height_ || height >= next_height()) {
    return not_found("block " + std::to_string(height.value) + " is not in the log");
  }
  const Location& at = index_[static_cast<std::size_t>(height.value - first_height_.value)];
  const Segment& segment = segments_[at.segment];
  auto size = segment.file->size();
  if (!size) return std::unexpected(size.error());
  FrameReader reader(*segment.file, *size, std::uint64_t{at.sector} * kSectorBytes, std::nullopt);
  auto reading = reader.next(FrameKind::kData, height.value);
  if (!reading) return std::unexpected(reading.error());
  if (reading->verdict != FrameVerdict::kFrame) return damaged(segment.path, reading->problem);
  auto block = decode_block(height, reading->frame.body);
  if (!block) return damaged(segment.path, "a block record with wrong lengths");
  return std::move(*block);
}

}  // namespace xh::chain
