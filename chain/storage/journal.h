// The consensus journal (R12): this validator's votes, certificates, certification results and unfinalized blocks of
// one epoch, on disk before anything of the same step leaves the process. The driver appends; at start it replays. It
// must never be restored from a backup.
//
// One frame file (frame_file.h), integers big-endian:
//   header frame, number 0:       4 format version (1) | 32 chain tag | 32 validator key | 8 epoch | 8 floor
//   data frame, number 1, 2, ...: 4 record count, then for each record 8 view | 4 length | bytes
// One append() is one frame and one sync, so a step is durable whole or not at all. Records are opaque here; their view
// only serves pruning. The floor is the highest view whose records may be gone.
//
// Threading: one thread at a time. Limits: kJournalRecordMax, kJournalStepRecordsMax, a step within kFrameBodyMax.
// Errors: Fault::kLocal for the disk; a journal that is missing, damaged or another's is no error but a JournalState,
// because the node then runs on and signs nothing in this epoch.
#pragma once

#include <memory>
#include <span>

#include "chain/codec/domain.h"
#include "chain/primitives/types.h"
#include "chain/storage/frame_file.h"

namespace xh::chain {

inline constexpr std::size_t kJournalRecordMax = 65U << 20;
inline constexpr std::size_t kJournalStepRecordsMax = 1U << 16;

struct JournalIdentity {
  ChainTag chain;
  PublicKey validator;
  Epoch epoch;

  friend bool operator==(const JournalIdentity&, const JournalIdentity&) = default;
};

struct JournalRecord {
  View view;
  Bytes bytes;

  friend bool operator==(const JournalRecord&, const JournalRecord&) = default;
};

enum class JournalState : std::uint8_t {
  kIntact,   // replayed; this key may sign (after R12's question to the other members)
  kMissing,  // no file: right only for a key that never signed in this epoch
  kDamaged,  // a complete record is bad: this key signs nothing more in this epoch
  kForeign,  // of another chain, validator or epoch: this key signs nothing more in this epoch
};

class Journal;

struct JournalOpening {
  JournalState state = JournalState::kMissing;
  std::unique_ptr<Journal> journal;    // kIntact only
  std::vector<JournalRecord> records;  // in order; kDamaged: those before the damage, for evidence only
  std::string message;                 // what was cut (kIntact, may be empty), or what is wrong and what to do
};

class Journal {
 public:
  // A new, empty journal. The file must not exist: an old journal is never overwritten (kLocal).
  [[nodiscard]] static Result<std::unique_ptr<Journal>> create(FileSystem& disk, const std::string& path,
                                                               const JournalIdentity& identity);
  // Replays an existing one. A torn tail is cut and work goes on: nothing of it had left this process.
  [[nodiscard]] static Result<JournalOpening> open(FileSystem& disk, const std::string& path,
                                                   const JournalIdentity& identity);

  // Durable when it returns ok. An empty step costs nothing. After an error the object refuses everything: stop the
  // node.
  [[nodiscard]] Status append(std::span<const JournalRecord> step);

  // Drops all records with view <= floor by writing a new file and renaming it over the old one. Needs floor >=
  // this->floor().
  [[nodiscard]] Status prune(View floor);

  [[nodiscard]] View floor() const { return floor_; }
  [[nodiscard]] std::uint64_t size_bytes() const { return file_->size(); }  // for deciding when to prune
  [[nodiscard]] const JournalIdentity& identity() const { return identity_; }

 private:
  Journal(FileSystem& disk, std::string path, const JournalIdentity& identity, View floor);
  [[nodiscard]] Status load(const ReadFile& file, JournalOpening& out);
  [[nodiscard]] JournalState check_header(BytesView body);
  [[nodiscard]] Status load_steps(FrameReader& reader, JournalOpening& out);
  [[nodiscard]] Result<std::vector<JournalRecord>> read_all() const;
  [[nodiscard]] Status replace_file(const std::vector<JournalRecord>& records);

  FileSystem& disk_;
  std::string path_;
  JournalIdentity identity_;
  View floor_;
  std::unique_ptr<AppendFile> file_;
  std::uint64_t next_number_ = 1;
  Hash256 last_frame_hash_;
  bool failed_ = false;
};

}  // namespace xh::chain
