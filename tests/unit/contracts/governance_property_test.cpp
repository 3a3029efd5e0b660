// Random operators, newcomers and reporters, many epochs: a naive bookkeeper beside the contract says when an epoch may
// end, and the ledger is checked after every block (R13, R16).
#include <map>
#include <set>

#include "contracts/governance/events.h"
#include "governance_world.h"

namespace xh::contracts::test {
namespace {

// What the bookkeeper knows of a change: it reads calls and receipts, never the contract's records.
struct Book {
  std::size_t seats_needed = 0;
  std::set<chain::AccountId> must_attest;
  std::set<chain::AccountId> operators;
  std::map<chain::AccountId, std::size_t> seats;

  [[nodiscard]] std::size_t votes() const {
    std::size_t out = 0;
    for (const auto& id : operators) out += seats.at(id);
    return out;
  }
  [[nodiscard]] bool is_complete() const { return votes() >= seats_needed && must_attest.empty(); }
};

struct RandomRun : GovernanceWorld {
  explicit RandomRun(std::uint64_t seed) : GovernanceWorld(4 + seed % 5), numbers(seed), members(4 + seed % 5) {
    before = state();
  }

  Numbers numbers;
  std::size_t members;  // that may operate validators
  governance::EpochState before;
  std::map<chain::RecordKey, Book> books;
  std::set<std::pair<std::uint64_t, std::uint32_t>> guilty;
  std::uint8_t next_key = 120;
  int epochs = 0;

  std::size_t pick(std::size_t limit) { return static_cast<std::size_t>(numbers.below(limit)); }
  Actor some_operator() { return operator_of(pick(members)); }
  const chain::Validator& some_validator() { return before.set.validators[pick(before.set.size())]; }
  chain::Validator fresh() { return validator_with(next_key++, operator_of(pick(members)).id); }

  std::vector<governance::Edit> random_edits() {
    std::vector<governance::Edit> out;
    const auto count = pick(4);
    for (std::size_t i = 0; i < count && next_key < 250; ++i) {
      switch (pick(3)) {
        case 0:
          out.push_back(add_edit(fresh()));
          break;
        case 1:
          out.push_back(remove_edit(some_validator().name));
          break;
        default:
          out.push_back(replace_edit(some_validator().key, fresh()));
      }
    }
    return out;
  }

  void open_book(const chain::Receipt& receipt, const std::vector<governance::Edit>& edits) {
    const auto events =
        events_of<governance::ChangeProposed>(receipt, ContractId::kGovernance, governance::EventKind::kChangeProposed);
    Book book;
    book.seats_needed = before.set.size() - (before.set.size() - 1) / 3;
    for (const auto& v : before.set.validators) ++book.seats[v.operator_account];
    for (const auto& edit : edits) {
      if (edit.validator) book.must_attest.insert(governance::key_account(*edit.validator));
    }
    books[events.at(0).change] = std::move(book);
  }

  void propose_something() {
    const auto edits = random_edits();
    const auto receipt = propose(some_operator(), edits);
    if (receipt.ok()) open_book(receipt, edits);
  }
  void approve_something() {
    const auto open = pending();
    if (open.empty()) return;
    const auto key = open[pick(open.size())].key;
    const auto by = some_operator();
    if (approve(by, key).ok()) books.at(key).operators.insert(by.id);
  }
  void withdraw_something() {
    const auto open = pending();
    if (open.empty() || pick(4) != 0) return;
    const auto& chosen = open[pick(open.size())];
    const auto by = some_operator();
    if (!withdraw(by, chosen.key).ok()) return;
    if (chosen.change.proposer == by.id)
      books.erase(chosen.key);
    else
      books.at(chosen.key).operators.erase(by.id);
  }
  void attest_something() {
    const auto open = pending();
    if (open.empty()) return;
    const auto& chosen = open[pick(open.size())];
    const auto& next = chosen.change.next.validators;
    const auto key = next[pick(next.size())].key;
    const Actor by{{1, {key}}, chain::account_id_of({1, {key}})};
    if (!executor->check(executor->finalized(), *attest_tx(by, chosen.key), next_time()).ok()) return;
    if (attest(by, chosen.key).ok()) books.at(chosen.key).must_attest.erase(by.id);
  }
  void report_something() {
    if (pick(6) != 0) return;
    const auto epoch = before.set.epoch.value - (before.set.epoch.value > 0 ? pick(2) : 0);
    const auto set = governance::set_of(view().context(), chain::Epoch{epoch});
    const auto seat = pick(set->size());
    const bool is_new = !guilty.contains({epoch, static_cast<std::uint32_t>(seat)});
    const auto receipt = report(some_operator(), double_vote(seat, epoch));
    if (!receipt.ok()) return;
    BOOST_TEST(is_new);
    guilty.insert({epoch, static_cast<std::uint32_t>(seat)});
  }
  [[nodiscard]] chain::Timestamp next_time() const { return chain::Timestamp{time().value + 1000}; }

  void step() {
    switch (pick(8)) {
      case 0:
        propose_something();
        break;
      case 1:
        withdraw_something();
        break;
      case 2:
        report_something();
        break;
      case 3:
      case 4:
        attest_something();
        break;
      default:
        approve_something();
    }
    check_epoch();
  }

  void check_epoch() {
    const auto after = state();
    BOOST_TEST(after.set.size() >= chain::kMinValidators);
    BOOST_TEST(chain::check_validator_set(after.set).has_value());
    BOOST_TEST(after.suspended.size() <= after.set.max_faulty());
    BOOST_TEST(pending().size() <= after.set.size());
    const auto complete = std::ranges::any_of(books, [](const auto& b) { return b.second.is_complete(); });
    if (after.set.epoch == before.set.epoch) {
      BOOST_TEST((after.set == before.set));
      BOOST_TEST(after.first_height.value == before.first_height.value);
    } else {
      BOOST_TEST(after.set.epoch.value == before.set.epoch.value + 1);
      BOOST_TEST(after.first_height.value == height().value + 1);
      BOOST_TEST(complete);
      BOOST_TEST((governance::set_of(view().context(), before.set.epoch) == before.set));
      BOOST_TEST(after.convicted_beyond.empty());
      books.clear();
      ++epochs;
    }
    before = after;
  }
};

BOOST_AUTO_TEST_SUITE(governance_property)

BOOST_AUTO_TEST_CASE(no_random_run_ends_an_epoch_without_its_quorum_or_leaves_an_unsafe_set) {
  int epochs = 0;
  std::size_t convicted = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    RandomRun run(seed);
    for (int i = 0; i < 250; ++i) run.step();
    epochs += run.epochs;
    convicted += run.guilty.size();
    BOOST_TEST_CONTEXT("seed " << seed) {
      BOOST_TEST(run.state().set.epoch.value == static_cast<std::uint64_t>(run.epochs));
    }
  }
  BOOST_TEST(epochs > 10);
  BOOST_TEST(convicted > 10U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
