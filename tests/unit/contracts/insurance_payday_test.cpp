// What a wage makes due, through the ledger: S01, S02, S06, several wages of a month, money that is not there.
#include "insurance_world.h"

namespace xh::contracts::test {
namespace {

using chain::Fen;
using insurance::Case;
using insurance::Mode;
using insurance::MonthState;
using insurance::Parts;
using insurance::Scheme;
using insurance::Trade;

Parts parts(std::int64_t worker, std::int64_t subsidy, std::int64_t employer) {
  return {Fen{worker}, Fen{subsidy}, Fen{employer}};
}

void sign_ok(InsuranceWorld& world, const insurance::Terms& terms, std::uint32_t months = 10) {
  const auto receipt = world.sign(world.worker, terms, "2026-03", months);
  BOOST_REQUIRE_MESSAGE(receipt.ok(), receipt.code + ": " + receipt.message);
}

std::int64_t sum_of(const std::vector<insurance::ChargeLine>& lines) {
  std::int64_t out = 0;
  for (const auto& line : lines) out += line.employer.value + line.worker.value;
  return out;
}

BOOST_AUTO_TEST_SUITE(insurance_payday)

BOOST_AUTO_TEST_CASE(s01_as_written_the_worker_bears_all_but_the_subsidy) {
  InsuranceWorld world(Mode::kAsWritten);
  world.ledger.deposit(world.employer, 1'000'000);
  sign_ok(world, world.terms(world.worker, Scheme::kEmployee));
  world.advance("2026-04-10 10:00");
  const auto paid = world.wage(world.wage_of(world.worker, world.employer, "2026-03", 691'665));
  BOOST_TEST(paid.collected);
  BOOST_TEST(paid.charges.worker.value == 222'024);
  BOOST_TEST(paid.charges.subsidy.value == 20'750);
  BOOST_TEST(paid.charges.employer.value == 0);
  BOOST_TEST(world.balance(world.worker.id) == 469'641);
  BOOST_TEST(world.balance(world.the_union.id) == 20'750);
  BOOST_TEST(world.balance(world.employer.id) == 266'835);
  BOOST_TEST(world.balance(insurance::escrow_account()) == 242'774);
  const auto month = world.month_record("2026-03");
  BOOST_TEST((month.kind == Case::kA));
  BOOST_TEST((month.state == MonthState::kPaidOnTime));
  BOOST_TEST((month.due == parts(222'024, 20'750, 0)));
  BOOST_TEST(month.rates_version == 1u);
}

BOOST_AUTO_TEST_CASE(s01_strict_each_side_pays_its_own_share) {
  InsuranceWorld world;
  world.ledger.deposit(world.employer, 1'000'000);
  auto terms = world.terms(world.worker, Scheme::kEmployee);
  terms.employer = world.employer.id;
  sign_ok(world, terms);
  world.advance("2026-04-10 10:00");
  const auto paid = world.wage(world.wage_of(world.worker, world.employer, "2026-03", 691'665));
  BOOST_TEST(paid.collected);
  BOOST_TEST(world.balance(world.worker.id) == 619'732);
  BOOST_TEST(world.balance(world.employer.id) == 1'000'000 - 691'665 - 41'500 - 170'841);
  BOOST_TEST(world.balance(world.the_union.id) == 41'500);
  BOOST_TEST((world.month_record("2026-03").paid == parts(71'933, 0, 170'841)));
}

BOOST_AUTO_TEST_CASE(s02_the_employer_pays_cover_for_each_order_and_the_worker_never) {
  InsuranceWorld world;
  world.ledger.deposit(world.employer, 1'000'000);
  auto terms = world.terms(world.worker, Scheme::kFlexible);
  terms.employer = world.employer.id;
  terms.order_cover = Trade::kDelivery;
  sign_ok(world, terms);
  world.advance("2026-04-10 10:00");
  auto wage = world.wage_of(world.worker, world.employer, "2026-03", 691'665);
  wage.orders = 1'140;
  const auto paid = world.wage(wage);
  BOOST_TEST(paid.charges.employer.value == 7'980);
  BOOST_TEST(paid.charges.worker.value == 107'814);
  BOOST_TEST(paid.charges.base.value == 451'100);
  BOOST_TEST(world.balance(world.worker.id) == 583'851);
  BOOST_TEST(world.balance(world.employer.id) == 1'000'000 - 741'145);
  BOOST_TEST(sum_of(paid.charges.lines) == 128'564 + 7'980);
}

BOOST_AUTO_TEST_CASE(an_employers_standing_cover_holds_for_workers_without_a_contract_from_its_month_on) {
  InsuranceWorld world;
  world.ledger.deposit(world.employer, 1'000'000);
  TxOptions options;
  options.co_signers = {world.the_union};
  const auto set = [&](const std::string& from, Trade trade) {
    const insurance::SetOrderCover args{world.employer.id, {month(from), trade, kCity}};
    world.ledger.run_ok(world.employer, kInsurance, insurance::MethodId::kSetOrderCover, args, options);
  };
  set("2026-03", Trade::kDeliveryHigh);
  set("2026-05", Trade::kNone);
  for (const auto& [of, fen] : {std::pair{"2026-03", 28'500}, {"2026-04", 28'500}, {"2026-05", 0}}) {
    auto wage = world.wage_of(world.worker, world.employer, of, 100'000);
    wage.orders = 1'140;
    const auto paid = world.wage(wage);
    BOOST_TEST(paid.charges.employer.value == fen);
    BOOST_TEST(paid.charges.worker.value == 0);
    BOOST_TEST(paid.charges.contract.is_zero());
  }
  BOOST_TEST(world.balance(insurance::escrow_account()) == 57'000);
  BOOST_TEST(world.balance(world.worker.id) == 300'000);
}

BOOST_AUTO_TEST_CASE(a_worker_without_a_contract_is_charged_nothing) {
  InsuranceWorld world;
  world.ledger.deposit(world.employer, 1'000'000);
  const auto paid = world.wage(world.wage_of(world.worker, world.employer, "2026-03", 691'665));
  BOOST_TEST(paid.collected);
  BOOST_TEST(paid.charges.lines.empty());
  BOOST_TEST(world.balance(world.worker.id) == 691'665);
}

BOOST_AUTO_TEST_CASE(the_wage_of_an_enterprise_that_does_not_cooperate_is_case_b) {
  InsuranceWorld world(Mode::kAsWritten);
  world.ledger.deposit(world.employer, 1'000'000);
  sign_ok(world, world.terms(world.worker, Scheme::kEmployee));
  const auto paid = world.wage(world.wage_of(world.worker, world.employer, "2026-03", 451'100, false));
  BOOST_TEST(paid.charges.worker.value == 158'336);
  BOOST_TEST(paid.charges.subsidy.value == 0);
  BOOST_TEST((world.month_record("2026-03").kind == Case::kB));
}

BOOST_AUTO_TEST_CASE(a_later_subsidy_goes_back_to_the_worker_who_had_borne_it) {
  InsuranceWorld world;
  world.ledger.deposit(world.employer, 2'000'000);
  sign_ok(world, world.terms(world.worker, Scheme::kFlexible));
  const auto first = world.wage(world.wage_of(world.worker, world.employer, "2026-03", 300'000));
  BOOST_TEST(first.charges.worker.value == 128'564 - 9'000);
  const auto second = world.wage(world.wage_of(world.worker, world.employer, "2026-03", 391'665));
  BOOST_TEST(second.charges.lines.empty());
  BOOST_TEST(second.charges.worker.value == 0);
  BOOST_TEST(second.charges.refund.value == 11'750);
  BOOST_TEST(second.charges.subsidy.value == 11'750);
  BOOST_TEST(world.balance(world.worker.id) == 583'851);
  BOOST_TEST(world.balance(insurance::escrow_account()) == 128'564);
  BOOST_TEST((world.month_record("2026-03").paid == parts(107'814, 20'750, 0)));
}

// The wages of a month in parts, in any order of collection, charge and collect what one wage of their sum does.
BOOST_AUTO_TEST_CASE(several_wages_of_a_month_charge_the_same_as_one_wage_of_their_sum) {
  Numbers numbers(37);
  for (int round = 0; round < 12; ++round) {
    const auto mode = round % 2 == 0 ? Mode::kStrict : Mode::kAsWritten;
    const auto scheme = round % 3 == 0 ? Scheme::kFlexible : Scheme::kEmployee;
    InsuranceWorld split(mode);
    InsuranceWorld whole(mode);
    std::vector<std::int64_t> wages;
    std::int64_t sum = 0;
    for (std::uint64_t i = 0; i < 2 + numbers.below(4); ++i) {
      // Hundreds of yuan: the fees then sum without rounding.
      wages.push_back(static_cast<std::int64_t>(1 + numbers.below(90)) * 10'000);
      sum += wages.back();
    }
    for (auto* world : {&split, &whole}) {
      world->ledger.deposit(world->employer, 10'000'000);
      world->ledger.deposit(world->worker, 1'000'000);
      world->ledger.deposit(world->the_union, 1'000'000);
      auto terms = world->terms(world->worker, scheme);
      if (scheme == Scheme::kEmployee) terms.employer = world->employer.id;
      sign_ok(*world, terms);
    }
    std::vector<Wage> later;
    std::int64_t charged = 0;
    for (const auto gross : wages) {
      auto wage = split.wage_of(split.worker, split.employer, "2026-03", gross);
      const bool postponed = numbers.below(3) == 0;
      if (postponed) wage.step = WageStep::kChargeOnly;
      const auto paid = split.wage(wage);
      charged += paid.charges.worker.value - paid.charges.refund.value;
      BOOST_REQUIRE(sum_of(paid.charges.lines) == paid.charges.worker.value + paid.charges.subsidy.value +
                                                      paid.charges.employer.value - paid.charges.refund.value);
      wage.step = WageStep::kCollectOnly;
      wage.charges = paid.charges;
      if (postponed) later.insert(later.begin(), wage);
    }
    for (const auto& wage : later) BOOST_REQUIRE(split.wage(wage).collected);
    const auto once = whole.wage(whole.wage_of(whole.worker, whole.employer, "2026-03", sum));
    BOOST_TEST(charged == once.charges.worker.value);
    const auto a = split.month_record("2026-03");
    const auto b = whole.month_record("2026-03");
    BOOST_TEST((a.due == b.due));
    BOOST_TEST((a.paid == b.paid));
    BOOST_TEST((a.lines == b.lines));
    for (const auto& account : {split.worker.id, split.employer.id, split.the_union.id, insurance::escrow_account()})
      BOOST_TEST(split.balance(account) == whole.balance(account));
  }
}

BOOST_AUTO_TEST_CASE(charges_that_are_collected_again_take_nothing_more) {
  InsuranceWorld world;
  world.ledger.deposit(world.employer, 1'000'000);
  auto terms = world.terms(world.worker, Scheme::kEmployee);
  terms.employer = world.employer.id;
  sign_ok(world, terms);
  auto wage = world.wage_of(world.worker, world.employer, "2026-03", 691'665);
  wage.charges = world.wage(wage).charges;
  const auto before = world.month_record("2026-03");
  wage.step = WageStep::kCollectOnly;
  wage.gross = {};
  wage.fee = {};
  BOOST_TEST(world.wage(wage).collected);
  BOOST_TEST(world.balance(insurance::escrow_account()) == 242'774);
  BOOST_TEST((world.month_record("2026-03") == before));
}

BOOST_AUTO_TEST_CASE(a_subsidy_that_the_union_cannot_pay_leaves_the_month_open_and_the_worker_untouched) {
  InsuranceWorld world;
  world.ledger.deposit(world.employer, 1'000'000);
  sign_ok(world, world.terms(world.worker, Scheme::kFlexible));
  auto wage = world.wage_of(world.worker, world.employer, "2026-03", 691'665);
  wage.step = WageStep::kChargeOnly;
  wage.charges = world.wage(wage).charges;
  wage.step = WageStep::kCollectOnly;
  wage.fee = {};  // the employer's fee did not come: the union has nothing
  BOOST_TEST(!world.wage(wage).collected);
  BOOST_TEST(world.balance(world.worker.id) == 691'665);
  BOOST_TEST(world.balance(insurance::escrow_account()) == 0);
  BOOST_TEST((world.month_record("2026-03").state == MonthState::kOpen));
  BOOST_TEST((world.contract().open_months == std::vector{month("2026-03")}));
}

BOOST_AUTO_TEST_CASE(a_correction_downwards_charges_nothing_and_gives_nothing_back) {
  InsuranceWorld world;
  world.ledger.deposit(world.employer, 2'000'000);
  auto terms = world.terms(world.worker, Scheme::kEmployee);
  terms.employer = world.employer.id;
  sign_ok(world, terms);
  static_cast<void>(world.wage(world.wage_of(world.worker, world.employer, "2026-03", 691'665)));
  auto less = world.wage_of(world.worker, world.employer, "2026-03", -100'000);
  less.step = WageStep::kChargeOnly;
  const auto charges = world.wage(less).charges;
  BOOST_TEST(charges.lines.empty());
  BOOST_TEST(charges.worker.value == 0);
  const auto again = world.wage(world.wage_of(world.worker, world.employer, "2026-03", 100'000));
  BOOST_TEST(sum_of(again.charges.lines) == 0);
  BOOST_TEST((world.month_record("2026-03").due == parts(71'933, 0, 170'841)));
}

BOOST_AUTO_TEST_CASE(in_strict_mode_another_employers_wage_charges_nothing_beside_the_contract_employers) {
  InsuranceWorld world;
  world.ledger.deposit(world.employer, 1'000'000);
  world.ledger.deposit(world.second_employer, 2'000'000);
  auto terms = world.terms(world.worker, Scheme::kEmployee);
  terms.employer = world.employer.id;
  sign_ok(world, terms);
  static_cast<void>(world.wage(world.wage_of(world.worker, world.employer, "2026-03", 691'665)));
  const auto other = world.wage(world.wage_of(world.worker, world.second_employer, "2026-03", 500'000));
  BOOST_TEST(other.charges.lines.empty());
  const auto alone = world.wage(world.wage_of(world.worker, world.second_employer, "2026-04", 500'000, false));
  BOOST_TEST(alone.charges.worker.value == 128'564);
  BOOST_TEST((world.month_record("2026-04").kind == Case::kB));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
