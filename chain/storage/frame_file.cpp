#include "chain/storage/frame_file.h"

#include <algorithm>
#include <cstring>

#include "chain/crypto/sha256.h"
#include "chain/primitives/check.h"

namespace xh::chain {
namespace {

constexpr std::uint32_t kMagic = 0x58484631;  // "XHF1"
constexpr std::uint8_t kPadding = 0x5a;
constexpr std::size_t kHashedHeadBytes = 84;
constexpr std::size_t kZeroScanBytes = 1U << 16;

std::uint64_t padded(std::uint64_t bytes) {
  return (bytes + kSectorBytes - 1) / kSectorBytes * kSectorBytes;
}

bool all_zero(BytesView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b == 0; });
}

bool has_zero_sector(BytesView bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += kSectorBytes) {
    if (all_zero(bytes.subspan(at, std::min(kSectorBytes, bytes.size() - at)))) return true;
  }
  return false;
}

Hash256 read_hash(const std::uint8_t* from) {
  Hash256 out;
  std::memcpy(out.bytes.data(), from, 32);
  return out;
}

struct Head {
  Frame frame;  // without its body
  std::uint64_t body_bytes = 0;
  Hash256 body_hash;
  bool sound = false;  // magic, checksum and length are right; kind, number and link are the caller's to judge
};

Head parse_head(BytesView head) {
  Head out;
  out.frame.kind = static_cast<FrameKind>(read_be32(head.data() + 4));
  out.body_bytes = read_be32(head.data() + 8);
  out.frame.number = read_be64(head.data() + 12);
  out.frame.link = read_hash(head.data() + 20);
  out.body_hash = read_hash(head.data() + 52);
  out.frame.hash = read_hash(head.data() + 84);
  out.frame.disk_bytes = padded(kFrameHeadBytes + out.body_bytes);
  out.sound = read_be32(head.data()) == kMagic && out.frame.hash == sha256(head.first(kHashedHeadBytes)) &&
              out.body_bytes <= kFrameBodyMax;
  return out;
}

}  // namespace

Bytes encode_frame(Frame& frame) {
  CHECK(frame.body.size() <= kFrameBodyMax);
  frame.disk_bytes = padded(kFrameHeadBytes + frame.body.size());
  Bytes out;
  out.reserve(static_cast<std::size_t>(frame.disk_bytes));
  append_be32(out, kMagic);
  append_be32(out, static_cast<std::uint32_t>(frame.kind));
  append_be32(out, static_cast<std::uint32_t>(frame.body.size()));
  append_be64(out, frame.number);
  append(out, frame.link.view());
  out.resize(kFrameHeadBytes);
  append(out, frame.body);
  out.resize(static_cast<std::size_t>(frame.disk_bytes), kPadding);
  const Hash256 body_hash = sha256(BytesView(out).subspan(kFrameHeadBytes));
  std::memcpy(out.data() + 52, body_hash.bytes.data(), 32);
  frame.hash = sha256(BytesView(out).first(kHashedHeadBytes));
  std::memcpy(out.data() + kHashedHeadBytes, frame.hash.bytes.data(), 32);
  return out;
}

FrameReader::FrameReader(const ReadFile& file, std::uint64_t file_size, std::uint64_t offset,
                         std::optional<Hash256> link)
    : file_(file), file_size_(file_size), offset_(offset), link_(link) {}

FrameReading FrameReader::problem(FrameVerdict verdict, const std::string& what) const {
  return {verdict, {}, what + " at offset " + std::to_string(offset_)};
}

