#include "chain/storage/leveldb_state_store.h"

#include <leveldb/cache.h>
#include <leveldb/db.h>
#include <leveldb/filter_policy.h>
#include <leveldb/write_batch.h>

#include <cerrno>
#include <cstring>

#include "chain/primitives/check.h"

namespace xh::chain {
namespace {

// An empty view may be null, which LevelDB would hand to memcmp: it gets an empty text instead.
leveldb::Slice slice(BytesView bytes) {
  if (bytes.empty()) return {};
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

BytesView view(const leveldb::Slice& from) {
  return as_bytes({from.data(), from.size()});
}

leveldb::ReadOptions read_options(bool fill_cache) {
  leveldb::ReadOptions options;
  options.verify_checksums = true;
  options.fill_cache = fill_cache;
  return options;
}

std::unexpected<Error> store_error(const std::string& operation, const std::string& dir,
                                   const leveldb::Status& status) {
  return local_fault("cannot " + operation + " the state store " + dir + ": " + status.ToString() +
                     ". Stop the node and rebuild the state from a verified snapshot and the block log");
}

// What is missing, malformed, cut short or fails its checksum is damage; the rest (permission, full disk, no
// descriptors) is not. LevelDB maps tables into memory, and a read behind a table's end comes back as EINVAL.
StoreTrouble trouble_of(const leveldb::Status& status) {
  if (status.ok()) return StoreTrouble::kNone;
  const bool content = status.IsCorruption() || status.IsNotFound() || status.IsInvalidArgument();
  const bool cut_short = status.IsIOError() && status.ToString().ends_with(std::strerror(EINVAL));
  return content || cut_short ? StoreTrouble::kDamaged : StoreTrouble::kInputOutput;
}

}  // namespace

struct LevelDbStateStore::Impl {
  std::string dir;
  std::unique_ptr<leveldb::Cache> cache;
  std::unique_ptr<const leveldb::FilterPolicy> filter;
  std::unique_ptr<leveldb::DB> db;  // after what it uses: it is destroyed first
  mutable bool failed = false;
  mutable StoreTrouble trouble = StoreTrouble::kNone;

  [[nodiscard]] std::unexpected<Error> fail(const std::string& operation, const leveldb::Status& status) const {
    if (!failed) trouble = trouble_of(status);
    failed = true;
    return store_error(operation, dir, status);
  }
  [[nodiscard]] std::unexpected<Error> refuse() const {
    return local_fault("the state store " + dir + " failed earlier: restart the node");
  }

  [[nodiscard]] static Result<std::shared_ptr<Impl>> open(const std::string& dir, bool create, StoreTrouble* why) {
    auto impl = std::make_shared<Impl>();
    impl->dir = dir;
    impl->cache.reset(leveldb::NewLRUCache(kLevelDbCacheBytes));
    impl->filter.reset(leveldb::NewBloomFilterPolicy(kBloomBitsPerKey));
    leveldb::Options options;
    options.create_if_missing = create;
    options.error_if_exists = create;
    options.paranoid_checks = true;
    options.compression = leveldb::kNoCompression;
    options.write_buffer_size = kLevelDbWriteBufferBytes;
    options.max_open_files = kLevelDbOpenFilesMax;
    options.block_cache = impl->cache.get();
    options.filter_policy = impl->filter.get();
    leveldb::DB* db = nullptr;
    const leveldb::Status status = leveldb::DB::Open(options, dir, &db);
    if (why != nullptr) *why = trouble_of(status);
    if (!status.ok()) return store_error(create ? "create" : "open", dir, status);
    impl->db.reset(db);
    return impl;
  }
};

namespace {

// LevelDB's own snapshot; reads of it are thread-safe. Its errors are the caller's: they do not stop the store.
class LevelDbReader final : public StateReader {
 public:
  LevelDbReader(std::shared_ptr<leveldb::DB> db, std::string dir)
      : db_(std::move(db)), dir_(std::move(dir)), snapshot_(db_->GetSnapshot()) {}
  ~LevelDbReader() override { db_->ReleaseSnapshot(snapshot_); }

