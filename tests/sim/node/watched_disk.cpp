#include "tests/sim/node/watched_disk.h"

#include <algorithm>
#include <utility>

#include "chain/codec/codec.h"
#include "consensus/journal.h"

namespace xh::sim {
namespace {

constexpr std::uint64_t kSector = 512;
constexpr std::uint64_t kHead = 116;
constexpr std::uint32_t kMagic = 0x58484631;  // "XHF1"
constexpr std::uint32_t kData = 2;

// A record of the voting journal as it lies on disk: the engine's record and, for a block, the block (R12).
struct Recorded {
  consensus::JournalRecord record;
  std::optional<chain::Block> block;
  static constexpr auto fields() {
    return std::tuple(chain::field<1>("record", &Recorded::record), chain::field<2>("block", &Recorded::block));
  }
};

bool is_journal(const std::string& path) {
  return path.find("journal") != std::string::npos && !path.ends_with(".tmp");
}
// The head's checksum of body and padding (bytes 52 to 84).
bool intact(const chain::ReadFile& file, const chain::Bytes& head, std::uint64_t at, std::uint64_t end) {
  const auto padded = file.read(at + kHead, static_cast<std::size_t>(end - at - kHead));
  return padded && std::ranges::equal(chain::sha256(*padded).bytes, chain::BytesView(head).subspan(52, 32));
}
bool is_log(const std::string& path) {
  return path.find("/blocks-") != std::string::npos && path.ends_with(".log");
}

}  // namespace

class WatchedDisk::File final : public chain::AppendFile {
 public:
  File(WatchedDisk& disk, std::string path, std::unique_ptr<chain::AppendFile> file)
      : disk_(disk), path_(std::move(path)), file_(std::move(file)) {}
  chain::Status append(chain::BytesView data) override { return file_->append(data); }
  chain::Status sync() override {
    auto ok = file_->sync();
    if (ok) disk_.synced(path_);
    return ok;
  }
  std::uint64_t size() const override { return file_->size(); }

 private:
  WatchedDisk& disk_;
  std::string path_;
  std::unique_ptr<chain::AppendFile> file_;
};

WatchedDisk::WatchedDisk(chain::FileSystem& disk, chain::ChainTag chain, DurableSink sink)
    : disk_(disk), chain_(chain), sink_(std::move(sink)) {}
WatchedDisk::~WatchedDisk() = default;

void WatchedDisk::restarted() {
  for (const auto* dir : {"data", "data/blocks"}) {
    const auto names = disk_.list(dir);
    if (!names) continue;
    for (const auto& name : *names) {
      const auto path = chain::join_path(dir, name);
      const auto file = disk_.open_read(path);
      if (!file) continue;
      auto& read_to = read_to_[path];
      read_to = std::min(read_to, (*file)->size().value_or(0) / kSector * kSector);
      synced(path, true);
    }
  }
}

void WatchedDisk::synced(const std::string& path, bool unsure) {
  if (!is_journal(path) && !is_log(path)) return;
  const auto file = disk_.open_read(path);
  if (!file) return;
  const auto size = (*file)->size().value_or(0);
  auto& at = read_to_[path];
  while (at + kHead <= size) {
    const auto head = (*file)->read(at, kHead);
    if (!head || head->size() != kHead || chain::read_be32(head->data()) != kMagic) return;  // torn: rewritten later
    const auto kind = chain::read_be32(head->data() + 4);
    const std::uint64_t length = chain::read_be32(head->data() + 8);
    const auto end = at + (kHead + length + kSector - 1) / kSector * kSector;
    if (end > size) return;
    if (kind == kData) {
      const auto body = (*file)->read(at + kHead, static_cast<std::size_t>(length));
      if (!body || body->size() != length) return;
      if (unsure && !intact(**file, *head, at, end)) return;
      read_frame(path, *body);
    }
    at = end;
  }
}

void WatchedDisk::read_frame(const std::string& path, chain::BytesView body) {
  if (is_journal(path))
    read_step(body);
  else
    read_logged(body);
}

// 4 record count, then for each record 8 view | 4 length | bytes.
void WatchedDisk::read_step(chain::BytesView body) {
  if (body.size() < 4) return sink_.problem("a journal frame is too short");
  const auto count = chain::read_be32(body.data());
  std::size_t at = 4;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (body.size() - at < 12) return sink_.problem("a journal record is cut off");
    const std::size_t length = chain::read_be32(body.data() + at + 8);
    at += 12;
    if (body.size() - at < length) return sink_.problem("a journal record is cut off");
    const auto recorded = chain::decode<Recorded>(body.subspan(at, length));
    at += length;
    if (!recorded) return sink_.problem("a journal record does not decode: " + recorded.error().message);
    if (recorded->block) sink_.block(chain::block_id_of(recorded->block->header, chain_));
    if (recorded->record.vote) sink_.vote(*recorded->record.vote);
    if (recorded->record.certificate) sink_.certificate(*recorded->record.certificate);
  }
}

// 32 block id | 4 length b | b block | 4 length c | c certificate.
void WatchedDisk::read_logged(chain::BytesView body) {
  if (body.size() < 40) return sink_.problem("a block log frame is too short");
  chain::BlockId id;
  std::copy_n(body.begin(), id.bytes.size(), id.bytes.begin());
  sink_.block(id);
  const std::size_t block = chain::read_be32(body.data() + 32);
  if (body.size() < 40 + block) return sink_.problem("a block log frame is cut off");
  const auto certificate = body.subspan(40 + block);
  if (certificate.empty()) return;
  const auto decoded = chain::decode<chain::Certificate>(certificate);
  if (!decoded) return sink_.problem("a certificate of the block log does not decode");
  sink_.certificate(*decoded);
}

chain::Result<std::unique_ptr<chain::AppendFile>> WatchedDisk::open_append(const std::string& path,
                                                                           chain::OpenMode mode) {
  auto file = disk_.open_append(path, mode);
  if (!file) return std::unexpected(file.error());
  if (mode == chain::OpenMode::kCreateNew) read_to_[path] = 0;
  return std::make_unique<File>(*this, path, std::move(*file));
}
chain::Result<std::unique_ptr<chain::ReadFile>> WatchedDisk::open_read(const std::string& path) const {
  return disk_.open_read(path);
}
chain::Result<bool> WatchedDisk::exists(const std::string& path) const {
  return disk_.exists(path);
}
chain::Result<std::vector<std::string>> WatchedDisk::list(const std::string& dir) const {
  return disk_.list(dir);
}
chain::Status WatchedDisk::create_dirs(const std::string& dir) {
  return disk_.create_dirs(dir);
}
chain::Status WatchedDisk::truncate(const std::string& path, std::uint64_t size) {
  read_to_[path] = std::min(read_to_[path], size);
  return disk_.truncate(path, size);
}
chain::Status WatchedDisk::rename(const std::string& from, const std::string& to) {
  auto ok = disk_.rename(from, to);
  if (ok) {
    read_to_.erase(from);
    read_to_[to] = 0;
    synced(to, true);  // write_frame_file syncs before the rename; a damaged file that is set aside stays unread
  }
  return ok;
}
chain::Status WatchedDisk::remove(const std::string& path) {
  return disk_.remove(path);
}
chain::Status WatchedDisk::sync_dir(const std::string& dir) {
  return disk_.sync_dir(dir);
}
chain::Result<std::unique_ptr<chain::FileLock>> WatchedDisk::lock(const std::string& path) {
  return disk_.lock(path);
}

}  // namespace xh::sim