Result<FrameReading> FrameReader::next(FrameKind kind, std::uint64_t number) {
  const std::uint64_t left = file_size_ - offset_;
  if (left == 0) return FrameReading{};
  auto head_bytes = file_.read(offset_, kFrameHeadBytes);
  if (!head_bytes) return std::unexpected(head_bytes.error());
  if (head_bytes->size() < kFrameHeadBytes) return problem(FrameVerdict::kTorn, "a frame's head is cut short");
  Head head = parse_head(*head_bytes);
  if (!head.sound) return judge_bad_head();
  Frame& frame = head.frame;
  if (frame.kind != kind || frame.number != number || (link_ && frame.link != *link_)) {
    return problem(FrameVerdict::kDamaged, "a frame that does not follow the one before");
  }
  if (frame.disk_bytes > left) return problem(FrameVerdict::kTorn, "a frame's body is cut short");

  auto body = file_.read(offset_ + kFrameHeadBytes, static_cast<std::size_t>(frame.disk_bytes) - kFrameHeadBytes);
  if (!body) return std::unexpected(body.error());
  if (sha256(*body) != head.body_hash) {
    const BytesView from_second_sector =
        BytesView(*body).subspan(std::min(body->size(), kSectorBytes - kFrameHeadBytes));
    const bool torn = frame.disk_bytes == left && has_zero_sector(from_second_sector);
    return torn ? problem(FrameVerdict::kTorn, "a frame with sectors that never reached the disk")
                : problem(FrameVerdict::kDamaged, "a frame whose body does not match its checksum");
  }
  body->resize(static_cast<std::size_t>(head.body_bytes));
  frame.body = std::move(*body);
  frame.offset = offset_;
  offset_ += frame.disk_bytes;
  link_ = frame.hash;
  return FrameReading{FrameVerdict::kFrame, std::move(frame), {}};
}

// The head lies in one sector, so a torn write leaves it whole or all zero. Zero is torn only if no good frame stands
// behind it.
Result<FrameReading> FrameReader::judge_bad_head() const {
  auto sector = file_.read(offset_, kSectorBytes);
  if (!sector) return std::unexpected(sector.error());
  if (!all_zero(*sector)) return problem(FrameVerdict::kDamaged, "a frame's head does not match its checksum");
  auto later = has_frame_after(offset_ + kSectorBytes);
  if (!later) return std::unexpected(later.error());
  return *later ? problem(FrameVerdict::kDamaged, "an empty sector before good frames")
                : problem(FrameVerdict::kTorn, "a frame that never reached the disk");
}

Result<bool> FrameReader::has_frame_after(std::uint64_t offset) const {
  while (offset < file_size_) {
    auto chunk = file_.read(offset, kZeroScanBytes);
    if (!chunk) return std::unexpected(chunk.error());
    for (std::size_t at = 0; at + kFrameHeadBytes <= chunk->size(); at += kSectorBytes) {
      if (parse_head(BytesView(*chunk).subspan(at, kFrameHeadBytes)).sound) return true;
    }
    offset += kZeroScanBytes;
  }
  return false;
}

Result<std::uint64_t> highest_frame_number(const ReadFile& file, std::uint64_t offset, std::uint64_t first) {
  std::uint64_t highest = 0;
  offset = offset / kSectorBytes * kSectorBytes;
  while (true) {
    auto chunk = file.read(offset, kZeroScanBytes);
    if (!chunk) return std::unexpected(chunk.error());
    if (chunk->empty()) return highest;
    for (std::size_t at = 0; at + kFrameHeadBytes <= chunk->size(); at += kSectorBytes) {
      const Head head = parse_head(BytesView(*chunk).subspan(at, kFrameHeadBytes));
      const auto number = head.frame.number;
      const bool possible = number >= first && number - first <= (offset + at) / kSectorBytes;
      if (head.sound && head.frame.kind == FrameKind::kData && possible) highest = std::max(highest, number);
    }
    offset += kZeroScanBytes;
  }
}

std::string temporary_name(const std::string& path) {
  return path + ".tmp";
}

Status write_frame_file(FileSystem& disk, const std::string& path, std::vector<Frame>& frames) {
  const std::string temporary = temporary_name(path);
  if (auto gone = disk.remove(temporary); !gone && gone.error().fault != Fault::kNotFound) return gone;
  auto file = disk.open_append(temporary, OpenMode::kCreateNew);
  if (!file) return std::unexpected(file.error());
  for (std::size_t i = 0; i < frames.size(); ++i) {
    if (i > 0) frames[i].link = frames[i - 1].hash;
    frames[i].offset = (*file)->size();
    if (auto written = (*file)->append(encode_frame(frames[i])); !written) return written;
  }
  if (auto synced = (*file)->sync(); !synced) return synced;
  if (auto renamed = disk.rename(temporary, path); !renamed) return renamed;
  return disk.sync_dir(parent_dir(path));
}

}  // namespace xh::chain
