#include <boost/test/unit_test.hpp>

#include <map>

#include "chain/merkle/list_tree.h"
#include "contracts/engine/records.h"
#include "contracts/engine/used_keys.h"
#include "test_calendar_contract.h"

namespace xh::contracts::test {
namespace {

constexpr auto kEngine = ContractId::kEngine;

struct KeyLedger : TestLedger {
  KeyLedger() : TestLedger(test_genesis(), calendar_registry()) {}

  TransactionPtr with_key(std::uint64_t key, std::int64_t lifetime_ms, std::uint8_t from = 4) {
    TxOptions options;
    options.key = key;
    options.lifetime_ms = lifetime_ms;
    return tx(actor(from), kEngine, kTouchMethod, Touch{actor(5).id}, options);
  }
  // Code of the admission to a block `after_ms` later; "" when includable.
  std::string code(const TransactionPtr& tx, std::int64_t after_ms = 1000) const {
    return executor->check(executor->finalized(), *tx, chain::Timestamp{time().value + after_ms}).code;
  }
  std::optional<engine::KeyBucket> bucket(std::uint64_t minute) const {
    auto looking = view();
    return looking.context().read<engine::KeyBucket>(engine::bucket_key(minute));
  }
  std::uint64_t remembered() const {
    auto looking = view();
    return looking.context().read<engine::BlockMeta>(engine::meta_key())->remembered_keys;
  }
};

BOOST_AUTO_TEST_SUITE(engine_exactly_once)

BOOST_AUTO_TEST_CASE(the_same_transaction_again_and_the_same_key_with_other_content_are_told_apart) {
  KeyLedger ledger;
  const auto first = ledger.with_key(1, 60'000);
  ledger.block({first});
  BOOST_TEST(ledger.code(first) == "ALREADY_EXECUTED");
  BOOST_TEST(ledger.code(ledger.with_key(1, 60'000)) == "KEY_REUSED");   // another blinding: other content
  BOOST_TEST(ledger.code(ledger.with_key(1, 600'000)) == "KEY_REUSED");  // whatever the expiry
  BOOST_TEST(ledger.code(ledger.with_key(1, 60'000, 5)) == "");          // the key is the account's own
  BOOST_TEST(ledger.code(ledger.with_key(2, 60'000)) == "");
}

BOOST_AUTO_TEST_CASE(a_block_that_holds_a_transaction_twice_is_invalid) {
  KeyLedger ledger;
  const auto tx = ledger.with_key(1, 60'000);
  const auto executed = ledger.executor->execute(ledger.executor->finalized(), ledger.next(), std::vector{tx, tx});
  BOOST_REQUIRE(!executed.has_value());
  BOOST_TEST(executed.error().message.find("transaction 1") != std::string::npos);
  BOOST_TEST(executed.error().message.find("ALREADY_EXECUTED") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_contracts_refusal_uses_up_the_key) {
  KeyLedger ledger;
  const auto tx = ledger.tx(actor(4), kEngine, kRefuseMethod, Touch{});
  BOOST_TEST(ledger.block({tx}).at(0).code == "TEST_REFUSAL");
  BOOST_TEST(ledger.code(tx) == "ALREADY_EXECUTED");
}

BOOST_AUTO_TEST_CASE(the_expiry_holds_to_the_millisecond_on_both_sides) {
  KeyLedger ledger;
  const auto tx = ledger.with_key(1, 60'000);
  BOOST_TEST(ledger.code(tx, 60'000) == "");
  BOOST_TEST(ledger.code(tx, 60'001) == "EXPIRED");
  const auto far = ledger.with_key(2, chain::kDayMs + 1000);
  BOOST_TEST(ledger.code(far, 1000) == "");
  BOOST_TEST(ledger.code(far, 999) == "EXPIRES_TOO_LATE");
  BOOST_TEST((ledger.executor->check(ledger.executor->finalized(), *far, ledger.time()).verdict ==
              Admission::Verdict::kLater));
}

BOOST_AUTO_TEST_CASE(a_bucket_is_forgotten_when_its_last_millisecond_has_passed_and_not_before) {
  KeyLedger ledger;  // starts on a full minute
  const auto minute = minute_of(chain::Timestamp{kStartMs}) + 2;
  ledger.block({ledger.with_key(1, 2 * chain::kMinuteMs + 5)});  // expires 5 ms into the third minute
  BOOST_REQUIRE(ledger.bucket(minute).has_value());
  const auto last_ms = kStartMs + 3 * chain::kMinuteMs - 1;
  ledger.block({}, last_ms - 1 - ledger.time().value);
  const auto again = ledger.with_key(1, 10 * chain::kMinuteMs);
  BOOST_TEST(ledger.code(again, 1) == "KEY_REUSED");  // in a block at the bucket's last millisecond
  BOOST_TEST(ledger.code(again, 2) == "");            // in one after it
  ledger.block({}, 1);
  BOOST_TEST(ledger.bucket(minute).has_value());
  BOOST_TEST(ledger.remembered() == 1u);
  ledger.block({again}, 1);  // dropped before the block's first transaction
  BOOST_TEST(!ledger.bucket(minute).has_value());
  BOOST_TEST(ledger.remembered() == 1u);
  BOOST_TEST(ledger.code(again) == "ALREADY_EXECUTED");
}

BOOST_AUTO_TEST_CASE(the_bucket_leaf_is_the_rfc_9162_root_in_execution_order) {
  KeyLedger ledger;
  const std::vector txs{ledger.with_key(3, 60'000), ledger.with_key(1, 60'000)};
  ledger.block({txs[0]});
  const auto third = ledger.with_key(2, 59'000);  // the same minute
  ledger.block({third, txs[1]});
  chain::ListTreeBuilder tree;
  for (const auto& tx : {txs[0], third, txs[1]}) {
    chain::Bytes entry;
    chain::append(entry, used_key_id(tx->body.account, tx->body.key).view());
    chain::append(entry, tx->id.view());
    tree.add(entry);
  }
  const auto leaf = ledger.bucket(minute_of(txs[0]->body.expires_at));
  BOOST_REQUIRE(leaf.has_value());
  BOOST_TEST(leaf->count == 3u);
  BOOST_TEST((leaf->root == tree.root()));
}

BOOST_AUTO_TEST_CASE(keys_of_an_unfinalized_block_bind_its_descendants_only) {
  KeyLedger ledger;
  auto& executor = *ledger.executor;
  const auto tx = ledger.with_key(1, 60'000);
  const auto base = executor.finalized();
  const auto with = executor.execute(base, ledger.next(), std::vector{tx});
  const auto without = executor.execute(base, ledger.next(2000), {});
  BOOST_REQUIRE(with.has_value());
  BOOST_REQUIRE(without.has_value());
  const chain::Timestamp later{kStartMs + 5000};
  BOOST_TEST(executor.check(with->state, *tx, later).code == "ALREADY_EXECUTED");
  BOOST_TEST(executor.check(without->state, *tx, later).ok());
  const auto grandchild = executor.execute(with->state, {chain::Height{2}, chain::Timestamp{kStartMs + 3000}}, {});
  BOOST_REQUIRE(grandchild.has_value());
  BOOST_TEST(executor.check(grandchild->state, *tx, later).code == "ALREADY_EXECUTED");
  BOOST_REQUIRE(executor.commit(with->state, {}).has_value());
  BOOST_TEST(executor.check(grandchild->state, *tx, later).code == "ALREADY_EXECUTED");
  BOOST_REQUIRE(executor.commit(grandchild->state, {}).has_value());
  BOOST_TEST(executor.check(executor.finalized(), *tx, later).code == "ALREADY_EXECUTED");
}

BOOST_AUTO_TEST_CASE(a_restart_remembers_every_key) {
  KeyLedger ledger;
  const auto tx = ledger.with_key(1, 60'000);
  ledger.block({tx});
  ledger.block({ledger.with_key(2, 60'000)});
  const auto root = root_of(ledger.executor->finalized());
  ledger.reopen();
  BOOST_TEST((root_of(ledger.executor->finalized()) == root));
  BOOST_TEST(ledger.code(tx) == "ALREADY_EXECUTED");
  BOOST_TEST(ledger.code(ledger.with_key(2, 60'000)) == "KEY_REUSED");
  ledger.block({ledger.with_key(3, 60'000)});  // the bucket's tree goes on where it stood
  ledger.reopen();
  BOOST_TEST(ledger.remembered() == 3u);
}

BOOST_AUTO_TEST_CASE(forgotten_keys_leave_memory_and_store) {
  chain::MemoryStateStore store;
  const auto keys = UsedKeys::load(store, {}, chain::Timestamp{kStartMs});
  BOOST_REQUIRE(keys.has_value());
  UsedKeysPtr tip = (*keys)->finalized_layer();
  for (std::int64_t block = 0; block < 50; ++block) {
    const chain::Timestamp time{kStartMs + block * chain::kMinuteMs};
    auto layer = std::make_shared<UsedKeysLayer>(**keys, tip, time);
    chain::IdempotencyKey key;
    key.bytes[0] = static_cast<std::uint8_t>(block);
    layer->add({used_key_id(actor(4).id, key), {}}, chain::Timestamp{time.value + 2 * chain::kMinuteMs});
    BOOST_REQUIRE(store.write((*keys)->rows_of(*layer)).has_value());
    (*keys)->absorb(*layer);
    tip = layer;
    BOOST_TEST((*keys)->size() <= 3u);
    BOOST_TEST(store.rows().size() <= 3u);
  }
  BOOST_TEST((*keys)->size() == 3u);
}

BOOST_AUTO_TEST_CASE(rows_that_do_not_fit_the_state_are_noticed_at_the_start) {
  KeyLedger ledger;
  ledger.block({ledger.with_key(1, 60'000)});
  ledger.block({ledger.with_key(2, 60'000)});
  const chain::Bytes prefix{chain::kStoreIndex, kUsedKeyRows};
  const auto first = ledger.store.rows().lower_bound(prefix);
  const auto kept = *first;
  const auto opens = [&] {
    ledger.executor.reset();
    const auto opened = BlockExecutor::open(ledger.genesis, ledger.registry, ledger.store);
    BOOST_TEST((opened.has_value() || opened.error().fault == chain::Fault::kLocal));
    return opened.has_value();
  };
  first->second[0] ^= 1;
  BOOST_TEST(!opens());
  ledger.store.rows().erase(kept.first);
  BOOST_TEST(!opens());
  ledger.store.rows()[kept.first] = kept.second;
  BOOST_TEST(opens());
}

// A naive model beside the real thing: every used key with its minute, forgotten by the rule's plain words.
BOOST_AUTO_TEST_CASE(random_keys_expiries_and_restarts_agree_with_a_naive_model) {
  KeyLedger ledger;
  Numbers numbers(7);
  struct Used {
    chain::TxId id;
    std::int64_t bucket_end_ms = 0;
  };
  std::map<std::uint64_t, Used> model;
  std::vector<TransactionPtr> old;
  for (int step = 0; step < 400; ++step) {
    const auto after_ms = static_cast<std::int64_t>(1 + numbers.below(50'000));
    const auto now = ledger.time().value + after_ms;
    const auto key = numbers.below(12);
    const bool repeats = !old.empty() && numbers.below(4) == 0;
    const auto tx = repeats ? old[numbers.below(old.size())]
                            : ledger.with_key(key, static_cast<std::int64_t>(numbers.below(4 * chain::kMinuteMs)));
    std::erase_if(model, [&](const auto& entry) { return entry.second.bucket_end_ms < now; });
    const auto number = tx->body.key.bytes[15];
    const auto seen = model.find(number);
    std::string expected;
    if (tx->body.expires_at.value < now)
      expected = "EXPIRED";
    else if (seen != model.end())
      expected = seen->second.id == tx->id ? "ALREADY_EXECUTED" : "KEY_REUSED";
    BOOST_REQUIRE_EQUAL(ledger.code(tx, after_ms), expected);
    ledger.block(expected.empty() ? std::vector{tx} : std::vector<TransactionPtr>{}, after_ms);
    if (expected.empty()) {
      model[number] = {tx->id, (tx->body.expires_at.value / chain::kMinuteMs + 1) * chain::kMinuteMs - 1};
      old.push_back(tx);
    }
    if (numbers.below(20) == 0) ledger.reopen();
    BOOST_REQUIRE_EQUAL(ledger.remembered(), model.size());
  }
  BOOST_TEST(old.size() > 50u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