  Status scan(BytesView prefix, BytesView from, const Visit& visit) const override {
    auto options = read_options(false);
    options.snapshot = snapshot_;
    const std::unique_ptr<leveldb::Iterator> it(db_->NewIterator(options));
    const auto low = slice(prefix).compare(slice(from)) < 0 ? slice(from) : slice(prefix);
    for (it->Seek(low); it->Valid() && it->key().starts_with(slice(prefix)); it->Next()) {
      const auto go_on = visit(view(it->key()), view(it->value()));
      if (!go_on) return std::unexpected(go_on.error());
      if (!*go_on) return {};
    }
    if (!it->status().ok()) return store_error("read", dir_, it->status());
    return {};
  }

 private:
  std::shared_ptr<leveldb::DB> db_;
  std::string dir_;
  const leveldb::Snapshot* snapshot_;
};

}  // namespace

LevelDbStateStore::LevelDbStateStore(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
LevelDbStateStore::~LevelDbStateStore() = default;

Result<std::unique_ptr<LevelDbStateStore>> LevelDbStateStore::create(const std::string& dir) {
  auto impl = Impl::open(dir, true, nullptr);
  if (!impl) return std::unexpected(impl.error());
  return std::unique_ptr<LevelDbStateStore>(new LevelDbStateStore(std::move(*impl)));
}

Result<std::unique_ptr<LevelDbStateStore>> LevelDbStateStore::open(const std::string& dir, StoreTrouble* trouble) {
  auto impl = Impl::open(dir, false, trouble);
  if (!impl) return std::unexpected(impl.error());
  return std::unique_ptr<LevelDbStateStore>(new LevelDbStateStore(std::move(*impl)));
}

Status LevelDbStateStore::destroy(const std::string& dir) {
  const leveldb::Status status = leveldb::DestroyDB(dir, {});
  if (!status.ok()) return store_error("delete", dir, status);
  return {};
}

Result<std::optional<Bytes>> LevelDbStateStore::get(BytesView key) const {
  if (impl_->failed) return impl_->refuse();
  std::string value;
  const leveldb::Status status = impl_->db->Get(read_options(true), slice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return impl_->fail("read", status);
  const BytesView bytes = as_bytes(value);
  return Bytes(bytes.begin(), bytes.end());
}

Status LevelDbStateStore::write(const StoreBatch& batch) {
  if (impl_->failed) return impl_->refuse();
  leveldb::WriteBatch writes;
  for (const auto& write : batch.writes()) {
    if (write.value) {
      writes.Put(slice(write.key), slice(*write.value));
    } else {
      writes.Delete(slice(write.key));
    }
  }
  leveldb::WriteOptions options;
  options.sync = true;
  const leveldb::Status status = impl_->db->Write(options, &writes);
  if (!status.ok()) return impl_->fail("write", status);
  return {};
}

Status LevelDbStateStore::for_each(BytesView prefix, const Visit& visit) const {
  if (impl_->failed) return impl_->refuse();
  const std::unique_ptr<leveldb::Iterator> it(impl_->db->NewIterator(read_options(false)));
  for (it->Seek(slice(prefix)); it->Valid() && it->key().starts_with(slice(prefix)); it->Next()) {
    if (auto visited = visit(view(it->key()), view(it->value())); !visited) return visited;
  }
  if (!it->status().ok()) return impl_->fail("read", it->status());
  return {};
}

std::shared_ptr<const StateReader> LevelDbStateStore::reader() const {
  // The database goes after what it uses (cache, filter): a reader keeps all of it.
  return std::make_shared<const LevelDbReader>(std::shared_ptr<leveldb::DB>(impl_, impl_->db.get()), impl_->dir);
}

StoreTrouble LevelDbStateStore::trouble() const {
  return impl_->trouble;
}

}  // namespace xh::chain
