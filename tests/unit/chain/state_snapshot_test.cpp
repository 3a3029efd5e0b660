// A snapshot written from a state and read back: the same state or none, whatever is changed, cut or interrupted.
#include <boost/test/unit_test.hpp>

#include "chain/state/state_db.h"
#include "chain/state/state_export.h"
#include "chain/state/state_import.h"
#include "chain/storage/memory_file_system.h"
#include "chain/storage/memory_state_store.h"
#include "tests/unit/chain/ledger_fixture.h"

namespace xh::chain {
namespace {

constexpr const char* kDir = "data/snapshots";
constexpr Height kHeight{7};
const Bytes kLists{kStoreIndex, 'k'};

struct SmallState {
  Genesis genesis = test::sample_genesis();
  ChainContext context = make_context(genesis);
  MemoryFileSystem disk;
  MemoryStateStore store;
  std::unique_ptr<StateDb> db;
  SnapshotFolder folder{disk, kDir, context.tag};
  std::size_t chunk_target = 2'000;

  SmallState() {
    BOOST_REQUIRE(disk.create_dirs("data"));
    BOOST_REQUIRE(StateDb::create(store, context.tag));
    auto opened = StateDb::open(store, context.tag);
    BOOST_REQUIRE(opened.has_value());
    db = std::move(*opened);
    Overlay overlay(*db->finalized(), kHeight);
    for (std::uint8_t i = 0; i < 100; ++i) {
      overlay.put(StateKey(Bytes{'r', i}), Bytes(static_cast<std::size_t>(i) * 3, i),
                  i % 2 == 0 ? Hash256{} : test::filled<Hash256>(i));
    }
    commit(overlay);
  }

  void commit(const Overlay& overlay) {
    const auto branch = db->seal(db->finalized(), overlay);
    BOOST_REQUIRE(branch.has_value());
    StoreBatch rows;
    for (std::uint8_t i = 0; i < 50; ++i) rows.put(Bytes{kStoreIndex, 'k', i}, Bytes(64, i));
    rows.put(Bytes{kStoreIndex, 't', 1}, Bytes{1});
    BOOST_REQUIRE(db->commit(*branch, block_id_of(header((*branch)->root()))));
    BOOST_REQUIRE(store.write(rows));
  }

  [[nodiscard]] Header header() const { return header(db->finalized()->root()); }
  [[nodiscard]] Header header(const Hash256& root) const {
    Header out;
    out.chain = context.tag;
    out.height = kHeight;
    out.view = View{9};
    out.validator_set_hash = context.validator_set_hash;
    out.state_root = root;
    return out;
  }
  [[nodiscard]] SnapshotManifest head() const {
    SnapshotManifest out;
    out.chain = context.tag;
    out.height = kHeight;
    out.header = encode(header());
    out.finality.finalization =
        test::certificate_of({VoteKind::kFinalize, Epoch{0}, View{9}, View{8}, block_id_of(header())}, context, 3);
    return out;
  }

  Result<SnapshotManifest> write() {
    StateExport out(store.reader(), folder, kHeight, db->finalized()->root(), kLists, chunk_target);
    while (true) {
      auto more = out.advance();
      if (!more) return std::unexpected(more.error());
      if (!*more) return out.finish(head());
      out.prove(db->finalized()->tree());
    }
  }
  SnapshotManifest written() {
    auto manifest = write();
    BOOST_REQUIRE(manifest.has_value());
    return *manifest;
  }

