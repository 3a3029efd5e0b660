#include <boost/test/unit_test.hpp>

#include <set>

#include "chain/merkle/list_tree.h"
#include "test_calendar_contract.h"

namespace xh::contracts::test {
namespace {

constexpr auto kEngine = ContractId::kEngine;

struct EngineLedger : TestLedger {
  EngineLedger() : TestLedger(test_genesis(), calendar_registry()) {}
  TransactionPtr touch(const Actor& from, const TxOptions& options = {}) {
    return tx(from, kEngine, kTouchMethod, Touch{from.id}, options);
  }
  chain::Result<ExecutedBlock> execute(const std::vector<TransactionPtr>& txs) {
    return executor->execute(executor->finalized(), next(), txs);
  }
  // The reason why a block with this transaction is invalid; "" when it is valid.
  std::string refusal(const TransactionPtr& tx) {
    const auto executed = execute({tx});
    if (executed) return "";
    BOOST_TEST((executed.error().fault == chain::Fault::kInvalid));
    return executed.error().message;
  }
};

bool names(const std::string& message, std::string_view code) {
  return message.find(code) != std::string::npos;
}

BOOST_AUTO_TEST_SUITE(engine_executor)

BOOST_AUTO_TEST_CASE(a_transaction_that_its_account_did_not_authorise_makes_the_block_invalid) {
  EngineLedger ledger;
  TxOptions others_key;
  others_key.signing_keys = {key_of(5)};
  BOOST_TEST(names(ledger.refusal(ledger.touch(actor(4), others_key)), "UNAUTHORISED"));
  TxOptions too_many;
  too_many.signing_keys = {key_of(4), key_of(5)};
  BOOST_TEST(names(ledger.refusal(ledger.touch(actor(4), too_many)), "SUPERFLUOUS_SIGNATURE"));
  BOOST_TEST(names(ledger.refusal(ledger.touch(actor(77))), "UNKNOWN_ACCOUNT"));
  TxOptions expired;
  expired.lifetime_ms = 999;
  BOOST_TEST(names(ledger.refusal(ledger.touch(actor(4), expired)), "EXPIRED"));
  BOOST_TEST(ledger.refusal(ledger.touch(actor(4))) == "");
}

BOOST_AUTO_TEST_CASE(a_joint_transaction_needs_every_co_signers_policy_met) {
  EngineLedger ledger;
  TxOptions joint;
  joint.co_signers = {actor(3), actor(5)};
  BOOST_TEST(ledger.refusal(ledger.touch(actor(4), joint)) == "");
  joint.signing_keys = {key_of(4), key_of(3)};
  BOOST_TEST(names(ledger.refusal(ledger.touch(actor(4), joint)), "UNAUTHORISED"));
}

BOOST_AUTO_TEST_CASE(a_block_of_the_wrong_height_or_time_is_invalid) {
  EngineLedger ledger;
  const auto& base = ledger.executor->finalized();
  BOOST_TEST(!ledger.executor->execute(base, {chain::Height{2}, chain::Timestamp{kStartMs + 1}}, {}).has_value());
  BOOST_TEST(!ledger.executor->execute(base, {chain::Height{1}, chain::Timestamp{kStartMs}}, {}).has_value());
  BOOST_TEST(ledger.executor->execute(base, {chain::Height{1}, chain::Timestamp{kStartMs + 1}}, {}).has_value());
}

BOOST_AUTO_TEST_CASE(a_refusal_leaves_its_receipt_and_no_other_trace) {
  EngineLedger ledger;
  const auto receipt = ledger.run(actor(4), kEngine, kRefuseMethod, Touch{});
  BOOST_TEST(receipt.code == "TEST_REFUSAL");
  BOOST_TEST(receipt.rule == "T-1");
  BOOST_TEST(receipt.events.empty());
  auto view = ledger.view();
  BOOST_TEST(!view.context().exists(StateKey(kEngine, kNoteTable).add(std::uint64_t{1})));
  BOOST_TEST(!ledger.executor->next_due(ledger.executor->finalized()).has_value());
}

BOOST_AUTO_TEST_CASE(an_unknown_method_and_malformed_arguments_are_receipts_in_a_block_and_kept_out_of_a_mempool) {
  EngineLedger ledger;
  const auto unknown = ledger.tx(actor(4), kEngine, 99U, Touch{});
  const auto malformed = ledger.tx(actor(4), kEngine, kTouchMethod, Queue{{1}, 1, {}});
  const auto& state = ledger.executor->finalized();
  BOOST_TEST(ledger.executor->check(state, *unknown, ledger.time()).code == "UNKNOWN_METHOD");
  BOOST_TEST(ledger.executor->check(state, *malformed, ledger.time()).code == "MALFORMED_ARGUMENTS");
  const auto receipts = ledger.block({unknown, malformed});
  BOOST_TEST(receipts.at(0).code == "UNKNOWN_METHOD");
  BOOST_TEST(receipts.at(1).code == "MALFORMED_ARGUMENTS");
}

BOOST_AUTO_TEST_CASE(what_is_built_is_what_every_other_node_executes) {
  EngineLedger leader;
  EngineLedger follower;
  TxOptions bad;
  bad.signing_keys = {key_of(9)};
  const std::vector candidates{leader.touch(actor(4)), leader.touch(actor(5), bad), leader.touch(actor(5)),
                               leader.tx(actor(1), kEngine, kQueueMethod, Queue{{kStartMs + 5, kStartMs + 4}, 1, {}})};
  const auto built = leader.executor->build(leader.executor->finalized(), leader.next(), candidates, {});
  BOOST_REQUIRE(built.has_value());
  BOOST_TEST(built->transaction_count() == 3u);
  BOOST_REQUIRE(built->rejected.size() == 1u);
  BOOST_TEST(built->rejected[0].candidate == 1u);
  BOOST_TEST(built->rejected[0].admission.code == "UNAUTHORISED");
  const auto executed = follower.execute(built->included);
  BOOST_REQUIRE(executed.has_value());
  BOOST_TEST((executed->state_root == built->state_root));
  BOOST_TEST((executed->receipts_root == built->receipts_root));
  BOOST_TEST((executed->transactions_root == built->transactions_root));
}

BOOST_AUTO_TEST_CASE(building_keeps_to_the_limits_in_the_candidates_order) {
  EngineLedger ledger;
  const std::vector candidates{ledger.touch(actor(3)), ledger.touch(actor(4)), ledger.touch(actor(5))};
  BlockLimits limits;
  limits.max_transactions = 2;
  auto built = ledger.executor->build(ledger.executor->finalized(), ledger.next(), candidates, limits);
  BOOST_TEST(built->transaction_count() == 2u);
  BOOST_TEST((built->included[0] == candidates[0]));
  limits = {};
  limits.max_bytes = candidates[0]->wire.size() + candidates[1]->wire.size() - 1;
  built = ledger.executor->build(ledger.executor->finalized(), ledger.next(), candidates, limits);
  BOOST_TEST(built->transaction_count() == 1u);
  BOOST_TEST(built->rejected.empty());
}

BOOST_AUTO_TEST_CASE(receipts_are_salted_leaves_of_their_root_calendar_items_first) {
  EngineLedger ledger;
  ledger.run_ok(actor(1), kEngine, kQueueMethod, Queue{{kStartMs + 5}, 1, {}});
  const auto executed = ledger.execute({ledger.touch(actor(4)), ledger.touch(actor(4))});
  BOOST_REQUIRE(executed.has_value());
  BOOST_REQUIRE(executed->receipts.size() == 3u);
  BOOST_TEST(executed->calendar_count == 1u);
  std::set<chain::Hash256> salts;
  chain::ListTreeBuilder tree;
  for (const auto& salted : executed->receipts) {
    salts.insert(salted.salt);
    tree.add(chain::receipt_leaf(salted));
  }
  BOOST_TEST(salts.size() == 3u);
  BOOST_TEST(!salts.contains(chain::Hash256{}));
  BOOST_TEST((tree.root() == executed->receipts_root));
  const auto first = chain::decode<chain::Receipt>(executed->receipts[0].receipt);
  BOOST_TEST((first->source == chain::ReceiptSource::kCalendar));
}

BOOST_AUTO_TEST_CASE(an_abandoned_branch_leaves_nothing_behind) {
  EngineLedger ledger;
  EngineLedger clean;
  const auto tx = ledger.tx(actor(1), kEngine, kQueueMethod, Queue{{kStartMs + 5}, 1, {}});
  {
    const auto abandoned = ledger.execute({tx});
    BOOST_REQUIRE(abandoned.has_value());
  }
  ledger.block({}, 500);
  clean.block({}, 500);
  BOOST_TEST((root_of(ledger.executor->finalized()) == root_of(clean.executor->finalized())));
  BOOST_TEST(ledger.executor->check(ledger.executor->finalized(), *tx, ledger.time()).ok());
}

BOOST_AUTO_TEST_CASE(a_store_that_fails_stops_the_commit_and_a_restart_stands_before_it) {
  EngineLedger ledger;
  ledger.block({ledger.touch(actor(4))});
  const auto root = root_of(ledger.executor->finalized());
  const auto tx = ledger.touch(actor(4));
  const auto executed = ledger.execute({tx});
  ledger.store.stop_after(0);
  const auto committed = ledger.executor->commit(executed->state, {});
  BOOST_REQUIRE(!committed.has_value());
  BOOST_TEST((committed.error().fault == chain::Fault::kLocal));
  ledger.store.restart();
  ledger.reopen();
  BOOST_TEST((root_of(ledger.executor->finalized()) == root));
  BOOST_TEST(ledger.executor->check(ledger.executor->finalized(), *tx, ledger.time()).ok());
}

BOOST_AUTO_TEST_CASE(the_nodes_rows_are_written_with_the_block) {
  EngineLedger ledger;
  const auto executed = ledger.execute({});
  chain::StoreBatch rows;
  rows.put({chain::kStoreIndex, 'z', 1}, {42});
  BOOST_REQUIRE(ledger.executor->commit(executed->state, {}, std::move(rows)).has_value());
  const chain::Bytes key{chain::kStoreIndex, 'z', 1};
  BOOST_TEST(ledger.store.get(key)->has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
