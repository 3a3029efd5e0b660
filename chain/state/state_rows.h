// The rows that StateDb keeps in the state store. Integers big-endian; the first byte of a key is its namespace
// (state_store.h).
//   'm' "format"     4 version (1) | 32 chain tag
//   'm' "position"   8 height | 32 block id | 32 root | 8 number of records
//   'r' 32 leaf key  4 length k | k raw key | 32 secret | 8 height of the last write | value
//   'u' 8 height     4 count, then for each changed leaf, ascending: 32 leaf key | 4 length n | n bytes of the row
//                    before, as under 'r'; n is 0 where the block made the record
// Decoders refuse what an encoder cannot have made (kLocal: the store is damaged). Stateless.
#pragma once

#include <vector>

#include "chain/codec/domain.h"
#include "chain/state/branch.h"
#include "chain/storage/state_store.h"

namespace xh::chain {

inline constexpr std::uint32_t kStateFormatVersion = 1;
inline constexpr std::size_t kFormatRowBytes = 36;

struct RecordRow {
  Bytes raw_key;
  Record record;
};

struct PositionRow {
  StatePosition position;
  std::uint64_t records = 0;
};

// What a block replaced, by ascending leaf key; before is null where the block made the record.
struct UndoEntry {
  Hash256 leaf_key;
  RecordPtr before;
};

[[nodiscard]] Bytes format_row_key();
[[nodiscard]] Bytes position_row_key();
[[nodiscard]] Bytes record_row_key(const Hash256& leaf_key);
[[nodiscard]] Bytes undo_row_key(Height height);

[[nodiscard]] Bytes encode_format_row(const ChainTag& chain);
[[nodiscard]] Status check_format_row(BytesView row, const ChainTag& chain);

[[nodiscard]] Bytes encode_position_row(const PositionRow& row);
[[nodiscard]] Result<PositionRow> decode_position_row(BytesView row);

[[nodiscard]] Bytes encode_record_row(BytesView raw_key, const Record& record);
// Also refuses a row whose raw key does not hash to `leaf_key`.
[[nodiscard]] Result<RecordRow> decode_record_row(const Hash256& leaf_key, BytesView row);

[[nodiscard]] Bytes encode_undo_row(const std::vector<StateChange>& changes);
[[nodiscard]] Result<std::vector<UndoEntry>> decode_undo_row(BytesView row);

}  // namespace xh::chain
