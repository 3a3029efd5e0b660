// The block log: every final block and its finalization certificate, in order, for good. It is the truth of a node;
// LevelDB is an index that can be rebuilt from it (architecture, decision 6; campaign rule 4). The disk thread appends;
// sync, API and replay read.
//
// Folder: segments "blocks-<first height, 20 digits>.log", each a frame file (frame_file.h). Integers big-endian.
//   header frame, number 0:  4 format version (1) | 32 chain tag | 8 first height of the segment
//                            link: hash of the last frame of the segment before, zero in the log's first segment
//   data frame, number = height:
//                            32 block id | 4 length b | b block bytes | 4 length c | c certificate bytes
//                            c is 0 for an ancestor that a later block's certificate finalized (R7)
//
// Invariants: heights are contiguous from first_height(); a block is on disk, synced, when append() returns ok; a byte
// once synced is never written again.
// Threading: one thread at a time.
// Limits: kBlockBytesMax, kCertificateBytesMax; a segment is closed once it holds segment_bytes_max. Memory: 8 bytes a
// block. Opening reads and checks every byte of the log.
// Errors: Fault::kLocal names file, offset and what to do; after a failed append() the object refuses further ones.
#pragma once

#include <memory>
#include <optional>

#include "chain/codec/domain.h"
#include "chain/primitives/types.h"
#include "chain/storage/frame_file.h"

namespace xh::chain {

inline constexpr std::uint64_t kSegmentBytesDefault = 64U << 20;
inline constexpr std::size_t kBlockBytesMax = 64U << 20;
inline constexpr std::size_t kCertificateBytesMax = 1U << 20;

struct LoggedBlock {
  Height height;
  BlockId id;
  Bytes block;
  Bytes certificate;

  friend bool operator==(const LoggedBlock&, const LoggedBlock&) = default;
};

struct BlockLogOptions {
  std::uint64_t segment_bytes_max = kSegmentBytesDefault;
};

// Where a damaged log's good blocks end: what log_salvage.h needs to go on with them.
struct LogDamage {
  std::string segment;           // name of the first segment that is not wholly good
  std::uint64_t good_bytes = 0;  // of it; 0: nothing, not even its header
  std::string problem;
};

class BlockLog {
 public:
  // A new, empty log whose first block will be `first_height` (1, or the height after a snapshot). The folder must hold
  // no log yet.
  [[nodiscard]] static Result<std::unique_ptr<BlockLog>> create(FileSystem& disk, const std::string& dir,
                                                                const ChainTag& chain, Height first_height,
                                                                const BlockLogOptions& options = {});
  // An existing log, fully checked: every checksum, every link, every height. A torn tail is cut (tail_cut() tells);
  // damage, a missing segment, another chain's log or no log at all is a kLocal error. Damage and missing segments, and
  // nothing else, are described in `damage` (when given).
  [[nodiscard]] static Result<std::unique_ptr<BlockLog>> open(FileSystem& disk, const std::string& dir,
                                                              const ChainTag& chain,
                                                              const BlockLogOptions& options = {},
                                                              std::optional<LogDamage>* damage = nullptr);
  [[nodiscard]] static Result<bool> exists(const FileSystem& disk, const std::string& dir);
  // What a segment's name says; nothing for other names (and for height 0, which no log has).
  [[nodiscard]] static std::optional<Height> first_height_of_segment(std::string_view name);
  // Names of the segments, in their order. A folder that does not exist has none.
  [[nodiscard]] static Result<std::vector<std::string>> segments(const FileSystem& disk, const std::string& dir);

  // Writes and syncs. Needs block.height == next_height() and sizes within the limits (CHECK: only own, verified blocks
  // get here).
  [[nodiscard]] Status append(const LoggedBlock& block);

  // kNotFound outside the log; kLocal when the bytes on disk no longer match their checksum.
  [[nodiscard]] Result<LoggedBlock> read(Height height) const;

  [[nodiscard]] Height first_height() const { return first_height_; }
  [[nodiscard]] Height next_height() const { return Height{first_height_.value + index_.size()}; }
  [[nodiscard]] bool empty() const { return index_.empty(); }
  // What open() cut off, in words for the operator's log; empty when nothing.
  [[nodiscard]] const std::string& tail_cut() const { return tail_cut_; }

 private:
  struct Location {
    std::uint32_t segment;  // position in segments_
    std::uint32_t sector;   // offset / kSectorBytes
  };
  struct Segment {
    std::string path;
    std::unique_ptr<ReadFile> file;
  };

  BlockLog(FileSystem& disk, std::string dir, const ChainTag& chain, Height first_height,
           const BlockLogOptions& options);
  [[nodiscard]] Status start_segment();
  [[nodiscard]] Status add_segment(const std::string& path);
  [[nodiscard]] Status load_segment(const std::string& name, bool is_first, bool is_last);
  [[nodiscard]] Status load_frames(FrameReader& reader, const std::string& name, bool is_last);
  [[nodiscard]] std::unexpected<Error> damaged_at(const std::string& name, std::uint64_t good_bytes,
                                                  const std::string& what);
  [[nodiscard]] Status check_header(const Frame& header, const std::string& name, bool is_first);
  [[nodiscard]] Status cut_tail(const std::string& path, std::uint64_t size, const std::string& reason);

  FileSystem& disk_;
  std::string dir_;
  ChainTag chain_;
  Height first_height_;
  BlockLogOptions options_;
  std::vector<Segment> segments_;
  std::vector<Location> index_;  // of first_height_, first_height_ + 1, ...
  std::unique_ptr<AppendFile> tail_;
  Hash256 last_frame_hash_;
  std::string tail_cut_;
  std::optional<LogDamage> damage_;
  bool failed_ = false;
};

}  // namespace xh::chain
