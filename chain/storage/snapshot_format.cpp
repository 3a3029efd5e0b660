#include "chain/storage/snapshot_format.h"

#include "chain/codec/domain.h"
#include "chain/primitives/check.h"

namespace xh::chain {
namespace {

Status check_ranges(const SnapshotManifest& manifest) {
  const auto& chunks = manifest.record_chunks;
  if (chunks.empty() || chunks.back().last != last_map_key()) return invalid("the record chunks do not cover all keys");
  for (std::size_t i = 1; i < chunks.size(); ++i) {
    if (!(chunks[i - 1].last < chunks[i].last)) return invalid("the record chunks are out of order");
  }
  return {};
}

Status check_sizes(const SnapshotManifest& manifest) {
  for (std::size_t i = 0; i < manifest.chunk_count(); ++i) {
    const auto bytes = chunk_bytes(manifest, i);
    if (bytes == 0 || bytes > kSnapshotChunkBytesMax)
      return invalid("chunk " + std::to_string(i) + " has a size out of range");
  }
  return {};
}

Record record_of(const SnapshotRecord& from) {
  return {from.secret, from.written, from.value};
}

}  // namespace

Result<SnapshotHead> check_manifest(const ChainContext& context, const SnapshotManifest& manifest) {
  if (manifest.format != kSnapshotFormat) return invalid("the snapshot has another format than this program's");
  if (manifest.chain != context.tag) return invalid("the snapshot is of another ledger");
  if (auto ok = check_ranges(manifest); !ok) return std::unexpected(ok.error());
  if (auto ok = check_sizes(manifest); !ok) return std::unexpected(ok.error());
  auto set = follow_epochs(context, manifest.epochs);
  if (!set) return invalid("the snapshot's epochs: " + set.error().message);
  auto header = verify_final_header(context.tag, *set, manifest.header, manifest.finality);
  if (!header) return invalid("the snapshot's header: " + header.error().message);
  if (header->height != manifest.height) return invalid("the snapshot's header has another height");
  return SnapshotHead{*header, block_id_of(manifest.header, context.tag), std::move(*set)};
}

KeyRange chunk_range(const SnapshotManifest& manifest, std::size_t chunk) {
  CHECK(chunk < manifest.record_chunks.size());
  KeyRange out{{}, manifest.record_chunks[chunk].last};
  if (chunk > 0) {
    const auto first = key_behind(manifest.record_chunks[chunk - 1].last);
    if (first) out.first = *first;
  }
  return out;
}

std::uint32_t chunk_bytes(const SnapshotManifest& manifest, std::size_t chunk) {
  const auto records = manifest.record_chunks.size();
  return chunk < records ? manifest.record_chunks[chunk].bytes : manifest.list_chunks.at(chunk - records).bytes;
}

const Hash256& chunk_hash(const SnapshotManifest& manifest, std::size_t chunk) {
  const auto records = manifest.record_chunks.size();
  return chunk < records ? manifest.record_chunks[chunk].hash : manifest.list_chunks.at(chunk - records).hash;
}

bool is_chunk(const SnapshotManifest& manifest, std::size_t chunk, BytesView bytes) {
  return bytes.size() == chunk_bytes(manifest, chunk) && sha256(bytes) == chunk_hash(manifest, chunk);
}

std::vector<MapLeaf> leaves_of(const RecordChunk& chunk) {
  std::vector<MapLeaf> out;
  out.reserve(chunk.records.size());
  for (const auto& record : chunk.records) {
    const Hash256 key = map_key(record.raw_key);
    out.push_back({key, leaf_value_hash(key, record_of(record))});
  }
  return out;
}

Result<RecordChunk> check_record_chunk(BytesView bytes, const KeyRange& range, const Hash256& root, Height height) {
  auto chunk = decode<RecordChunk>(bytes);
  if (!chunk) return chunk;
  if (chunk->first != range.first || chunk->last != range.last) return invalid("the chunk is of another range");
  for (const auto& record : chunk->records) {
    // The proof covers a record's height through its salt, and so not at all where it has none.
    if (record.written > height) return invalid("a record was written after the snapshot");
  }
  if (!verify_range(root, range, leaves_of(*chunk), chunk->proof)) {
    return invalid("the chunk's records are not those of the state root");
  }
  return chunk;
}

Hash256 snapshot_id(const SnapshotManifest& manifest) {
  return tagged_hash(tags::kSnapshot, manifest.chain, encode(manifest));
}

std::optional<Hash256> key_behind(Hash256 key) {
  for (std::size_t i = key.bytes.size(); i-- > 0;) {
    key.bytes[i] = static_cast<std::uint8_t>(key.bytes[i] + 1);
    if (key.bytes[i] != 0) return key;
  }
  return std::nullopt;
}

Hash256 last_map_key() {
  Hash256 out;
  out.bytes.fill(0xff);
  return out;
}

}  // namespace xh::chain
