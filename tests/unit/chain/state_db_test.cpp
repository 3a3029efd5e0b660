// The state database: branches, finality, restarts, damage, proofs at recent heights; and a naive model beside it.
#include <boost/test/unit_test.hpp>

#include <map>
#include <random>

#include "chain/crypto/sha256.h"
#include "chain/state/state_db.h"
#include "chain/storage/memory_state_store.h"

namespace xh::chain {
namespace {

Bytes text(std::string_view s) {
  return Bytes(s.begin(), s.end());
}
StateKey key(std::string_view s) {
  return StateKey(text(s));
}

Hash256 secret(std::uint64_t n) {
  Bytes seed;
  append_be64(seed, n);
  return sha256(seed);
}

BlockId block_id(std::uint64_t n) {
  return retag<BlockId>(secret(n + 1000));
}

ChainTag chain_tag(std::uint8_t n = 1) {
  ChainTag out;
  out.bytes.fill(n);
  return out;
}

using Changes = std::vector<std::pair<std::string, std::optional<std::string>>>;

void apply(Overlay& overlay, const Changes& changes) {
  for (const auto& [name, value] : changes) {
    if (value) {
      overlay.put(key(name), text(*value), secret(name.size()));
    } else {
      overlay.erase(key(name));
    }
  }
}

struct Ledger {
  MemoryStateStore store;
  StateDbLimits limits;
  std::unique_ptr<StateDb> db;

