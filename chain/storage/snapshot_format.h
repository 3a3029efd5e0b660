// What a snapshot consists of (docs/decisions/0012, "Snapshots and repair"): a manifest, and chunks that each prove
// themselves. Callers: chain/state/state_export (writes), state_import (restores), chain/storage/snapshot_folder
// (files), node (over the network). Stateless; every byte may be an attacker's and is refused, never asserted on.
//
// A record chunk holds all records whose leaf keys lie in a range, and the range proof under the state root of the
// manifest's header. The ranges cut the key space without a gap, in order. A list chunk holds rows of the store that
// are no leaves but whose root and count are in one (used keys, architecture decision 3); who knows the leaves checks
// them. Chunks are numbered: records first, lists behind.
//
// The manifest is believed because of its header: final under the set that the epoch links lead to from genesis. The
// rest of it (hashes, sizes) only says what to ask for; a lie in it shows when a chunk has the hash and proves nothing.
#pragma once

#include "chain/codec/codec.h"
#include "chain/ledger/genesis.h"
#include "chain/light/epochs.h"
#include "chain/light/fact.h"
#include "chain/merkle/range_proof.h"
#include "chain/state/record.h"

namespace xh::chain {

inline constexpr std::uint32_t kSnapshotFormat = 1;
inline constexpr std::size_t kSnapshotChunkTarget = 1U << 20;  // bytes: a chunk ends before the record that passes it
inline constexpr std::size_t kSnapshotChunkBytesMax =
    kRecordValueMax + kSnapshotChunkTarget;                // one record may be large
inline constexpr std::size_t kSnapshotChunksMax = 32'768;  // of either kind
inline constexpr std::size_t kSnapshotManifestBytesMax = 6U << 20;
inline constexpr std::size_t kSnapshotRecordsMax = 1U << 15;  // of one chunk
inline constexpr std::size_t kSnapshotRowsMax = 1U << 15;     // of one list chunk
inline constexpr std::size_t kSnapshotRowKeyMax = 64;
inline constexpr std::size_t kSnapshotRowMax = 4U << 20;

struct SnapshotRecord {
  Bytes raw_key;
  Hash256 secret;
  Height written;
  Bytes value;

  static constexpr auto fields() {
    return std::tuple(field<1>("raw_key", &SnapshotRecord::raw_key, kRawKeyMax),
                      field<2>("secret", &SnapshotRecord::secret), field<3>("written", &SnapshotRecord::written),
                      field<4>("value", &SnapshotRecord::value, kRecordValueMax));
  }
  friend bool operator==(const SnapshotRecord&, const SnapshotRecord&) = default;
};

struct RecordChunk {
  Hash256 first;  // the range, both ends included
  Hash256 last;
  std::vector<SnapshotRecord> records;  // by leaf key
  MapRangeProof proof;

  static constexpr auto fields() {
    return std::tuple(field<1>("first", &RecordChunk::first), field<2>("last", &RecordChunk::last),
                      field<3>("records", &RecordChunk::records, kSnapshotRecordsMax),
                      field<4>("proof", &RecordChunk::proof));
  }
  friend bool operator==(const RecordChunk&, const RecordChunk&) = default;
};

struct SnapshotRow {
  Bytes key;
  Bytes value;

  static constexpr auto fields() {
    return std::tuple(field<1>("key", &SnapshotRow::key, kSnapshotRowKeyMax),
                      field<2>("value", &SnapshotRow::value, kSnapshotRowMax));
  }
  friend bool operator==(const SnapshotRow&, const SnapshotRow&) = default;
};

struct ListChunk {
  std::vector<SnapshotRow> rows;  // by key

  static constexpr auto fields() { return std::tuple(field<1>("rows", &ListChunk::rows, kSnapshotRowsMax)); }
  friend bool operator==(const ListChunk&, const ListChunk&) = default;
};

struct RecordChunkInfo {
  Hash256 last;  // the first key follows from the chunk before
  std::uint32_t bytes = 0;
  Hash256 hash;  // SHA-256 of the chunk's bytes

