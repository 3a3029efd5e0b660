#include "chain/storage/journal.h"

#include <cstring>

#include "chain/primitives/check.h"

namespace xh::chain {
namespace {

constexpr std::uint32_t kFormatVersion = 1;
constexpr std::size_t kHeaderBodyBytes = 4 + 32 + 32 + 8 + 8;
constexpr const char* kSignNoMore =
    ". This validator key signs nothing more in this epoch; keep the file for inspection";

Bytes encode_header(const JournalIdentity& identity, View floor) {
  Bytes out;
  append_be32(out, kFormatVersion);
  append(out, identity.chain.view());
  append(out, identity.validator.view());
  append_be64(out, identity.epoch.value);
  append_be64(out, floor.value);
  return out;
}

struct Header {
  std::uint32_t version = 0;
  JournalIdentity identity;
  View floor;
};

std::optional<Header> decode_header(BytesView body) {
  if (body.size() != kHeaderBodyBytes) return std::nullopt;
  Header out;
  out.version = read_be32(body.data());
  std::memcpy(out.identity.chain.bytes.data(), body.data() + 4, 32);
  std::memcpy(out.identity.validator.bytes.data(), body.data() + 36, 32);
  out.identity.epoch = Epoch{read_be64(body.data() + 68)};
  out.floor = View{read_be64(body.data() + 76)};
  return out;
}

Bytes encode_step(std::span<const JournalRecord> step) {
  Bytes out;
  append_be32(out, static_cast<std::uint32_t>(step.size()));
  for (const JournalRecord& record : step) {
    append_be64(out, record.view.value);
    append_be32(out, static_cast<std::uint32_t>(record.bytes.size()));
    append(out, record.bytes);
  }
  return out;
}

// Appends the step's records to `out`; false when the lengths do not add up.
bool decode_step(BytesView body, std::vector<JournalRecord>& out) {
  if (body.size() < 4) return false;
  std::uint32_t count = read_be32(body.data());
  body = body.subspan(4);
  for (; count > 0; --count) {
    if (body.size() < 12) return false;
    const View view{read_be64(body.data())};
    const std::size_t size = read_be32(body.data() + 8);
    if (size > body.size() - 12) return false;
    out.push_back({view, Bytes(body.begin() + 12, body.begin() + 12 + static_cast<std::ptrdiff_t>(size))});
    body = body.subspan(12 + size);
  }
  return body.empty();
}

}  // namespace

Journal::Journal(FileSystem& disk, std::string path, const JournalIdentity& identity, View floor)
    : disk_(disk), path_(std::move(path)), identity_(identity), floor_(floor) {}

Result<std::unique_ptr<Journal>> Journal::create(FileSystem& disk, const std::string& path,
                                                 const JournalIdentity& identity) {
  auto old = disk.exists(path);
  if (!old) return std::unexpected(old.error());
  if (*old) return local_fault("cannot create the journal " + path + ": it exists, and a journal is never overwritten");
  std::unique_ptr<Journal> journal(new Journal(disk, path, identity, View{}));
  if (auto made = journal->replace_file({}); !made) return std::unexpected(made.error());
  return journal;
}

Result<JournalOpening> Journal::open(FileSystem& disk, const std::string& path, const JournalIdentity& identity) {
  JournalOpening out;
  auto file = disk.open_read(path);
  if (!file && file.error().fault == Fault::kNotFound) {
    out.message = path + ": there is no journal" + kSignNoMore + " unless this key is new to it";
    return out;
  }
  if (!file) return std::unexpected(file.error());
  out.journal.reset(new Journal(disk, path, identity, View{}));
  if (auto loaded = out.journal->load(**file, out); !loaded) return std::unexpected(loaded.error());
  if (out.state != JournalState::kIntact) out.journal.reset();
  return out;
}

Status Journal::load(const ReadFile& file, JournalOpening& out) {
  auto size = file.size();
  if (!size) return std::unexpected(size.error());
  FrameReader reader(file, *size, 0, Hash256{});
  auto header = reader.next(FrameKind::kHeader, 0);
  if (!header) return std::unexpected(header.error());
  // The header came by rename, whole and synced: nothing excuses a bad one, a torn one included.
  out.state = header->verdict == FrameVerdict::kFrame ? check_header(header->frame.body) : JournalState::kDamaged;
  if (out.state != JournalState::kIntact) {
    const bool foreign = out.state == JournalState::kForeign;
    out.message =
        path_ + (foreign ? ": of another chain, validator key, epoch or format" : ": bad header") + kSignNoMore;
    return {};
  }
  last_frame_hash_ = header->frame.hash;
  if (auto loaded = load_steps(reader, out); !loaded) return loaded;
  if (out.state != JournalState::kIntact) return {};
  auto tail = disk_.open_append(path_, OpenMode::kExisting);
  if (!tail) return std::unexpected(tail.error());
  file_ = std::move(*tail);
  return {};
}

JournalState Journal::check_header(BytesView body) {
  const auto header = decode_header(body);
  if (!header) return JournalState::kDamaged;
  if (header->version != kFormatVersion || header->identity != identity_) return JournalState::kForeign;
  floor_ = header->floor;
  return JournalState::kIntact;
}

Status Journal::load_steps(FrameReader& reader, JournalOpening& out) {
  while (true) {
    auto reading = reader.next(FrameKind::kData, next_number_);
    if (!reading) return std::unexpected(reading.error());
    if (reading->verdict == FrameVerdict::kEnd) return {};
    if (reading->verdict == FrameVerdict::kTorn) {
      out.message = path_ + ": " + reading->problem + "; nothing of it had left this process, it has been cut off";
      return disk_.truncate(path_, reader.offset());
    }
    const bool sound = reading->verdict == FrameVerdict::kFrame && decode_step(reading->frame.body, out.records);
    if (!sound) {
      out.state = JournalState::kDamaged;
      out.message =
          path_ + ": " + (reading->problem.empty() ? "a step with wrong lengths" : reading->problem) + kSignNoMore;
      return {};
    }
    last_frame_hash_ = reading->frame.hash;
    ++next_number_;
  }
}

Status Journal::append(std::span<const JournalRecord> step) {
  if (step.empty()) return {};
  CHECK(step.size() <= kJournalStepRecordsMax);
  for (const JournalRecord& record : step) CHECK(record.bytes.size() <= kJournalRecordMax);
  if (failed_) return local_fault("the journal " + path_ + " failed earlier: restart the node");
  failed_ = true;  // until everything below is through
  Frame frame{FrameKind::kData, next_number_, last_frame_hash_, encode_step(step), {}, 0, 0};
  if (auto written = file_->append(encode_frame(frame)); !written) return written;
  if (auto synced = file_->sync(); !synced) return synced;
  last_frame_hash_ = frame.hash;
  ++next_number_;
  failed_ = false;
  return {};
}

Status Journal::prune(View floor) {
  CHECK(floor >= floor_);
  if (failed_) return local_fault("the journal " + path_ + " failed earlier: restart the node");
  failed_ = true;  // until everything below is through
  auto records = read_all();
  if (!records) return std::unexpected(records.error());
  std::erase_if(*records, [&](const JournalRecord& record) { return record.view <= floor; });
  floor_ = floor;
  if (auto replaced = replace_file(*records); !replaced) return replaced;
  failed_ = false;
  return {};
}

Result<std::vector<JournalRecord>> Journal::read_all() const {
  auto again = open(disk_, path_, identity_);
  if (!again) return std::unexpected(again.error());
  // This process wrote and synced the file: a tail cut now, or a last frame that is not ours, is damage as well.
  const bool same = again->state == JournalState::kIntact && again->journal->last_frame_hash_ == last_frame_hash_;
  if (!same) return local_fault(path_ + ": the journal changed on disk while in use. " + again->message);
  return std::move(again->records);
}

// A new file with these records, one frame each: it is complete before it gets its name, so no torn write can part
// them.
Status Journal::replace_file(const std::vector<JournalRecord>& records) {
  std::vector<Frame> frames;
  frames.push_back({FrameKind::kHeader, 0, {}, encode_header(identity_, floor_), {}, 0, 0});
  next_number_ = 1;
  for (const JournalRecord& record : records) {
    frames.push_back({FrameKind::kData, next_number_++, {}, encode_step({&record, 1}), {}, 0, 0});
  }
  if (auto written = write_frame_file(disk_, path_, frames); !written) return written;
  auto file = disk_.open_append(path_, OpenMode::kExisting);
  if (!file) return std::unexpected(file.error());
  file_ = std::move(*file);
  last_frame_hash_ = frames.back().hash;
  return {};
}

}  // namespace xh::chain
