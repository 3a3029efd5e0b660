// Escrow: what goes in is collected, what goes out is remitted, month by month and to the fen (IN-12, FN-10).
#include "contracts/lxr/calls.h"
#include "insurance_world.h"

namespace xh::contracts::test {
namespace {

using chain::Fen;
using insurance::MethodId;
using insurance::Mode;
using insurance::Scheme;

struct Remitting : InsuranceWorld {
  Remitting() : InsuranceWorld(Mode::kAsWritten) {
    ledger.deposit(employer, 10'000'000);
    ledger.deposit(the_union, 1'000'000);
    for (const auto& [who, key] : {std::pair{worker, std::uint8_t{1}}, {other, std::uint8_t{2}}}) {
      const auto receipt = sign(who, terms(who, Scheme::kEmployee), "2026-03", 6, key);
      BOOST_REQUIRE_MESSAGE(receipt.ok(), receipt.code + ": " + receipt.message);
    }
  }
  insurance::Remit args(std::int64_t amount, std::vector<insurance::MonthName> months) const {
    return {bank.id, hash_of(4), Fen{amount}, std::move(months), {}};
  }
  chain::Receipt remit(const insurance::Remit& args) {
    return ledger.run(the_union, kInsurance, MethodId::kRemit, args);
  }
  void settle(const chain::RecordKey& withdrawal, bool paid) {
    lxr::SettlementLine line;
    line.withdrawal = withdrawal;
    line.paid = paid;
    ledger.run_ok(bank, ContractId::kLxr, lxr::MethodId::kSettleWithdrawal, lxr::SettleWithdrawal{{line}});
  }
  lxr::Balance escrow() const {
    auto view = ledger.view();
    return lxr::balance_of(view.context(), insurance::escrow_account());
  }
};

chain::RecordKey withdrawal_of(const chain::Receipt& receipt) {
  return events_of<insurance::Remitted>(receipt, kInsurance, insurance::EventKind::kRemitted).at(0).withdrawal;
}

BOOST_AUTO_TEST_SUITE(insurance_remit)

BOOST_AUTO_TEST_CASE(paid_months_leave_escrow_in_one_withdrawal_and_burn_when_the_bank_paid) {
  Remitting world;
  static_cast<void>(world.wage(world.wage_of(world.worker, world.employer, "2026-03", 691'665)));
  static_cast<void>(world.wage(world.wage_of(world.other, world.employer, "2026-03", 451'100)));
  const auto both =
      world.args(242'774 + 158'336, {{contract_id(1), month("2026-03")}, {contract_id(2), month("2026-03")}});
  const auto receipt = world.remit(both);
  BOOST_REQUIRE_MESSAGE(receipt.ok(), receipt.message);
  BOOST_TEST(world.escrow().available.value == 0);
  BOOST_TEST(world.escrow().reserved.value == 401'110);
  const auto remitted = world.month_record("2026-03");
  BOOST_TEST(remitted.remitted.value == 242'774);
  BOOST_TEST((remitted.remittance.value().withdrawal == withdrawal_of(receipt)));
  world.settle(withdrawal_of(receipt), true);
  BOOST_TEST(world.escrow().reserved.value == 0);
  BOOST_TEST(world.remit(both).code == "NOTHING_TO_REMIT");
}

BOOST_AUTO_TEST_CASE(a_remittance_is_all_or_nothing_and_names_the_line) {
  Remitting world;
  static_cast<void>(world.wage(world.wage_of(world.worker, world.employer, "2026-03", 691'665)));
  const insurance::MonthName paid{contract_id(1), month("2026-03")};
  BOOST_TEST(world.remit(world.args(242'773, {paid})).code == "REMIT_SUM");
  BOOST_TEST(world.remit(world.args(485'548, {paid, paid})).code == "NAMED_TWICE");
  const auto unknown = world.remit(world.args(242'774, {paid, {contract_id(2), month("2026-03")}}));
  BOOST_TEST(unknown.code == "UNKNOWN_MONTH");
  BOOST_TEST(unknown.message.starts_with("line 2:"));
  world.advance("2026-04-01 00:00");
  BOOST_TEST(world.remit(world.args(242'774, {paid, {contract_id(2), month("2026-03")}})).code == "MONTH_NOT_PAID");
  BOOST_TEST(world.remit(world.args(0, {})).code == "EMPTY_LIST");
  const auto by_worker = world.ledger.run(world.worker, kInsurance, MethodId::kRemit, world.args(242'774, {paid}));
  BOOST_TEST(by_worker.code == "ROLE_REQUIRED");
  auto no_bank = world.args(242'774, {paid});
  no_bank.bank = world.employer.id;
  BOOST_TEST(world.remit(no_bank).code == "ROLE_REQUIRED");
  BOOST_TEST(world.escrow().available.value == 242'774);
}

BOOST_AUTO_TEST_CASE(what_the_bank_gives_back_can_be_remitted_again_and_nothing_twice) {
  Remitting world;
  static_cast<void>(world.wage(world.wage_of(world.worker, world.employer, "2026-03", 691'665)));
  const auto args = world.args(242'774, {{contract_id(1), month("2026-03")}});
  const auto first = world.remit(args);
  BOOST_REQUIRE(first.ok());
  BOOST_TEST(world.remit(args).code == "REMITTANCE_PENDING");
  world.settle(withdrawal_of(first), false);
  BOOST_TEST(world.escrow().available.value == 242'774);
  const auto second = world.remit(args);
  BOOST_REQUIRE_MESSAGE(second.ok(), second.message);
  world.settle(withdrawal_of(second), true);
  BOOST_TEST(world.month_record("2026-03").remitted.value == 242'774);
  BOOST_TEST(world.remit(args).code == "NOTHING_TO_REMIT");
}

BOOST_AUTO_TEST_CASE(a_later_wage_of_a_remitted_month_is_remitted_by_its_difference) {
  Remitting world;
  static_cast<void>(world.wage(world.wage_of(world.worker, world.employer, "2026-03", 500'000)));
  const insurance::MonthName name{contract_id(1), month("2026-03")};
  const auto first = world.month_record("2026-03").paid.total().value;
  world.settle(withdrawal_of(world.remit(world.args(first, {name}))), true);
  static_cast<void>(world.wage(world.wage_of(world.worker, world.employer, "2026-03", 191'665)));
  BOOST_TEST(world.remit(world.args(242'774 - first, {name})).ok());
}

BOOST_AUTO_TEST_CASE(order_cover_is_remitted_by_the_employers_month) {
  Remitting world;
  TxOptions options;
  options.co_signers = {world.the_union};
  world.ledger.run_ok(
      world.employer, kInsurance, MethodId::kSetOrderCover,
      insurance::SetOrderCover{world.employer.id, {month("2026-03"), insurance::Trade::kDelivery, kCity}}, options);
  auto wage = world.wage_of(world.worker, world.employer, "2026-03", 691'665);
  wage.orders = 1'140;
  static_cast<void>(world.wage(wage));
  insurance::Remit args = world.args(242'774 + 7'980, {{contract_id(1), month("2026-03")}});
  args.order_months = {{world.employer.id, month("2026-03")}};
  const auto receipt = world.remit(args);
  BOOST_REQUIRE_MESSAGE(receipt.ok(), receipt.message);
  world.settle(withdrawal_of(receipt), true);
  args.months.clear();
  BOOST_TEST(world.remit(args).code == "NOTHING_TO_REMIT");
}

// Random wages, payments, remittances, paid and returned: escrow = collected - paid out, at every step.
BOOST_AUTO_TEST_CASE(escrow_always_holds_what_was_collected_less_what_was_paid_out) {
  Remitting world;
  world.ledger.deposit(world.worker, 500'000);
  Numbers numbers(41);
  std::int64_t paid_out = 0;
  std::vector<chain::RecordKey> pending;
  std::vector<std::int64_t> amounts;
  const std::vector<std::string> months{"2026-03", "2026-04", "2026-05", "2026-06"};
  const auto collected = [&] {
    std::int64_t sum = 0;
    for (const auto key : {std::uint8_t{1}, std::uint8_t{2}}) {
      auto view = world.ledger.view();
      for (const auto& of : months) {
        const auto record = view.context().read<insurance::Month>(insurance::month_key(contract_id(key), month(of)));
        if (record) sum += record->paid.total().value;
      }
    }
    return sum;
  };
  for (std::size_t step = 0; step < 60; ++step) {
    const auto& of = months[step / 15];
    const auto key = static_cast<std::uint8_t>(1 + numbers.below(2));
    const auto& who = key == 1 ? world.worker : world.other;
    const auto what = numbers.below(4);
    if (what <= 1) {
      const auto gross = static_cast<std::int64_t>(1 + numbers.below(400'000));
      static_cast<void>(world.wage(world.wage_of(who, world.employer, of, gross, numbers.below(2) == 0)));
    } else if (what == 2) {
      auto view = world.ledger.view();
      const auto record = view.context().read<insurance::Month>(insurance::month_key(contract_id(key), month(of)));
      if (record) {
        const auto rest = record->paid.total().value - record->remitted.value;
        const auto receipt = world.remit(world.args(rest, {{contract_id(key), month(of)}}));
        if (receipt.ok()) {
          pending.push_back(withdrawal_of(receipt));
          amounts.push_back(rest);
        }
      }
    } else if (!pending.empty()) {
      const bool paid = numbers.below(3) != 0;
      world.settle(pending.back(), paid);
      if (paid) paid_out += amounts.back();
      pending.pop_back();
      amounts.pop_back();
    }
    if (step % 15 == 14) world.advance("2026-0" + std::to_string(4 + step / 15) + "-12 00:00");
    const auto escrow = world.escrow();
    BOOST_REQUIRE(escrow.available.value + escrow.reserved.value == collected() - paid_out);
  }
  BOOST_TEST(paid_out > 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