  static constexpr auto fields() {
    return std::tuple(field<1>("last", &RecordChunkInfo::last), field<2>("bytes", &RecordChunkInfo::bytes),
                      field<3>("hash", &RecordChunkInfo::hash));
  }
  friend bool operator==(const RecordChunkInfo&, const RecordChunkInfo&) = default;
};

struct ListChunkInfo {
  std::uint32_t bytes = 0;
  Hash256 hash;

  static constexpr auto fields() {
    return std::tuple(field<1>("bytes", &ListChunkInfo::bytes), field<2>("hash", &ListChunkInfo::hash));
  }
  friend bool operator==(const ListChunkInfo&, const ListChunkInfo&) = default;
};

struct SnapshotManifest {
  std::uint32_t format = kSnapshotFormat;
  ChainTag chain;
  Height height;
  Bytes header;
  Finality finality;
  std::vector<EpochLink> epochs;  // from genesis to the header's epoch
  std::uint64_t records = 0;
  std::uint64_t list_bytes = 0;  // of all rows' values
  std::vector<RecordChunkInfo> record_chunks;
  std::vector<ListChunkInfo> list_chunks;

  static constexpr auto fields() {
    return std::tuple(field<1>("format", &SnapshotManifest::format), field<2>("chain", &SnapshotManifest::chain),
                      field<3>("height", &SnapshotManifest::height),
                      field<4>("header", &SnapshotManifest::header, Block::kMaxHeaderBytes),
                      field<5>("finality", &SnapshotManifest::finality),
                      field<6>("epochs", &SnapshotManifest::epochs, kMaxEpochLinks),
                      field<7>("records", &SnapshotManifest::records),
                      field<8>("list_bytes", &SnapshotManifest::list_bytes),
                      field<9>("record_chunks", &SnapshotManifest::record_chunks, kSnapshotChunksMax),
                      field<10>("list_chunks", &SnapshotManifest::list_chunks, kSnapshotChunksMax));
  }
  friend bool operator==(const SnapshotManifest&, const SnapshotManifest&) = default;

  [[nodiscard]] std::size_t chunk_count() const { return record_chunks.size() + list_chunks.size(); }
};

// What a manifest that was checked says.
struct SnapshotHead {
  Header header;
  BlockId block;
  ValidatorSet set;  // of the header's epoch
};

// Checks chain, epochs, finality of the header, and that sizes and ranges are within the rules. kInvalid says what is
// wrong.
[[nodiscard]] Result<SnapshotHead> check_manifest(const ChainContext& context, const SnapshotManifest& manifest);

// Needs a chunk number below the manifest's count (of record chunks for the range).
[[nodiscard]] KeyRange chunk_range(const SnapshotManifest& manifest, std::size_t chunk);
[[nodiscard]] std::uint32_t chunk_bytes(const SnapshotManifest& manifest, std::size_t chunk);
[[nodiscard]] const Hash256& chunk_hash(const SnapshotManifest& manifest, std::size_t chunk);

// Size and hash are those that the manifest names.
[[nodiscard]] bool is_chunk(const SnapshotManifest& manifest, std::size_t chunk, BytesView bytes);
// Decodes a chunk and checks it alone: its range, its records' shape, its proof under `root`. kInvalid.
[[nodiscard]] Result<RecordChunk> check_record_chunk(BytesView bytes, const KeyRange& range, const Hash256& root,
                                                     Height height);
// The leaves of a chunk's records, in their order.
[[nodiscard]] std::vector<MapLeaf> leaves_of(const RecordChunk& chunk);

[[nodiscard]] Hash256 snapshot_id(const SnapshotManifest& manifest);
// The key behind `key`; nothing behind the last one.
[[nodiscard]] std::optional<Hash256> key_behind(Hash256 key);
[[nodiscard]] Hash256 last_map_key();

}  // namespace xh::chain
