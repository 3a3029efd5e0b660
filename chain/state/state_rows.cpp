#include "chain/state/state_rows.h"

#include <cstring>

#include "chain/merkle/map_proof.h"

namespace xh::chain {
namespace {

constexpr std::size_t kPositionRowBytes = 8 + 32 + 32 + 8;
constexpr std::size_t kRecordRowHeadBytes = 4;
constexpr std::size_t kRecordRowMiddleBytes = 32 + 8;

Bytes named_key(std::uint8_t space, std::string_view name) {
  Bytes out{space};
  append(out, as_bytes(name));
  return out;
}

Hash256 read_hash(BytesView from) {
  Hash256 out;
  std::memcpy(out.bytes.data(), from.data(), 32);
  return out;
}

std::unexpected<Error> damaged(const std::string& what) {
  return local_fault("the state store is damaged (" + what +
                     "): rebuild the state from a verified snapshot and the block log");
}

}  // namespace

Bytes format_row_key() {
  return named_key(kStoreMeta, "format");
}
Bytes position_row_key() {
  return named_key(kStoreMeta, "position");
}

Bytes record_row_key(const Hash256& leaf_key) {
  Bytes out{kStoreRecord};
  append(out, leaf_key.view());
  return out;
}

Bytes undo_row_key(Height height) {
  Bytes out{kStoreUndo};
  append_be64(out, height.value);
  return out;
}

Bytes encode_format_row(const ChainTag& chain) {
  Bytes out;
  append_be32(out, kStateFormatVersion);
  append(out, chain.view());
  return out;
}

Status check_format_row(BytesView row, const ChainTag& chain) {
  if (row.size() != kFormatRowBytes) return damaged("format row of a wrong length");
  if (read_be32(row.data()) != kStateFormatVersion) {
    return local_fault("the state store was written by another version of this program (format " +
                       std::to_string(read_be32(row.data())) + "): use that version or rebuild the state");
  }
  if (std::memcmp(row.data() + 4, chain.bytes.data(), 32) != 0) {
    return local_fault("the state store is of another chain or genesis: check the data folder and genesis file");
  }
  return {};
}

Bytes encode_position_row(const PositionRow& row) {
  Bytes out;
  append_be64(out, row.position.height.value);
  append(out, row.position.block.view());
  append(out, row.position.root.view());
  append_be64(out, row.records);
  return out;
}

Result<PositionRow> decode_position_row(BytesView row) {
  if (row.size() != kPositionRowBytes) return damaged("position row of a wrong length");
  PositionRow out;
  out.position.height = Height{read_be64(row.data())};
  out.position.block = retag<BlockId>(read_hash(row.subspan(8)));
  out.position.root = read_hash(row.subspan(40));
  out.records = read_be64(row.data() + 72);
  return out;
}

Bytes encode_record_row(BytesView raw_key, const Record& record) {
  Bytes out;
  out.reserve(kRecordRowHeadBytes + raw_key.size() + kRecordRowMiddleBytes + record.value.size());
  append_be32(out, static_cast<std::uint32_t>(raw_key.size()));
  append(out, raw_key);
  append(out, record.secret.view());
  append_be64(out, record.written.value);
  append(out, record.value);
  return out;
}

Result<RecordRow> decode_record_row(const Hash256& leaf_key, BytesView row) {
  if (row.size() < kRecordRowHeadBytes + kRecordRowMiddleBytes) return damaged("record row too short");
  const std::size_t raw_bytes = read_be32(row.data());
  if (raw_bytes > row.size() - kRecordRowHeadBytes - kRecordRowMiddleBytes) return damaged("record row too short");
  const BytesView raw = row.subspan(kRecordRowHeadBytes, raw_bytes);
  if (map_key(raw) != leaf_key) return damaged("record row under another key");
  const BytesView rest = row.subspan(kRecordRowHeadBytes + raw_bytes);
  const BytesView value = rest.subspan(kRecordRowMiddleBytes);
  return RecordRow{Bytes(raw.begin(), raw.end()),
                   Record{read_hash(rest), Height{read_be64(rest.data() + 32)}, Bytes(value.begin(), value.end())}};
}

Bytes encode_undo_row(const std::vector<StateChange>& changes) {
  Bytes out;
  append_be32(out, static_cast<std::uint32_t>(changes.size()));
  for (const StateChange& change : changes) {
    const Bytes row = change.before ? encode_record_row(change.raw_key, *change.before) : Bytes{};
    append(out, change.leaf_key.view());
    append_be32(out, static_cast<std::uint32_t>(row.size()));
    append(out, row);
  }
  return out;
}

Result<std::vector<UndoEntry>> decode_undo_row(BytesView row) {
  if (row.size() < 4) return damaged("undo row too short");
  const std::uint32_t count = read_be32(row.data());
  BytesView rest = row.subspan(4);
  std::vector<UndoEntry> out;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (rest.size() < 36) return damaged("undo row too short");
    const Hash256 leaf_key = read_hash(rest);
    const std::size_t bytes = read_be32(rest.data() + 32);
    if (bytes > rest.size() - 36) return damaged("undo row too short");
    if (!out.empty() && !(out.back().leaf_key < leaf_key)) return damaged("undo row out of order");
    out.push_back({leaf_key, nullptr});
    if (bytes > 0) {
      auto before = decode_record_row(leaf_key, rest.subspan(36, bytes));
      if (!before) return std::unexpected(before.error());
      out.back().before = std::make_shared<const Record>(std::move(before->record));
    }
    rest = rest.subspan(36 + bytes);
  }
  if (!rest.empty()) return damaged("undo row too long");
  return out;
}

}  // namespace xh::chain