  explicit Ledger(std::size_t recent = 64) {
    limits.recent_heights_max = recent;
    BOOST_REQUIRE(StateDb::create(store, chain_tag()));
    reopen();
  }
  void reopen() {
    db.reset();
    auto opened = StateDb::open(store, chain_tag(), limits);
    BOOST_REQUIRE_MESSAGE(opened, (opened ? "" : opened.error().message));
    db = std::move(*opened);
  }
  std::string reopen_error() {
    db.reset();
    auto opened = StateDb::open(store, chain_tag(), limits);
    BOOST_REQUIRE(!opened);
    BOOST_TEST((opened.error().fault == Fault::kLocal));
    return opened.error().message;
  }
  BranchPtr seal(const BranchPtr& parent, std::uint64_t height, const Changes& changes) {
    Overlay overlay(*parent, Height{height});
    apply(overlay, changes);
    auto branch = db->seal(parent, overlay);
    BOOST_REQUIRE(branch);
    return *branch;
  }
  void commit(std::uint64_t height, const Changes& changes) {
    BOOST_REQUIRE(db->commit(seal(db->finalized(), height, changes), block_id(height)));
  }
  std::string value(std::string_view name) const {
    const auto found = db->finalized()->get(key(name));
    return found ? std::string(as_string(*found)) : "(none)";
  }
};

struct SmallLedger : Ledger {
  SmallLedger() : Ledger(4) {}
};

}  // namespace

BOOST_AUTO_TEST_SUITE(state_db)

BOOST_FIXTURE_TEST_CASE(a_new_state_is_empty_and_has_no_position_until_genesis, Ledger) {
  BOOST_TEST(!db->position());
  BOOST_TEST(db->finalized()->root().is_zero());
  commit(0, {{"a", "1"}});
  BOOST_TEST((*db->position() == StatePosition{Height{0}, block_id(0), db->finalized()->root()}));
  BOOST_TEST(value("a") == "1");
  BOOST_TEST(db->record_count() == 1U);
}

BOOST_FIXTURE_TEST_CASE(what_was_committed_is_there_after_a_restart_with_the_same_root, Ledger) {
  commit(0, {{"a", "1"}, {"b", "2"}});
  commit(1, {{"a", "3"}, {"b", std::nullopt}, {"c", "4"}});
  const auto position = *db->position();
  reopen();
  BOOST_TEST((*db->position() == position));
  BOOST_TEST((db->finalized()->root() == position.root));
  BOOST_TEST(value("a") == "3");
  BOOST_TEST(value("b") == "(none)");
  BOOST_TEST(value("c") == "4");
  BOOST_TEST((db->finalized()->find(key("a"))->secret == secret(1)));
  BOOST_TEST(db->finalized()->find(key("a"))->written.value == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_branch_sees_its_ancestors_and_not_its_rivals, Ledger) {
  commit(0, {{"a", "0"}, {"b", "0"}});
  const auto left = seal(db->finalized(), 1, {{"a", "left"}});
  const auto right = seal(db->finalized(), 1, {{"a", "right"}, {"b", std::nullopt}});
  const auto left2 = seal(left, 2, {{"c", "left2"}});
  BOOST_TEST((left2->get(key("a")) == text("left")));
  BOOST_TEST((left2->get(key("b")) == text("0")));
  BOOST_TEST((left2->get(key("c")) == text("left2")));
  BOOST_TEST((right->get(key("a")) == text("right")));
  BOOST_TEST(!right->contains(key("b")));
  BOOST_TEST(!right->contains(key("c")));
  BOOST_TEST(value("a") == "0");
}

BOOST_FIXTURE_TEST_CASE(finality_drops_rivals_and_keeps_descendants, Ledger) {
  commit(0, {{"a", "0"}});
  const auto left = seal(db->finalized(), 1, {{"a", "left"}});
  const auto right = seal(db->finalized(), 1, {{"a", "right"}});
  const auto right2 = seal(right, 2, {{"b", "right2"}});
  const auto left2 = seal(left, 2, {{"b", "left2"}});
  BOOST_TEST(db->branch_count() == 4U);
  BOOST_REQUIRE(db->commit(left, block_id(1)));
  BOOST_TEST(left->is_final());
  BOOST_TEST((left2->is_live() && !right->is_live() && !right2->is_live()));
  BOOST_TEST(db->branch_count() == 1U);
  BOOST_TEST((left2->get(key("a")) == text("left")));
  BOOST_REQUIRE(db->commit(left2, block_id(2)));
  BOOST_TEST(!left->is_live());
  BOOST_TEST(value("b") == "left2");
}

BOOST_FIXTURE_TEST_CASE(a_value_that_is_back_where_it_was_is_no_change, Ledger) {
  commit(0, {{"a", "0"}, {"b", "0"}});
  const auto before = db->finalized();
  const auto same =
      seal(before, 1, {{"a", "1"}, {"a", "0"}, {"b", std::nullopt}, {"b", "0"}, {"c", "x"}, {"c", std::nullopt}});
  BOOST_TEST(same->changes().empty());
  BOOST_TEST((same->root() == before->root()));
  BOOST_REQUIRE(db->commit(same, block_id(1)));
  BOOST_TEST(db->finalized()->find(key("a"))->written.value == 0U);
  const auto changed = seal(db->finalized(), 2, {{"a", "1"}});
  BOOST_REQUIRE(changed->changes().size() == 1U);
  BOOST_TEST((changed->changes()[0].raw_key == text("a")));
  BOOST_TEST((changed->changes()[0].before->value == text("0")));
  BOOST_TEST((changed->changes()[0].after->value == text("1")));
}

BOOST_FIXTURE_TEST_CASE(rewriting_a_record_changes_its_leaf_even_to_an_earlier_value, Ledger) {
  commit(0, {{"a", "x"}});
  const Hash256 first = db->finalized()->root();
  commit(1, {{"a", "y"}});
  commit(2, {{"a", "x"}});
  BOOST_TEST((db->finalized()->root() != first));  // the salt is new at each write
}

BOOST_FIXTURE_TEST_CASE(proofs_of_recent_heights_show_the_values_of_their_time, SmallLedger) {
  std::vector<Hash256> roots;
  commit(0, {{"a", "0"}});
  roots.push_back(db->finalized()->root());
  for (std::uint64_t h = 1; h <= 9; ++h) {
    Changes changes{{"a", std::to_string(h)}, {"only" + std::to_string(h), "x"}};
    if (h > 1) changes.push_back({"only" + std::to_string(h - 1), std::nullopt});
    commit(h, changes);
    roots.push_back(db->finalized()->root());
  }
  for (int restarted = 0; restarted < 2; ++restarted) {
    BOOST_TEST(db->oldest_provable().value == 6U);
    for (std::uint64_t h = 6; h <= 9; ++h) {
      const auto proof = db->prove(key("a"), Height{h});
      BOOST_REQUIRE(proof);
      BOOST_TEST((proof->root == roots[h]));
      BOOST_TEST((proof->value == text(std::to_string(h))));
      BOOST_TEST(verify_record_proof(text("a"), *proof));
      for (std::uint64_t other = 1; other <= 9; ++other) {
        const std::string name = "only" + std::to_string(other);
        const auto there = db->prove(key(name), Height{h});
        BOOST_REQUIRE(there);
        BOOST_TEST(there->value.has_value() == (other == h));
        BOOST_TEST(verify_record_proof(text(name), *there));
        if (there->value) BOOST_TEST(!verify_record_proof(text("another"), *there));
      }
    }
    BOOST_TEST((db->prove(key("a"), Height{5}).error().fault == Fault::kNotFound));
    BOOST_TEST((db->prove(key("a"), Height{10}).error().fault == Fault::kNotYet));
    reopen();
  }
}

BOOST_FIXTURE_TEST_CASE(a_proof_with_another_value_salt_or_root_is_refused, Ledger) {
  commit(0, {{"a", "0"}, {"b", "1"}, {"c", "2"}});
  const auto good = db->prove(key("a"), Height{0});
  BOOST_REQUIRE((good && verify_record_proof(text("a"), *good)));
  auto bad = *good;
  bad.value = text("9");
  BOOST_TEST(!verify_record_proof(text("a"), bad));
  bad = *good;
  bad.salt.bytes[0] ^= 1;
  BOOST_TEST(!verify_record_proof(text("a"), bad));
  bad = *good;
  bad.value.reset();
  BOOST_TEST(!verify_record_proof(text("a"), bad));
  bad = *good;
  bad.root.bytes[31] ^= 1;
  BOOST_TEST(!verify_record_proof(text("a"), bad));
}

BOOST_FIXTURE_TEST_CASE(undo_rows_beyond_the_provable_heights_are_removed, SmallLedger) {
  commit(0, {{"a", "0"}});
  for (std::uint64_t h = 1; h <= 20; ++h) commit(h, {{"a", std::to_string(h)}});
  std::size_t undo_rows = 0;
  for (const auto& [row_key, row] : store.rows()) undo_rows += row_key[0] == kStoreUndo ? 1 : 0;
  BOOST_TEST(undo_rows == 4U);
}

BOOST_FIXTURE_TEST_CASE(records_are_visited_by_prefix_and_at_open, Ledger) {
  commit(0, {{"due/1", "a"}, {"due/2", "b"}, {"duo", "c"}, {"x", "d"}});
  std::map<std::string, std::string> seen;
  const auto visit = [&](const Bytes& raw, const Record& record) {
    seen[std::string(as_string(raw))] = std::string(as_string(record.value));
  };
  BOOST_REQUIRE(db->for_each_record(as_bytes("due/"), visit));
  BOOST_TEST((seen == std::map<std::string, std::string>{{"due/1", "a"}, {"due/2", "b"}}));
  seen.clear();
  db.reset();
  BOOST_REQUIRE(StateDb::open(store, chain_tag(), {}, visit));
  BOOST_TEST(seen.size() == 4U);
}

BOOST_FIXTURE_TEST_CASE(index_rows_go_into_the_same_batch, Ledger) {
  StoreBatch rows;
  rows.put(text("x/tx/1"), text("height 0"));
  const auto genesis = seal(db->finalized(), 0, {{"a", "1"}});
  store.stop_after(0);
  BOOST_TEST(!db->commit(genesis, block_id(0), rows));
  store.restart();
  BOOST_TEST(!store.get(text("x/tx/1"))->has_value());
  reopen();
  BOOST_TEST(!db->position());
  BOOST_REQUIRE(db->commit(seal(db->finalized(), 0, {{"a", "1"}}), block_id(0), rows));
  BOOST_TEST((store.get(text("x/tx/1"))->value() == text("height 0")));
}

BOOST_FIXTURE_TEST_CASE(a_failed_write_stops_everything_and_a_restart_finds_the_last_commit, Ledger) {
  commit(0, {{"a", "0"}});
  const auto next = seal(db->finalized(), 1, {{"a", "1"}});
  store.stop_after(0);
  BOOST_TEST((db->commit(next, block_id(1)).error().fault == Fault::kLocal));
  BOOST_TEST(!db->health().has_value());
  BOOST_TEST(!db->prove(key("a"), Height{0}));
  Overlay overlay(*db->finalized(), Height{1});
  BOOST_TEST(!db->seal(db->finalized(), overlay));
  store.restart();
  reopen();
  BOOST_TEST(db->position()->height.value == 0U);
  BOOST_TEST(value("a") == "0");
}

BOOST_FIXTURE_TEST_CASE(a_failed_read_never_reaches_a_root, Ledger) {
  commit(0, {{"a", "0"}});
  reopen();  // an empty cache
  const auto parent = db->finalized();
  Overlay overlay(*parent, Height{1});
  store.fail_reads(true);
  BOOST_TEST(!overlay.contains(key("a")));  // the wrong answer
  store.fail_reads(false);
  overlay.put(key("b"), text("made from a wrong answer"));
  const auto sealed = db->seal(parent, overlay);
  BOOST_REQUIRE(!sealed);
  BOOST_TEST((sealed.error().fault == Fault::kLocal));
}

BOOST_FIXTURE_TEST_CASE(a_row_changed_or_lost_while_running_is_noticed, Ledger) {
  for (const bool lose : {false, true}) {
    MemoryStateStore damaged;
    BOOST_REQUIRE(StateDb::create(damaged, chain_tag()));
    StateDbLimits no_cache;
    no_cache.cache_bytes_max = 0;
    auto opened = StateDb::open(damaged, chain_tag(), no_cache);
    BOOST_REQUIRE(opened);
    Overlay genesis(*(*opened)->finalized(), Height{0});
    genesis.put(key("a"), text("0"));
    BOOST_REQUIRE((*opened)->commit(*(*opened)->seal((*opened)->finalized(), genesis), block_id(0)));
    if (lose) {
      damaged.rows().erase(record_row_key(key("a").leaf));
    } else {
      damaged.rows()[record_row_key(key("a").leaf)].back() ^= 1;
    }
    BOOST_TEST(!(*opened)->finalized()->contains(key("a")));
    BOOST_TEST(!(*opened)->health().has_value());
  }
}

BOOST_FIXTURE_TEST_CASE(a_store_that_lost_or_changed_any_row_is_refused_at_open, Ledger) {
  commit(0, {{"a", "0"}, {"b", "1"}});
  commit(1, {{"a", "2"}});
  const auto good = store.rows();
  for (const auto& [row_key, row] : good) {
    if (row_key[0] == kStoreUndo) continue;  // only proofs of older heights depend on it
    store.rows() = good;
    store.rows().erase(row_key);
    reopen_error();
    for (std::size_t at = 0; at < row.size(); ++at) {
      store.rows() = good;
      store.rows()[row_key][at] ^= 1;
      const bool is_position = row_key == position_row_key();
      if (is_position && at < 40) continue;  // height and block id: compare_with_log checks them
      reopen_error();
    }
  }
}

BOOST_FIXTURE_TEST_CASE(an_older_copy_of_some_rows_is_refused_at_open, Ledger) {
  commit(0, {{"a", "0"}, {"b", "1"}});
  const auto older = store.rows();
  commit(1, {{"a", "2"}, {"b", "3"}});
  store.rows()[record_row_key(key("b").leaf)] = older.at(record_row_key(key("b").leaf));
  BOOST_TEST(reopen_error().find("do not have the recorded root") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(another_chains_or_an_unmade_store_is_refused, Ledger) {
  BOOST_TEST(StateDb::open(store, chain_tag(2)).error().message.find("another chain") != std::string::npos);
  MemoryStateStore unmade;
  BOOST_TEST((StateDb::open(unmade, chain_tag()).error().fault == Fault::kLocal));
  BOOST_TEST((StateDb::create(store, chain_tag()).error().fault == Fault::kLocal));
}

BOOST_AUTO_TEST_CASE(undo_rows_of_a_strange_shape_are_refused) {
  const std::vector<StateChange> changes{
      {key("a").leaf, text("a"), std::make_shared<const Record>(Record{secret(1), Height{1}, text("v")}), nullptr}};
  const Bytes good = encode_undo_row(changes);
  BOOST_REQUIRE(decode_undo_row(good));
  for (std::size_t size = 0; size < good.size(); ++size) {
    BOOST_TEST(!decode_undo_row(BytesView(good).first(size)));
  }
  Bytes longer = good;
  longer.push_back(0);
  BOOST_TEST(!decode_undo_row(longer));
  Bytes twice = good;
  twice[3] = 2;
  append(twice, BytesView(good).subspan(4));
  BOOST_TEST(!decode_undo_row(twice));
}

// A map of maps beside the real thing: random branches, finality, restarts.
BOOST_AUTO_TEST_CASE(random_blocks_branches_and_restarts_match_a_naive_model) {
  using Content = std::map<std::string, std::string>;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Ledger ledger(3);
    std::mt19937_64 random(seed);
    std::vector<Content> final_contents;
    ledger.commit(0, {});
    final_contents.push_back({});
    for (std::uint64_t height = 1; height <= 60; ++height) {
      std::vector<std::pair<BranchPtr, Content>> rivals;
      for (int rival = 0; rival < 3; ++rival) {
        Content content = final_contents.back();
        Changes changes;
        for (std::uint64_t i = random() % 12; i > 0; --i) {
          const std::string name = "k" + std::to_string(random() % 30);
          if (random() % 4 == 0) {
            changes.push_back({name, std::nullopt});
            content.erase(name);
          } else {
            const std::string value = std::to_string(random() % 3);
            changes.push_back({name, value});
            content[name] = value;
          }
        }
        rivals.emplace_back(ledger.seal(ledger.db->finalized(), height, changes), content);
      }
      auto chosen = rivals[random() % rivals.size()];
      for (const auto& [branch, content] : rivals) {
        for (int k = 0; k < 30; ++k) {
          const std::string name = "k" + std::to_string(k);
          const auto found = branch->get(key(name));
          BOOST_TEST(found.has_value() == content.contains(name));
          if (found && content.contains(name)) BOOST_TEST((*found == text(content.at(name))));
        }
      }
      BOOST_REQUIRE(ledger.db->commit(chosen.first, block_id(height)));
      final_contents.push_back(chosen.second);
      rivals.clear();
      if (random() % 5 != 0) continue;
      const Hash256 root = ledger.db->finalized()->root();
      chosen.first.reset();
      ledger.reopen();
      BOOST_TEST((ledger.db->finalized()->root() == root));
      for (std::uint64_t h = ledger.db->oldest_provable().value; h <= height; ++h) {
        for (int k = 0; k < 30; ++k) {
          const std::string name = "k" + std::to_string(k);
          const auto proof = ledger.db->prove(key(name), Height{h});
          BOOST_REQUIRE(proof);
          BOOST_TEST(verify_record_proof(text(name), *proof));
          BOOST_TEST(proof->value.has_value() == final_contents[h].contains(name));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(state_record_cache)

BOOST_AUTO_TEST_CASE(the_cache_holds_what_is_used_within_its_bytes) {
  RecordCache cache(100000);
  const auto record = std::make_shared<const Record>(Record{{}, {}, Bytes(500, 1)});
  const Hash256 hot = secret(0);
  cache.put(hot, record);
  for (std::uint64_t i = 1; i < 5000; ++i) {
    cache.put(secret(i), record);
    BOOST_TEST((cache.find(hot) == record));
    BOOST_TEST(cache.bytes() <= 100000U);
  }
  BOOST_TEST(!cache.find(secret(1)));
  BOOST_TEST((cache.find(secret(4999)) == record));
}

BOOST_AUTO_TEST_CASE(a_put_replaces_and_a_null_removes) {
  RecordCache cache(10000);
  const auto one = std::make_shared<const Record>(Record{{}, {}, Bytes(10, 1)});
  const auto two = std::make_shared<const Record>(Record{{}, {}, Bytes(20, 2)});
  cache.put(secret(1), one);
  cache.put(secret(1), two);
  BOOST_TEST((cache.find(secret(1)) == two));
  cache.put(secret(1), nullptr);
  BOOST_TEST(!cache.find(secret(1)));
  BOOST_TEST(cache.bytes() == 0U);
  cache.put(secret(2), std::make_shared<const Record>(Record{{}, {}, Bytes(20000, 2)}));
  BOOST_TEST(!cache.find(secret(2)));  // larger than the cache
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::chain
