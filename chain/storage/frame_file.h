// The file format under the block log and the consensus journal: a chain of checksummed frames, of which only the last
// can be torn. Used by block_log.cpp and journal.cpp.
//
// A file is a header frame and then data frames, each starting on a sector (512 bytes) of its own.
// A frame, integers big-endian:
//   offset  size
//        0     4  magic "XHF1"
//        4     4  kind: 1 header, 2 data
//        8     4  body length n, at most kFrameBodyMax
//       12     8  number: the header frame's and the first data frame's are the user's choice, then ascending by 1
//       20    32  link: hash of the frame before (header frame: as the user says, zero for none)
//       52    32  body hash: SHA-256 of body and padding
//       84    32  frame hash: SHA-256 of bytes 0..83
//      116     n  body
//  116 + n     p  padding 0x5a up to the next multiple of 512
//
// Why so: the head lies in one sector, which a disk writes whole, so a half-good head is damage and never a torn write;
// no sector holds bytes of two frames, so a torn write cannot harm what was synced earlier; the head has a checksum of
// its own, so a flipped length cannot pose as a short tail; the link makes a removed, repeated or swapped frame
// visible. Downside: half a kilobyte a frame at least.
//
// Reading back (consensus R12). Each frame is written with one append and synced before the next, so at most the last
// one can be torn:
//   end       the file ends after a good frame
//   torn      what follows the last good frame is short (the frame goes past the end of the file), all zero, or one
//             frame with an all-zero sector: it was never acknowledged, nothing of it had left this process, cut it
//   damaged   anything else: bad checksum, wrong link or number, a good frame behind a bad one
//
// Threading: one thread. Errors are Fault::kLocal with file and offset.
#pragma once

#include <optional>

#include "chain/storage/file_system.h"

namespace xh::chain {

inline constexpr std::size_t kSectorBytes = 512;
inline constexpr std::size_t kFrameHeadBytes = 116;
inline constexpr std::size_t kFrameBodyMax = 128U << 20;

enum class FrameKind : std::uint32_t { kHeader = 1, kData = 2 };

struct Frame {
  FrameKind kind = FrameKind::kData;
  std::uint64_t number = 0;
  Hash256 link;  // hash of the frame before
  Bytes body;

  Hash256 hash;                  // set by encode_frame and by reading
  std::uint64_t offset = 0;      // set by reading
  std::uint64_t disk_bytes = 0;  // head, body and padding; set by encode_frame and by reading
};

// The frame's bytes on disk; sets frame.hash and frame.disk_bytes. Needs body.size() <= kFrameBodyMax.
[[nodiscard]] Bytes encode_frame(Frame& frame);

enum class FrameVerdict : std::uint8_t { kFrame, kEnd, kTorn, kDamaged };

struct FrameReading {
  FrameVerdict verdict = FrameVerdict::kEnd;
  Frame frame;          // kFrame
  std::string problem;  // kTorn, kDamaged: what was seen, with the offset
};

// Reads frames in order from `offset` on.
class FrameReader {
 public:
  // Expects frames from `offset` on to link to `link`. The header frame of a file is read with offset 0.
  // Without a link any will do: for reading one frame in the middle of a file that was checked before.
  FrameReader(const ReadFile& file, std::uint64_t file_size, std::uint64_t offset, std::optional<Hash256> link);

  // The next frame, which must have this kind and number. After anything but kFrame the reader is at its end.
  [[nodiscard]] Result<FrameReading> next(FrameKind kind, std::uint64_t number);
  [[nodiscard]] std::uint64_t offset() const { return offset_; }  // where the next frame starts: the good length so far

 private:
  [[nodiscard]] Result<FrameReading> judge_bad_head() const;
  [[nodiscard]] Result<bool> has_frame_after(std::uint64_t offset) const;
  [[nodiscard]] FrameReading problem(FrameVerdict verdict, const std::string& what) const;

  const ReadFile& file_;
  std::uint64_t file_size_;
  std::uint64_t offset_;
  std::optional<Hash256> link_;
};

// The highest number of a data frame whose head is sound, from `offset` on, in a file that may be damaged; 0 if there
// is none. For telling how much a damaged file held; the frames themselves are not checked. A body may hold what looks
// like a frame: numbers below `first`, the first data frame's, or higher than sectors up to there allow, do not count.
[[nodiscard]] Result<std::uint64_t> highest_frame_number(const ReadFile& file, std::uint64_t offset,
                                                         std::uint64_t first);

// Writes a file of frames under a temporary name, syncs it, renames it to `path` and syncs the folder: `path` then
// either does not exist (or is the old file) or is complete. Frames are linked and hashed here, starting from
// frames[0].link.
[[nodiscard]] Status write_frame_file(FileSystem& disk, const std::string& path, std::vector<Frame>& frames);
// The name write_frame_file uses before the rename; a leftover of a crash may be removed.
[[nodiscard]] std::string temporary_name(const std::string& path);

}  // namespace xh::chain
