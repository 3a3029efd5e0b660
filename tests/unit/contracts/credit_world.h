// A ledger for tests of credit: the actors by their roles, calls of the contract, time that runs to a day, money that
// adds up.
#pragma once

#include "contracts/credit/book.h"
#include "contracts/credit/profile.h"
#include "contracts/engine/calendar.h"
#include "contracts/lxr/balances.h"
#include "test_ledger.h"

namespace xh::contracts::credit::test {

using contracts::test::Actor;
using contracts::test::TxOptions;

[[nodiscard]] inline Actor the_union() {
  return contracts::test::actor(1);
}
[[nodiscard]] inline Actor bank() {
  return contracts::test::actor(2);
}
[[nodiscard]] inline Actor employer() {
  return contracts::test::actor(3);
}
[[nodiscard]] inline Actor worker() {
  return contracts::test::actor(4);
}
[[nodiscard]] inline Actor other_worker() {
  return contracts::test::actor(5);
}

[[nodiscard]] inline chain::Hash256 hash_of(std::uint8_t n) {
  chain::Hash256 out;
  out.bytes.fill(n);
  return out;
}
[[nodiscard]] inline chain::Day day(std::string_view text) {
  return *day_from_text(text);
}

class CreditLedger : public contracts::test::TestLedger {
 public:
  explicit CreditLedger(chain::Genesis from = contracts::test::test_genesis()) : TestLedger(std::move(from)) {}

  template <chain::Message Args>
  chain::Receipt call(const Actor& from, MethodId method, const Args& args) {
    return run(from, ContractId::kCredit, method, args);
  }
  template <chain::Message Args>
  chain::Receipt call_ok(const Actor& from, MethodId method, const Args& args) {
    return run_ok(from, ContractId::kCredit, method, args);
  }

  // Runs everything that comes due until 08:00 of that day.
  void run_to(std::string_view text);
  void run_to(chain::Timestamp until);

  void consent(ConsentPurpose purpose, std::vector<std::string> indicators, std::int64_t days = 90);
  chain::RecordKey apply(std::int64_t fen, Scene scene = Scene::kGapLoan);
  void offer(const chain::RecordKey& loan, std::int64_t fen, std::int64_t guarantee);
  // Applied for, offered, guaranteed in full, accepted.
  chain::RecordKey running_loan(std::int64_t fen);

  [[nodiscard]] lxr::Balance balance(const Actor& of) { return lxr::balance_of(view().context(), of.id); }
  [[nodiscard]] Loan loan(const chain::RecordKey& key) { return *find_loan(view().context(), key); }
  [[nodiscard]] File file(const Actor& of = worker()) { return file_of(view().context(), of.id); }
  [[nodiscard]] Profile profile(const Actor& of = worker()) { return profile_of(view().context(), of.id); }
};

// A test ledger's genesis with one of the rules' numbers changed.
[[nodiscard]] chain::Genesis genesis_with(std::string_view parameter, std::int64_t value);

}  // namespace xh::contracts::credit::test