  // Empty text: restored, and the state is the one that was written.
  std::string restore(const SnapshotManifest& manifest) {
    const auto checked = check_manifest(context, manifest);
    if (!checked) return checked.error().message;
    MemoryStateStore fresh;
    auto import = StateImport::begin(fresh, context.tag, kLists);
    BOOST_REQUIRE(import.has_value());
    for (std::size_t i = 0; i < manifest.chunk_count(); ++i) {
      const auto bytes = folder.chunk(manifest, i);
      if (!bytes) return bytes.error().message;
      if (auto ok = restore_chunk(*import, manifest, *checked, i, *bytes); !ok) return ok.error().message;
    }
    if (auto ok = import->finish(manifest, *checked); !ok) return ok.error().message;
    auto opened = StateDb::open(fresh, context.tag);
    if (!opened) return opened.error().message;
    return (*opened)->position() == db->position() ? "" : "another position";
  }
  static Status restore_chunk(StateImport& import, const SnapshotManifest& manifest, const SnapshotHead& checked,
                              std::size_t i, BytesView bytes) {
    if (i < manifest.record_chunks.size()) {
      auto chunk = check_record_chunk(bytes, chunk_range(manifest, i), checked.header.state_root, manifest.height);
      if (!chunk) return std::unexpected(chunk.error());
      return import.add(*chunk);
    }
    auto chunk = decode<ListChunk>(bytes);
    if (!chunk) return std::unexpected(chunk.error());
    return import.add(*chunk);
  }
};

std::vector<std::string> files_of(const MemoryFileSystem& disk) {
  const auto names = disk.list(kDir);
  return names ? *names : std::vector<std::string>{};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(state_snapshot, SmallState)

BOOST_AUTO_TEST_CASE(what_was_written_is_restored) {
  const auto manifest = written();
  BOOST_TEST(manifest.record_chunks.size() > 5U);
  BOOST_TEST(manifest.list_chunks.size() > 1U);
  BOOST_TEST(manifest.records == 100U);
  BOOST_TEST(manifest.list_bytes == 50U * 64U);
  BOOST_TEST(restore(manifest) == "");
  BOOST_TEST((*folder.manifest(kHeight) == manifest));
}

BOOST_AUTO_TEST_CASE(snapshot_is_of_the_moment_of_its_reader) {
  StateExport out(store.reader(), folder, kHeight, db->finalized()->root(), kLists, chunk_target);
  const StateTree tree = db->finalized()->tree();
  const Header before = header();
  const SnapshotManifest manifest_head = head();
  Overlay overlay(*db->finalized(), Height{8});
  for (std::uint8_t i = 0; i < 100; ++i) overlay.put(StateKey(Bytes{'r', i}), Bytes{0xee});
  const auto branch = db->seal(db->finalized(), overlay);
  BOOST_REQUIRE(branch.has_value());
  BOOST_REQUIRE(db->commit(*branch, {}));
  for (auto more = out.advance(); *more; more = out.advance()) out.prove(tree);
  const auto manifest = out.finish(manifest_head);
  BOOST_REQUIRE(manifest.has_value());
  for (std::size_t i = 0; i < manifest->record_chunks.size(); ++i) {
    BOOST_TEST(check_record_chunk(*folder.chunk(*manifest, i), chunk_range(*manifest, i), before.state_root, kHeight)
                   .has_value());
  }
}

BOOST_AUTO_TEST_CASE(state_that_contradicts_its_root_is_not_written) {
  auto& row = store.rows().at(record_row_key(map_key(Bytes{'r', 50})));
  row.back() ^= 1;
  BOOST_TEST(!write().has_value());
  BOOST_TEST(folder.heights()->empty());
}

BOOST_AUTO_TEST_CASE(every_flipped_byte_of_every_file_is_noticed) {
  const auto manifest = written();
  for (const auto& name : files_of(disk)) {
    const std::string path = join_path(kDir, name);
    const Bytes good = disk.content(path);
    for (std::size_t at = 0; at < good.size(); at += 41) {
      disk.flip_bits(path, at, 0x20);
      const auto read = folder.manifest(kHeight);
      BOOST_TEST((!read.has_value() || !restore(*read).empty()), name << " at " << at);
      disk.flip_bits(path, at, 0x20);
    }
    for (const std::size_t size : {std::size_t{0}, good.size() / 2, good.size() - 1}) {
      disk.cut(path, size);
      const auto read = folder.manifest(kHeight);
      BOOST_TEST((!read.has_value() || !restore(*read).empty()), name << " cut to " << size);
      disk.overwrite(path, good);
    }
    disk.erase(path);
    const auto read = folder.manifest(kHeight);
    BOOST_TEST((!read.has_value() || !restore(*read).empty()), name << " removed");
    disk.overwrite(path, good);
  }
  BOOST_TEST(restore(manifest) == "");
}

BOOST_AUTO_TEST_CASE(killed_at_every_disk_operation_leaves_a_whole_snapshot_or_none) {
  std::uint64_t operations = 0;
  for (bool finished = false; !finished; ++operations) {
    for (const auto bytes : {UnsyncedBytes::kLost, UnsyncedBytes::kZeroed, UnsyncedBytes::kHalfKept}) {
      for (const bool names : {false, true}) {
        disk.stop_after(operations);
        finished = write().has_value();
        disk.crash({bytes, names});
        const auto there = folder.heights();
        BOOST_REQUIRE(there.has_value());
        if (!there->empty()) BOOST_TEST(restore(*folder.manifest(kHeight)) == "", "after " << operations);
        BOOST_REQUIRE(folder.remove_unfinished().has_value());
        if (there->empty()) BOOST_TEST(files_of(disk).empty());
        if (!there->empty()) BOOST_REQUIRE(folder.remove(kHeight).has_value());
        BOOST_TEST(files_of(disk).empty());
      }
    }
  }
  BOOST_TEST(operations > 30U);
}

BOOST_AUTO_TEST_CASE(manifest_with_a_false_set_header_or_finality_is_refused) {
  const auto good = written();
  BOOST_REQUIRE(check_manifest(context, good).has_value());
  const auto refused = [&](auto change) {
    auto bad = good;
    change(bad);
    const auto checked = check_manifest(context, bad);
    return !checked && checked.error().fault == Fault::kInvalid;
  };
  BOOST_TEST(refused([&](SnapshotManifest& m) { m.finality.finalization.signatures[0].bytes[9] ^= 1; }));
  BOOST_TEST(refused([&](SnapshotManifest& m) {
    m.finality.finalization = test::certificate_of(m.finality.finalization.subject, context, 2);
  }));
  BOOST_TEST(refused([&](SnapshotManifest& m) { m.finality.finalization.subject.kind = VoteKind::kNotarize; }));
  BOOST_TEST(refused([&](SnapshotManifest& m) {
    auto header = *decode<Header>(m.header);
    header.state_root.bytes[0] ^= 1;
    m.header = encode(header);
  }));
  BOOST_TEST(refused([&](SnapshotManifest& m) { m.height = Height{8}; }));
  BOOST_TEST(refused([&](SnapshotManifest& m) { m.chain.bytes[0] ^= 1; }));
  BOOST_TEST(refused([&](SnapshotManifest& m) { m.format = 2; }));
  BOOST_TEST(refused([&](SnapshotManifest& m) { m.record_chunks.pop_back(); }));
  BOOST_TEST(refused([&](SnapshotManifest& m) { m.record_chunks.clear(); }));
  BOOST_TEST(refused([&](SnapshotManifest& m) { std::swap(m.record_chunks[0], m.record_chunks[1]); }));
  BOOST_TEST(refused([&](SnapshotManifest& m) { m.record_chunks[0].bytes = kSnapshotChunkBytesMax + 1; }));
  // An epoch that nobody ended, with a set of the liar's own making.
  BOOST_TEST(refused([&](SnapshotManifest& m) {
    EpochLink link{m.header, m.finality.finalization, context.validators};
    link.next.epoch = Epoch{1};
    m.epochs.push_back(link);
  }));
}

BOOST_AUTO_TEST_CASE(chunk_that_proves_other_records_is_refused) {
  const auto manifest = written();
  const Hash256 root = db->finalized()->root();
  const auto refused = [&](auto change) {
    auto chunk = *decode<RecordChunk>(*folder.chunk(manifest, 2));
    change(chunk);
    return !check_record_chunk(encode(chunk), chunk_range(manifest, 2), root, kHeight).has_value();
  };
  BOOST_TEST(!refused([](RecordChunk&) {}));
  BOOST_TEST(refused([](RecordChunk& c) { c.records.pop_back(); }));
  BOOST_TEST(refused([](RecordChunk& c) { c.records.push_back(c.records.back()); }));
  BOOST_TEST(refused([](RecordChunk& c) { c.records[0].value.push_back(0); }));
  BOOST_TEST(refused([](RecordChunk& c) { c.records[0].raw_key.push_back(0); }));
  BOOST_TEST(refused([](RecordChunk& c) { c.records[0].secret.bytes[3] ^= 1; }));
  BOOST_TEST(refused([](RecordChunk& c) { c.records[0].written = Height{8}; }));
  BOOST_TEST(refused([](RecordChunk& c) { std::swap(c.records[0], c.records[1]); }));
  BOOST_TEST(refused([](RecordChunk& c) { c.last = last_map_key(); }));
}

BOOST_AUTO_TEST_CASE(snapshot_that_does_not_add_up_is_refused) {
  auto manifest = written();
  ++manifest.records;
  BOOST_TEST(restore(manifest) != "");
  --manifest.records;
  --manifest.list_bytes;
  BOOST_TEST(restore(manifest) != "");
}

BOOST_AUTO_TEST_CASE(import_into_a_store_that_holds_something_is_refused) {
  BOOST_TEST(!StateImport::begin(store, context.tag, kLists).has_value());
}

BOOST_AUTO_TEST_CASE(the_newest_are_kept) {
  for (const std::uint64_t h : {3, 4, 5}) {
    auto manifest = head();
    manifest.height = Height{h};
    BOOST_REQUIRE(folder.write_chunk(Height{h}, 0, Bytes{1}));
    BOOST_REQUIRE(folder.write_manifest(manifest));
  }
  BOOST_REQUIRE(folder.keep_newest(2));
  BOOST_TEST((*folder.heights() == std::vector{Height{5}, Height{4}}));
  BOOST_TEST(files_of(disk).size() == 4U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::chain
