// Genesis: what check_genesis refuses, and that its hash and JSON say everything.
#include <boost/test/unit_test.hpp>

#include "chain/codec/json.h"
#include "tests/unit/chain/ledger_fixture.h"

namespace xh::chain {
namespace {

void refused(void (*spoil)(Genesis&), const std::string& reason) {
  auto genesis = test::sample_genesis();
  spoil(genesis);
  const auto status = check_genesis(genesis);
  BOOST_REQUIRE_MESSAGE(!status.has_value(), "accepted although: " + reason);
  BOOST_TEST(status.error().message.find(reason) != std::string::npos, status.error().message);
}

BOOST_AUTO_TEST_SUITE(ledger_genesis)

BOOST_AUTO_TEST_CASE(sample_is_accepted) {
  BOOST_TEST(check_genesis(test::sample_genesis()).has_value());
}

BOOST_AUTO_TEST_CASE(each_flaw_is_named) {
  refused([](Genesis& g) { g.chain_id.clear(); }, "no chain_id");
  refused([](Genesis& g) { g.time = Timestamp{0}; }, "no time");
  refused([](Genesis& g) { g.validators.pop_back(); }, "at least 4");
  refused([](Genesis& g) { g.validators[1].key = g.validators[0].key; }, "repeats another validator's key");
  refused([](Genesis& g) { g.validators[1].node_key = g.validators[0].node_key; }, "node key");
  refused([](Genesis& g) { g.validators[2].key = test::filled<PublicKey>(0xff); }, "not on the curve");
  refused([](Genesis& g) { g.validators[0].operator_account.bytes[0] ^= 1; }, "no member");
  refused([](Genesis& g) { g.members.push_back(g.members[0]); }, "listed twice");
  refused([](Genesis& g) { g.members[1].policy.threshold = 2; }, "threshold");
  refused([](Genesis& g) { g.zones.push_back(g.zones[0]); }, "listed twice");
  refused([](Genesis& g) { std::swap(g.zones[0].transitions[0], g.zones[0].transitions[1]); }, "do not ascend");
  refused([](Genesis& g) { g.zones[0].transitions.clear(); }, "no offset");
  refused([](Genesis& g) { g.zones[0].transitions[1].offset_s = 86'401; }, "exceeds a day");
  refused([](Genesis& g) { g.holidays[0].holidays = {Day{2}, Day{2}}; }, "days do not ascend");
  refused([](Genesis& g) { g.parameters.push_back(g.parameters[0]); }, "effective dates do not ascend");
}

BOOST_AUTO_TEST_CASE(consensus_numbers_have_bounds) {
  refused([](Genesis& g) { g.consensus.delta_ms = 0; }, "delta_ms");
  refused([](Genesis& g) { g.consensus.max_timeout_ms = 3 * g.consensus.delta_ms - 1; }, "max_timeout_ms");
  refused([](Genesis& g) { g.consensus.heartbeat_ms = g.consensus.delta_ms - 1; }, "heartbeat_ms");
  refused([](Genesis& g) { g.consensus.clock_drift_ms = 0; }, "clock_drift_ms");
  refused([](Genesis& g) { g.consensus.calendar_slice = 0; }, "calendar_slice");
  refused([](Genesis& g) { g.consensus.max_block_transactions = kMaxBlockTransactions + 1; }, "max_block_transactions");
  refused([](Genesis& g) { g.consensus.max_block_bytes = kMaxTransactionBytes - 1; }, "max_block_bytes");
}

BOOST_AUTO_TEST_CASE(hash_survives_the_json_document) {
  const auto genesis = test::sample_genesis();
  const auto text = json::serialize(to_json(genesis));
  const auto back = from_json<Genesis>(*parse_json(text));
  BOOST_REQUIRE_MESSAGE(back.has_value(), (back ? "" : back.error().message));
  BOOST_TEST((*back == genesis));
  BOOST_TEST((genesis_hash(*back) == genesis_hash(genesis)));
}

BOOST_AUTO_TEST_CASE(name_and_content_both_bind_the_chain_tag) {
  const auto genesis = test::sample_genesis();
  const auto hash = genesis_hash(genesis);
  BOOST_TEST((make_chain_tag("a", hash) != make_chain_tag("b", hash)));
  auto other = genesis;
  other.parameters[0].value += 1;
  BOOST_TEST((make_context(other).tag != make_context(genesis).tag));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::chain
