#include "node/ops/replay_trace.h"

#include <boost/json.hpp>
#include <cstring>

#include "chain/state/state_rows.h"
#include "node/core/index.h"

namespace xh::node {
namespace {

namespace json = boost::json;

constexpr std::size_t kReceiptRowKeyBytes = 2 + 8;  // 'x' 'r' height (node/core/index.h)

bool is_receipt_row(const chain::Bytes& key) {
  return key.size() == kReceiptRowKeyBytes && key[0] == chain::kStoreIndex && key[1] == 'r';
}

chain::Status describe_receipts(const chain::Bytes& row, json::object& line) {
  const auto list = chain::decode<ReceiptList>(row);
  if (!list) return std::unexpected(list.error());
  auto& receipts = line["receipts"].as_array();
  for (const auto& salted : list->receipts) receipts.push_back(json::value(chain::to_hex(salted.receipt)));
  return {};
}

}  // namespace

chain::Result<std::optional<chain::Bytes>> ReplayTrace::get(chain::BytesView key) const {
  return memory_.get(key);
}

chain::Status ReplayTrace::for_each(chain::BytesView prefix, const Visit& visit) const {
  return memory_.for_each(prefix, visit);
}

chain::Status ReplayTrace::write(const chain::StoreBatch& batch) {
  json::object line{{"height", nullptr}, {"records", json::array()}, {"receipts", json::array()}};
  for (const auto& write : batch.writes()) {
    if (auto ok = describe(write, line); !ok) return ok;
  }
  // Batches without a position are not blocks: the marks of a new store.
  if (!line["height"].is_null()) out_ << json::serialize(line) << '\n';
  if (!out_) return chain::local_fault("the trace cannot be written: is the disk full?");
  return memory_.write(batch);
}

chain::Status ReplayTrace::describe(const chain::StoreBatch::Write& write, json::object& line) const {
  if (write.key == chain::position_row_key() && write.value) {
    const auto row = chain::decode_position_row(*write.value);
    if (!row) return std::unexpected(row.error());
    line["height"] = row->position.height.value;
    line["block"] = chain::to_hex(row->position.block.view());
    return {};
  }
  if (is_receipt_row(write.key) && write.value) return describe_receipts(*write.value, line);
  const bool is_record = !write.key.empty() && write.key[0] == chain::kStoreRecord;
  return is_record ? describe_record(write, line) : chain::Status{};
}

chain::Status ReplayTrace::describe_record(const chain::StoreBatch::Write& write, json::object& line) const {
  const auto before = memory_.get(write.key);
  if (!before) return std::unexpected(before.error());
  const auto& row = write.value ? write.value : *before;
  if (!row) return {};
  chain::Hash256 leaf;
  if (write.key.size() != 1 + leaf.bytes.size()) return chain::local_fault("a record row with a strange key");
  std::memcpy(leaf.bytes.data(), write.key.data() + 1, leaf.bytes.size());
  const auto record = chain::decode_record_row(leaf, *row);
  if (!record) return std::unexpected(record.error());
  json::object out{{"key", chain::to_hex(record->raw_key)}, {"value", nullptr}};
  if (write.value) out["value"] = chain::to_hex(record->record.value);
  line["records"].as_array().push_back(std::move(out));
  return {};
}

}  // namespace xh::node
