// Paydays with insurance and payout, through the contracts: S01 in both modes, S02, shortages with contributions.
#include <boost/test/unit_test.hpp>

#include "contracts/identity/calls.h"
#include "contracts/identity/members.h"
#include "contracts/insurance/calls.h"
#include "contracts/insurance/events.h"
#include "contracts/lxr/calls.h"
#include "contracts/lxr/events.h"
#include "contracts/payroll/explain.h"
#include "payroll_world.h"

namespace xh::contracts::payroll::test {
namespace {

using chain::Fen;

constexpr std::int64_t kGross = 691'665;

chain::Hash256 some_hash(std::uint8_t n) {
  chain::Hash256 out;
  out.bytes[0] = n;
  return out;
}

insurance::RateRow chengdu() {
  insurance::RateRow row;
  row.from = day("2020-01-01");
  row.floor = Fen{451'100};
  row.ceiling = Fen{2'255'400};
  row.pension = {160'000, 80'000};
  row.medical = {69'000, 20'000};
  row.unemployment = {6'000, 4'000};
  row.injury = {4'000, 0};
  row.maternity = {8'000, 0};
  row.flexible_pension_ppm = 200'000;
  row.flexible_personal_ppm = 80'000;
  row.flexible_medical_ppm = 85'000;
  row.housing_min_ppm = 50'000;
  row.housing_max_ppm = 120'000;
  row.order_injury = {Fen{1}, Fen{7}, Fen{25}, Fen{18}};
  return row;
}

struct Insured {
  World world{"2026-03-01 08:00"};
  chain::AccountId e1 = world.employers[0];
  chain::AccountId w1 = world.workers[0];
  chain::RecordKey k1;

  explicit Insured(insurance::Mode mode) {
    world.set_parameter("ins.mode", static_cast<std::int64_t>(mode));
    must(world.call_of(ContractId::kIdentity, world.union_account, identity::MethodId::kSetRoles,
                       identity::SetRoles{e1, identity::bit(identity::Role::kEmployer), true}));
    must(world.call_of(ContractId::kInsurance, world.union_account, insurance::MethodId::kSetRates,
                       insurance::SetRates{"chengdu", some_hash(9), {chengdu()}}));
    must(world.call_of(ContractId::kInsurance, world.union_account, insurance::MethodId::kClassify,
                       insurance::Classify{w1, "chengdu", 12, some_hash(8)}));
    auto terms = world.terms();
    terms.items = {{"agreed", PayKind::kAgreedAmount, Fen{}}};
    k1 = world.agree(terms);
  }
  static void must(const Answer& answer) { BOOST_REQUIRE_MESSAGE(answer.ok(), answer); }

  void sign(insurance::Scheme scheme, bool with_employer, insurance::Trade cover = insurance::Trade::kNone) {
    insurance::Terms terms;
    terms.worker = w1;
    terms.scheme = scheme;
    terms.city = "chengdu";
    terms.order_cover = cover;
    if (with_employer) terms.employer = e1;
    std::vector<chain::AccountId> co_signers{world.union_account};
    if (with_employer) co_signers.push_back(e1);
    must(world.call_of(ContractId::kInsurance, w1, insurance::MethodId::kSign,
                       insurance::Sign{world.new_key(), terms, day("2026-03-01"), 10}, co_signers));
  }
  // One day that stands for the month: its orders are within an hour's limit of nobody, so its flags are accepted.
  void work(std::int64_t gross = kGross, std::uint32_t orders = 0) {
    world.at("2026-03-31 20:00");
    must(world.submit(e1, {{k1, day("2026-03-31"), 0, {entry("month", 480, orders, gross)}}}));
    must(world.confirm(w1, {world.ref(k1, "2026-03-31")}));
    must(world.approve({world.ref(k1, "2026-03-31")}, {{k1, day("2026-03-31")}}));
  }
  void pay_out_to_bank() {
    must(world.call_of(ContractId::kLxr, w1, lxr::MethodId::kSetPayout,
                       lxr::SetPayout{{world.bank, some_hash(7), false}}));
  }
  [[nodiscard]] Settlement slip() { return find_settlement(world.state(), k1, 0).value(); }
  [[nodiscard]] std::int64_t escrow() { return world.balance(insurance::escrow_account()); }
};

std::vector<lxr::VoucherIssued> vouchers_in(const Answer& answer) {
  std::vector<lxr::VoucherIssued> out;
  for (const auto& event : answer.events) {
    if (event.contract == static_cast<std::uint32_t>(ContractId::kLxr) &&
        event.kind == static_cast<std::uint32_t>(lxr::EventKind::kVoucherIssued))
      out.push_back(*chain::decode<lxr::VoucherIssued>(event.data));
  }
  return out;
}

BOOST_AUTO_TEST_SUITE(payroll_deductions)

BOOST_AUTO_TEST_CASE(s01_as_written_posts_wage_fee_contribution_and_subsidy_in_this_order) {
  Insured s(insurance::Mode::kAsWritten);
  s.sign(insurance::Scheme::kEmployee, false);
  s.world.deposit(s.e1, 1'000'000);
  s.pay_out_to_bank();
  s.work();
  const auto payday = s.world.at("2026-04-10 12:00");
  const auto vouchers = vouchers_in(payday);
  BOOST_TEST_REQUIRE(vouchers.size() == 4u);
  const std::int64_t amounts[] = {kGross, 41'500, 222'024, 20'750};
  const lxr::Purpose purposes[] = {lxr::Purpose::kWage, lxr::Purpose::kFee, lxr::Purpose::kContribution,
                                   lxr::Purpose::kContribution};
  for (std::size_t i = 0; i < 4; ++i) {
    BOOST_TEST(vouchers[i].amount.value == amounts[i]);
    BOOST_CHECK(vouchers[i].purpose == purposes[i]);
    BOOST_TEST(vouchers[i].number.serial == i + 2);  // the deposit was the first
  }
  BOOST_TEST(s.slip().net.value == 469'641);
  BOOST_TEST(s.slip().progress.collected);
  BOOST_TEST(s.slip().progress.paid_out.value == 469'641);
  BOOST_REQUIRE(s.slip().progress.payments.at(0).payout.has_value());
  BOOST_TEST(explain(s.slip()).agrees());
  BOOST_TEST(s.escrow() == 242'774);
  BOOST_TEST(s.world.balance(s.e1) == 266'835);
  BOOST_TEST(s.world.balance(s.world.union_account) == 20'750);
  BOOST_TEST(s.world.supply() == 1'000'000);
}

BOOST_AUTO_TEST_CASE(s01_strict_charges_the_employer_his_own_share) {
  Insured s(insurance::Mode::kStrict);
  s.sign(insurance::Scheme::kEmployee, true);
  s.world.deposit(s.e1, 1'000'000);
  s.work();
  s.world.at("2026-04-10 12:00");
  BOOST_TEST(s.slip().net.value == 619'732);
  BOOST_TEST(s.slip().deductions.insurance.employer.value == 170'841);
  BOOST_TEST(s.slip().paid());
  BOOST_TEST(s.world.balance(s.w1) == 619'732);
  BOOST_TEST(s.world.balance(s.e1) == 1'000'000 - kGross - 41'500 - 170'841);
  BOOST_TEST(s.escrow() == 242'774);
  BOOST_TEST(explain(s.slip()).agrees());
}

BOOST_AUTO_TEST_CASE(s02_flexible_scheme_and_cover_for_each_order) {
  Insured s(insurance::Mode::kStrict);
  s.sign(insurance::Scheme::kFlexible, true, insurance::Trade::kDelivery);
  s.world.deposit(s.e1, 1'000'000);
  s.work(kGross, 1'140);
  s.world.at("2026-04-10 12:00");
  BOOST_TEST(s.slip().net.value == 583'851);
  BOOST_TEST(s.slip().deductions.contribution.value == 107'814);
  BOOST_TEST(s.world.balance(s.w1) == 583'851);
  BOOST_TEST(1'000'000 - s.world.balance(s.e1) == 741'145);
}

BOOST_AUTO_TEST_CASE(the_wages_regime_takes_the_employee_contributions_off_first) {
  Insured s(insurance::Mode::kStrict);
  s.world.set_parameter("tax.regime", 3);
  s.sign(insurance::Scheme::kEmployee, true);
  s.world.deposit(s.e1, 1'000'000);
  s.work();
  s.world.at("2026-04-10 12:00");
  BOOST_REQUIRE(s.slip().deductions.tax.has_value());
  BOOST_TEST(s.slip().deductions.tax->amount.value == 3'592);
  BOOST_TEST(s.slip().net.value == 619'732 - 3'592);
  BOOST_TEST(s.world.balance(s.w1) == 619'732 - 3'592);
  BOOST_TEST(explain(s.slip()).agrees());
}

// The wage comes in two parts: the contribution waits for enough of it and nothing of the first part is paid out.
BOOST_AUTO_TEST_CASE(a_contribution_waits_until_so_much_of_the_wage_has_come) {
  Insured s(insurance::Mode::kStrict);
  s.world.set_parameter("payroll.late_ppm", 0);
  s.world.set_parameter("tax.regime", 3);
  s.sign(insurance::Scheme::kEmployee, true);
  s.pay_out_to_bank();
  s.work();
  s.world.deposit(s.e1, 60'000);
  s.world.at("2026-04-10 12:00");
  BOOST_TEST(!s.slip().progress.collected);
  BOOST_TEST(s.slip().progress.paid_out.value == 0);
  BOOST_TEST(s.slip().progress.tax.value == 312);  // 3,592 x 60,000 / 691,665 = 311.6
  BOOST_TEST(s.world.balance(s.w1) == 60'000 - 312);
  s.world.deposit(s.e1, 631'665 + 170'840);  // the employer's share lacks one fen: it is paid whole or not at all
  s.world.at("2026-04-11 12:00");
  BOOST_TEST(s.slip().progress.collected);
  BOOST_TEST(s.slip().progress.tax.value == 3'592);
  BOOST_TEST(s.slip().progress.paid_out.value == 619'732 - 3'592);
  BOOST_TEST(s.slip().progress.paid.charges.value == 0);
  BOOST_TEST(s.world.balance(s.e1) == 170'840);
  s.world.deposit(s.e1, 1 + 41'500);
  s.world.at("2026-04-12 12:00");
  BOOST_TEST(s.slip().paid());
  BOOST_TEST(s.escrow() == 242'774);
  BOOST_TEST(s.world.balance(s.e1) == 0);
}

// OP-38: a month is paid whole or not at all; a wage that does not cover it stays with the worker.
BOOST_AUTO_TEST_CASE(a_contribution_above_the_wage_is_not_taken_from_it) {
  Insured s(insurance::Mode::kAsWritten);
  s.sign(insurance::Scheme::kEmployee, false);
  s.world.deposit(s.e1, 1'000'000);
  s.work(100'000);
  s.world.at("2026-04-10 12:00");
  BOOST_TEST(s.slip().deductions.insurance.worker.value > 100'000);
  BOOST_TEST(s.slip().deductions.contribution.value == 0);
  BOOST_TEST(s.slip().net.value == 100'000);
  BOOST_TEST(s.world.balance(s.w1) == 100'000);
  BOOST_TEST(s.escrow() == 0);
}

BOOST_AUTO_TEST_CASE(deductions_below_the_minimum_wage_are_flagged) {
  Insured s(insurance::Mode::kAsWritten);
  s.sign(insurance::Scheme::kEmployee, false);
  s.world.deposit(s.e1, 1'000'000);
  s.work(350'000);
  const auto payday = s.world.at("2026-04-10 12:00");
  const auto warnings = payday.of<NetBelowMinimumEvent>(EventKind::kNetBelowMinimum);
  BOOST_TEST_REQUIRE(warnings.size() == 1u);
  BOOST_TEST(warnings[0].minimum.value == 233'000);
  BOOST_TEST(warnings[0].net.value == s.slip().net.value);
  BOOST_TEST(s.slip().deductions.minimum.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::payroll::test
