#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <sstream>

#include "chain/state/state_rows.h"
#include "node/core/index.h"
#include "node/ops/replay_trace.h"

namespace xh::node {
namespace {

namespace json = boost::json;

const chain::Bytes kRawKey{2, 1, 0xAB};

chain::StoreBatch block(std::uint64_t height) {
  chain::StoreBatch batch;
  const chain::PositionRow row{{chain::Height{height}, chain::BlockId{}, chain::Hash256{}}, 1};
  batch.put(chain::position_row_key(), chain::encode_position_row(row));
  return batch;
}

void put_record(chain::StoreBatch& batch, chain::Bytes value) {
  const chain::StateKey key{chain::Bytes(kRawKey)};
  batch.put(chain::record_row_key(key.leaf),
            chain::encode_record_row(kRawKey, {{}, chain::Height{1}, std::move(value)}));
}

json::object line_of(std::stringstream& out) {
  std::string line;
  std::getline(out, line);
  return json::parse(line).as_object();
}

BOOST_AUTO_TEST_SUITE(replay_trace)

BOOST_AUTO_TEST_CASE(a_block_shows_its_height_and_each_record_by_its_raw_key) {
  std::stringstream out;
  ReplayTrace trace(out);
  auto batch = block(7);
  put_record(batch, {0x01, 0x02});
  BOOST_REQUIRE(trace.write(batch));
  const auto line = line_of(out);
  BOOST_TEST(line.at("height").to_number<std::uint64_t>() == 7U);
  BOOST_REQUIRE(line.at("records").as_array().size() == 1U);
  BOOST_TEST(line.at("records").at(0).at("key").as_string() == "0201ab");
  BOOST_TEST(line.at("records").at(0).at("value").as_string() == "0102");
}

BOOST_AUTO_TEST_CASE(a_removed_record_is_named_by_the_key_it_had) {
  std::stringstream out;
  ReplayTrace trace(out);
  auto first = block(1);
  put_record(first, {0x01});
  BOOST_REQUIRE(trace.write(first));
  auto second = block(2);
  second.remove(chain::record_row_key(chain::StateKey{chain::Bytes(kRawKey)}.leaf));
  BOOST_REQUIRE(trace.write(second));
  line_of(out);
  const auto line = line_of(out);
  BOOST_TEST(line.at("records").at(0).at("key").as_string() == "0201ab");
  BOOST_TEST(line.at("records").at(0).at("value").is_null());
}

BOOST_AUTO_TEST_CASE(receipts_are_shown_as_they_were_encoded) {
  std::stringstream out;
  ReplayTrace trace(out);
  auto batch = block(3);
  chain::Bytes key{chain::kStoreIndex, 'r'};
  chain::append_be64(key, 3);
  batch.put(key, chain::encode(ReceiptList{{{chain::Hash256{}, {0x0A, 0x0B}}}}));
  BOOST_REQUIRE(trace.write(batch));
  BOOST_TEST(line_of(out).at("receipts").at(0).as_string() == "0a0b");
}

BOOST_AUTO_TEST_CASE(a_batch_that_is_no_block_leaves_no_line) {
  std::stringstream out;
  ReplayTrace trace(out);
  chain::StoreBatch batch;
  batch.put(chain::format_row_key(), chain::encode_format_row({}));
  BOOST_REQUIRE(trace.write(batch));
  BOOST_TEST(out.str().empty());
  BOOST_TEST(trace.get(chain::format_row_key())->has_value());
}

BOOST_AUTO_TEST_CASE(a_trace_that_cannot_be_written_stops_the_replay) {
  std::stringstream out;
  out.setstate(std::ios::badbit);
  ReplayTrace trace(out);
  BOOST_TEST(!trace.write(block(1)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::node
