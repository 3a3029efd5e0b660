#include <boost/test/unit_test.hpp>

#include "test_calendar_contract.h"

namespace xh::contracts::test {
namespace {

constexpr auto kEngine = ContractId::kEngine;

chain::Genesis genesis_with_slice(std::uint32_t slice) {
  auto genesis = test_genesis();
  genesis.consensus.calendar_slice = slice;
  return genesis;
}

struct CalendarLedger : TestLedger {
  explicit CalendarLedger(std::uint32_t slice = 500) : TestLedger(genesis_with_slice(slice), calendar_registry()) {}

  void queue(std::vector<std::int64_t> due_ms, TestItem kind = TestItem::kNote,
             std::vector<chain::AccountId> accounts = {}) {
    run_ok(actor(1), kEngine, kQueueMethod,
           Queue{std::move(due_ms), static_cast<std::uint32_t>(kind), std::move(accounts)});
  }
  TransactionPtr touch(const Actor& from, const Actor& named) {
    return tx(from, kEngine, kTouchMethod, Touch{named.id});
  }
};

std::vector<std::int64_t> effective_times(const std::vector<chain::Receipt>& receipts) {
  std::vector<std::int64_t> out;
  for (const auto& receipt : receipts) {
    if (receipt.source == chain::ReceiptSource::kCalendar) out.push_back(receipt.effective.value);
  }
  return out;
}

std::string admission_code(CalendarLedger& ledger, const TransactionPtr& tx) {
  const auto built = ledger.executor->build(ledger.executor->finalized(), ledger.next(), std::vector{tx}, {});
  BOOST_REQUIRE(built.has_value());
  return built->rejected.empty() ? "included" : built->rejected[0].admission.code;
}

BOOST_AUTO_TEST_SUITE(engine_due_queue)

BOOST_AUTO_TEST_CASE(items_run_by_due_time_then_sequence_with_the_due_time_as_effective_time) {
  CalendarLedger ledger;
  ledger.queue({kStartMs + 9000, kStartMs + 7000});
  ledger.queue({kStartMs + 7000, kStartMs + 60'000});
  const auto receipts = ledger.block({}, 10'000);
  BOOST_TEST(
      effective_times(receipts) == (std::vector<std::int64_t>{kStartMs + 7000, kStartMs + 7000, kStartMs + 9000}),
      boost::test_tools::per_element());
  BOOST_REQUIRE(receipts.size() == 3u);
  BOOST_TEST(events_of<Noted>(receipts[2], kEngine, kNotedEvent).at(0).due_ms == kStartMs + 9000);
  BOOST_TEST(receipts[0].due_sequence == 1u);
  BOOST_TEST(receipts[1].due_sequence == 2u);
  BOOST_TEST(receipts[2].due_sequence == 0u);
  BOOST_TEST(ledger.executor->next_due(ledger.executor->finalized())->value == kStartMs + 60'000);
}

BOOST_AUTO_TEST_CASE(an_item_whose_time_has_passed_waits_for_the_block_after_the_one_that_queued_it) {
  CalendarLedger ledger;
  const auto receipts = ledger.block(
      {ledger.tx(actor(1), kEngine, kQueueMethod, Queue{{1}, 1, {actor(4).id}}), ledger.touch(actor(4), actor(4))});
  BOOST_TEST(receipts.size() == 2u);  // both transactions, no item
  BOOST_TEST(effective_times(ledger.block({})).size() == 1u);
  BOOST_TEST(!ledger.executor->next_due(ledger.executor->finalized()).has_value());
}

BOOST_AUTO_TEST_CASE(an_item_due_at_the_blocks_own_time_runs_in_it) {
  CalendarLedger ledger;
  ledger.queue({kStartMs + 5000});
  BOOST_TEST(effective_times(ledger.block({}, 3999)).empty());
  BOOST_TEST(effective_times(ledger.block({}, 1)).size() == 1u);
}

BOOST_AUTO_TEST_CASE(overdue_items_spread_over_blocks_of_one_slice_each) {
  CalendarLedger ledger(3);
  std::vector<std::int64_t> due;
  for (std::int64_t i = 8; i > 0; --i) due.push_back(kStartMs + i);
  ledger.queue(due);
  BOOST_TEST(effective_times(ledger.block({})) == (std::vector<std::int64_t>{kStartMs + 1, kStartMs + 2, kStartMs + 3}),
             boost::test_tools::per_element());
  BOOST_TEST(effective_times(ledger.block({})) == (std::vector<std::int64_t>{kStartMs + 4, kStartMs + 5, kStartMs + 6}),
             boost::test_tools::per_element());
  BOOST_TEST(effective_times(ledger.block({})).size() == 2u);
  BOOST_TEST(effective_times(ledger.block({})).empty());
}

BOOST_AUTO_TEST_CASE(whoever_has_overdue_items_left_after_the_slice_waits_and_nobody_else) {
  CalendarLedger ledger(1);
  ledger.queue({kStartMs + 1}, TestItem::kNote, {actor(3).id});
  ledger.queue({kStartMs + 2, kStartMs + 3}, TestItem::kNote, {actor(4).id});
  // The first block that sees them took actor 3's item; its slice left both of actor 4's.
  BOOST_TEST(admission_code(ledger, ledger.touch(actor(3), actor(5))) == "included");
  BOOST_TEST(admission_code(ledger, ledger.touch(actor(4), actor(5))) == "CALENDAR_PENDING");
  BOOST_TEST(admission_code(ledger, ledger.touch(actor(5), actor(4))) == "CALENDAR_PENDING");  // named in the arguments
  TxOptions joint;
  joint.co_signers = {actor(4)};
  BOOST_TEST(admission_code(ledger, ledger.tx(actor(5), kEngine, kTouchMethod, Touch{actor(5).id}, joint)) ==
             "CALENDAR_PENDING");
  const auto refused = ledger.executor->execute(ledger.executor->finalized(), ledger.next(),
                                                std::vector{ledger.touch(actor(4), actor(5))});
  BOOST_REQUIRE(!refused.has_value());
  BOOST_TEST((refused.error().fault == chain::Fault::kInvalid));
  ledger.block({});
  BOOST_TEST(admission_code(ledger, ledger.touch(actor(4), actor(5))) ==
             "included");  // the next slice takes the last one
}

BOOST_AUTO_TEST_CASE(an_item_that_refuses_is_consumed_and_leaves_its_receipt_only) {
  CalendarLedger ledger;
  ledger.queue({kStartMs + 1}, TestItem::kRefuse);
  const auto receipts = ledger.block({});
  BOOST_REQUIRE(receipts.size() == 1u);
  BOOST_TEST(receipts[0].code == "TEST_REFUSAL");
  BOOST_TEST(receipts[0].rule == "T-2");
  auto view = ledger.view();
  BOOST_TEST(!view.context().exists(StateKey(kEngine, kNoteTable).add(static_cast<std::uint64_t>(kStartMs + 1))));
  BOOST_TEST(ledger.block({}).empty());
}

BOOST_AUTO_TEST_CASE(an_item_of_a_kind_nobody_handles_is_consumed_too) {
  CalendarLedger ledger;
  ledger.queue({kStartMs + 1}, TestItem::kUnknown);
  BOOST_TEST(ledger.block({}).at(0).code == "UNKNOWN_CALENDAR_KIND");
  BOOST_TEST(ledger.block({}).empty());
}

BOOST_AUTO_TEST_CASE(an_item_that_queues_itself_in_the_past_fills_the_slice_and_no_more) {
  CalendarLedger ledger(3);
  ledger.queue({kStartMs + 1}, TestItem::kAgain);
  for (int i = 0; i < 3; ++i) BOOST_TEST(effective_times(ledger.block({})).size() == 3u);
}

// What an item queues for a time that has come takes its turn among those that waited before, whatever the slice.
BOOST_AUTO_TEST_CASE(items_queued_by_items_run_in_their_order_whatever_the_slice) {
  std::vector<std::vector<std::int64_t>> orders;
  for (const std::uint32_t slice : {1u, 2u, 500u}) {
    CalendarLedger ledger(slice);
    const std::int64_t base = kStartMs + 10'000;
    ledger.queue({base + 5, base + 50}, TestItem::kFollow, {actor(4).id});
    ledger.queue({base + 6, base + 20}, TestItem::kNote, {actor(5).id});
    auto& order = orders.emplace_back();
    for (int i = 0; i < 8; ++i) {
      for (const auto at : effective_times(ledger.block({}, 20'000))) order.push_back(at - base);
    }
  }
  // A kFollow item queues a note 10 ms later.
  BOOST_TEST(orders[0] == (std::vector<std::int64_t>{5, 6, 15, 20, 50, 60}), boost::test_tools::per_element());
  BOOST_TEST(orders[1] == orders[0], boost::test_tools::per_element());
  BOOST_TEST(orders[2] == orders[0], boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(who_is_named_by_an_item_queued_in_the_slice_waits_for_it) {
  CalendarLedger ledger(1);
  ledger.queue({kStartMs + 5}, TestItem::kFollow, {actor(4).id});
  BOOST_TEST(admission_code(ledger, ledger.touch(actor(4), actor(5))) == "CALENDAR_PENDING");
  BOOST_TEST(admission_code(ledger, ledger.touch(actor(3), actor(5))) == "included");
}

BOOST_AUTO_TEST_CASE(a_restart_finds_the_queue_as_it_was) {
  CalendarLedger straight(2);
  CalendarLedger restarted(2);
  std::vector<chain::Hash256> roots[2];
  for (auto* ledger : {&straight, &restarted}) {
    ledger->queue({kStartMs + 1, kStartMs + 90'000, kStartMs + 2, kStartMs + 3}, TestItem::kNote, {actor(4).id});
    ledger->queue({kStartMs + 5}, TestItem::kAgain);
    for (int i = 0; i < 4; ++i) {
      if (ledger == &restarted) ledger->reopen();
      ledger->block({});
      roots[ledger == &restarted ? 1 : 0].push_back(root_of(ledger->executor->finalized()));
    }
  }
  BOOST_TEST((roots[0] == roots[1]));
}

BOOST_AUTO_TEST_CASE(unfinalized_branches_each_see_their_own_queue) {
  CalendarLedger ledger(1);
  ledger.queue({kStartMs + 1, kStartMs + 2});
  auto& executor = *ledger.executor;
  const auto base = executor.finalized();
  const auto first = executor.execute(base, ledger.next(), {});
  BOOST_REQUIRE(first.has_value());
  const BlockInput second_input{chain::Height{height_of(first->state).value + 1},
                                chain::Timestamp{time_of(first->state).value + 1}};
  const auto queue_more = ledger.tx(actor(1), kEngine, kQueueMethod, Queue{{kStartMs}, 1, {}});
  const auto second = executor.execute(first->state, second_input, std::vector{queue_more});
  BOOST_REQUIRE(second.has_value());
  BOOST_TEST(executor.next_due(base)->value == kStartMs + 1);
  BOOST_TEST(executor.next_due(first->state)->value == kStartMs + 2);
  BOOST_TEST(executor.next_due(second->state)->value == kStartMs);  // queued by it, runs in the next block
  BOOST_REQUIRE(executor.commit(first->state, {}).has_value());
  BOOST_REQUIRE(executor.commit(second->state, {}).has_value());
  BOOST_TEST(executor.next_due(executor.finalized())->value == kStartMs);
  BOOST_TEST(effective_times(ledger.block({})).size() == 1u);
  BOOST_TEST(!executor.next_due(executor.finalized()).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
