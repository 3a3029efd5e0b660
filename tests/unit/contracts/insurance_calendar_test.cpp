// Bills, due dates, grace, default, hearing, cure, termination, penalty, and the end of a default's record (S06, OP-37
// to OP-41).
#include "contracts/insurance/history.h"
#include "insurance_world.h"

namespace xh::contracts::test {
namespace {

using chain::Fen;
using insurance::Case;
using insurance::ContractState;
using insurance::DefaultEvent;
using insurance::EventKind;
using insurance::MethodId;
using insurance::Mode;
using insurance::MonthState;
using insurance::Scheme;

// The worker of S06 is unemployed from May 2026 on and holds 30,000.
struct Unemployed : InsuranceWorld {
  explicit Unemployed(Mode mode = Mode::kAsWritten) : InsuranceWorld(mode, "2026-05-02 09:00") {
    ledger.deposit(worker, 30'000);
    auto agreed = terms(worker, mode == Mode::kAsWritten ? Scheme::kEmployee : Scheme::kFlexible);
    const auto receipt = sign(worker, agreed, "2026-05", 8);
    BOOST_REQUIRE_MESSAGE(receipt.ok(), receipt.code + ": " + receipt.message);
  }
  chain::Receipt pay(std::int64_t fen) {
    return ledger.run(worker, kInsurance, MethodId::kPayMonth,
                      insurance::PayMonth{contract_id(), month("2026-05"), Fen{fen}});
  }
  std::vector<insurance::DefaultStanding> defaults() {
    auto view = ledger.view();
    return insurance::defaults_of(view.context(), worker.id);
  }
  std::vector<insurance::MonthStanding> months(std::size_t count = 60) {
    auto view = ledger.view();
    return insurance::months_of(view.context(), worker.id, count);
  }
};

BOOST_AUTO_TEST_SUITE(insurance_calendar)

BOOST_AUTO_TEST_CASE(s06_an_unpaid_month_is_billed_falls_due_defaults_and_terminates_the_contract_on_its_days) {
  Unemployed world;
  world.advance("2026-06-01 00:00");
  BOOST_TEST(world.last_time_of(EventKind::kMonthBilled) == "2026-06-01 00:00");
  BOOST_TEST((world.month_record("2026-05").kind == Case::kC));
  BOOST_TEST(world.month_record("2026-05").due.worker.value == 158'336);
  world.advance("2026-06-10 23:59");
  BOOST_TEST(world.last_time_of(EventKind::kMonthOverdue) == "never");
  world.advance("2026-06-25 23:59");
  BOOST_TEST(world.last_time_of(EventKind::kMonthOverdue) == "2026-06-11 00:00");
  BOOST_TEST((world.month_record("2026-05").state == MonthState::kOpen));
  world.advance("2026-06-26 00:00");
  BOOST_TEST(world.last_time_of(EventKind::kDefault) == "2026-06-26 00:00");
  BOOST_TEST((world.month_record("2026-05").state == MonthState::kDefaulted));
  BOOST_TEST((world.contract().state == ContractState::kActive));
  world.advance("2026-07-02 23:59");
  BOOST_TEST((world.contract().state == ContractState::kActive));
  world.advance("2026-07-03 00:00");
  BOOST_TEST(world.last_time_of(EventKind::kContractTerminatedDefault) == "2026-07-03 00:00");
  BOOST_TEST((world.contract().state == ContractState::kTerminated));
  const auto event = world.calendar_events<DefaultEvent>(EventKind::kContractTerminatedDefault).at(0);
  BOOST_TEST(event.amount.value == 158'336);
  BOOST_TEST(event.penalty.value == 15'834);
  BOOST_TEST(!event.subject.is_zero());
  BOOST_TEST(world.balance(world.worker.id) == 30'000);
  BOOST_TEST(world.balance(insurance::escrow_account()) == 0);
}

BOOST_AUTO_TEST_CASE(strict_mode_knows_no_penalty_and_bills_the_flexible_scheme) {
  Unemployed world(Mode::kStrict);
  world.advance("2026-07-03 00:00");
  const auto event = world.calendar_events<DefaultEvent>(EventKind::kContractTerminatedDefault).at(0);
  BOOST_TEST(event.amount.value == 128'564);
  BOOST_TEST(event.penalty.value == 0);
}

BOOST_AUTO_TEST_CASE(the_penalty_is_capped) {
  InsuranceWorld world(Mode::kAsWritten);
  auto terms = world.terms(world.worker, Scheme::kEmployee);
  terms.base = Fen{2'255'400};
  BOOST_REQUIRE(world.sign(world.worker, terms, "2026-03", 3).ok());
  world.advance("2026-05-03 00:00");
  const auto event = world.calendar_events<DefaultEvent>(EventKind::kContractTerminatedDefault).at(0);
  BOOST_TEST(event.amount.value == 791'646);  // 557,084 + 234,562, line by line
  BOOST_TEST(event.penalty.value == 50'000);
}

BOOST_AUTO_TEST_CASE(a_month_is_paid_whole_or_not_at_all) {
  Unemployed world;
  BOOST_TEST(world.pay(0).code == "UNKNOWN_MONTH");
  world.advance("2026-06-02 12:00");
  BOOST_TEST(world.pay(30'000).code == "PARTIAL_PAYMENT");
  BOOST_TEST(world.pay(158'337).code == "AMOUNT_TOO_LARGE");
  BOOST_TEST(world.pay(158'336).code == "INSUFFICIENT_BALANCE");
  BOOST_TEST(world.balance(world.worker.id) == 30'000);
  world.ledger.deposit(world.worker, 128'336);
  BOOST_TEST(world.pay(158'336).ok());
  BOOST_TEST(world.pay(0).code == "ALREADY_PAID");
  BOOST_TEST(world.balance(world.worker.id) == 0);
  const auto month = world.month_record("2026-05");
  BOOST_TEST((month.state == MonthState::kPaidOnTime));
  BOOST_TEST(month.paid.worker.value == 158'336);
  BOOST_TEST(world.contract().open_months.empty());
  world.advance("2026-06-30 00:00");
  BOOST_TEST(world.last_time_of(EventKind::kDefault) == "never");
}

BOOST_AUTO_TEST_CASE(at_the_end_of_the_due_date_the_balance_pays_what_no_wage_did) {
  Unemployed world;
  world.ledger.deposit(world.worker, 200'000);
  world.advance("2026-06-10 23:59");
  BOOST_TEST(world.balance(world.worker.id) == 230'000);
  world.advance("2026-06-11 00:00");
  BOOST_TEST(world.balance(world.worker.id) == 230'000 - 158'336);
  BOOST_TEST((world.month_record("2026-05").state == MonthState::kPaidOnTime));
}

BOOST_AUTO_TEST_CASE(a_month_paid_in_the_grace_is_no_default) {
  Unemployed world;
  world.advance("2026-06-20 12:00");
  world.ledger.deposit(world.worker, 200'000);
  BOOST_TEST(world.pay(0).ok());
  world.advance("2026-07-01 00:00");
  BOOST_TEST((world.month_record("2026-05").state == MonthState::kPaidInGrace));
  BOOST_TEST(world.defaults().empty());
}

BOOST_AUTO_TEST_CASE(a_default_that_is_cured_in_time_keeps_the_contract) {
  Unemployed world;
  world.advance("2026-06-26 09:00");
  BOOST_TEST(world.defaults().size() == 1u);
  BOOST_TEST(!world.defaults().at(0).ended.has_value());
  world.ledger.deposit(world.worker, 200'000);
  BOOST_TEST(world.pay(0).ok());
  world.advance("2026-07-04 00:00");
  BOOST_TEST((world.contract().state == ContractState::kActive));
  BOOST_TEST((world.month_record("2026-05").state == MonthState::kCured));
  BOOST_TEST(world.defaults().at(0).ended.has_value());
}

BOOST_AUTO_TEST_CASE(the_worker_is_heard_and_the_union_may_give_more_days) {
  Unemployed world;
  const auto state = [&](std::uint8_t n) {
    return world.ledger.run(world.worker, kInsurance, MethodId::kStateHardship,
                            insurance::StateHardship{contract_id(), month("2026-05"), hash_of(n)});
  };
  const auto decide = [&](std::uint32_t days) {
    return world.ledger.run(world.the_union, kInsurance, MethodId::kDecideHardship,
                            insurance::DecideHardship{contract_id(), month("2026-05"), days, hash_of(2)});
  };
  world.advance("2026-06-20 09:00");
  BOOST_TEST(state(1).code == "NOT_IN_DEFAULT");
  world.advance("2026-06-27 09:00");
  BOOST_TEST(decide(30).code == "NOT_HEARD");
  BOOST_TEST(state(1).ok());
  BOOST_TEST(state(3).code == "ALREADY_STATED");
  BOOST_TEST(decide(91).code == "BAD_DAYS");
  BOOST_TEST(decide(20).ok());
  world.advance("2026-07-17 23:59");
  BOOST_TEST((world.contract().state == ContractState::kActive));
  world.advance("2026-07-18 00:00");
  BOOST_TEST((world.contract().state == ContractState::kTerminated));
}

BOOST_AUTO_TEST_CASE(a_termination_closes_what_was_begun_and_bills_no_more) {
  Unemployed world;
  world.advance("2026-07-03 00:00");
  BOOST_TEST(world.month_record("2026-06").is_closed);
  BOOST_TEST(world.contract().open_months == std::vector{month("2026-05")});
  world.advance("2026-12-01 00:00");
  BOOST_TEST(world.last_time_of(EventKind::kMonthBilled) == "2026-07-01 00:00");
  BOOST_TEST(world.calendar_events<DefaultEvent>(EventKind::kDefault).size() == 1u);
  BOOST_TEST(world.pay(0).code == "CONTRACT_OVER");
  world.ledger.deposit(world.employer, 1'000'000);
  const auto wage = world.wage(world.wage_of(world.worker, world.employer, "2026-07", 500'000));
  BOOST_TEST(wage.charges.contract.is_zero());
  const auto history = world.months();
  BOOST_REQUIRE(history.size() == 1u);
  BOOST_TEST((history[0].state == MonthState::kDefaulted));
}

BOOST_AUTO_TEST_CASE(five_years_after_its_end_a_default_is_unlinked_and_a_tombstone_stays) {
  Unemployed world;
  world.advance("2026-07-03 00:00");
  const auto record = world.month_record("2026-05").default_record;
  world.advance("2031-07-02 23:59");
  BOOST_TEST(world.defaults().size() == 1u);
  world.advance("2031-07-03 00:00");
  BOOST_TEST(world.defaults().empty());
  BOOST_TEST(world.months().empty());
  auto view = world.ledger.view();
  const auto left = view.context().read<insurance::Default>(insurance::default_key(record));
  insurance::Default tombstone;
  tombstone.is_unlinked = true;
  BOOST_TEST((left == tombstone));
}

BOOST_AUTO_TEST_CASE(a_month_that_waits_for_the_wage_is_nobodys_default) {
  Unemployed world;
  world.advance("2026-06-05 09:00");
  world.employer_owes(world.worker, "2026-05", true);
  world.advance("2026-07-20 00:00");
  BOOST_TEST((world.month_record("2026-05").state == MonthState::kWaitsForWage));
  BOOST_TEST((world.contract().state == ContractState::kActive));
  BOOST_TEST(world.defaults().empty());
  BOOST_TEST(world.last_time_of(EventKind::kMonthWaits) == "2026-06-11 00:00");
}

BOOST_AUTO_TEST_CASE(when_the_wage_came_late_the_days_of_grace_begin_anew) {
  InsuranceWorld world(Mode::kAsWritten, "2026-05-02 09:00");
  BOOST_REQUIRE(world.sign(world.worker, world.terms(world.worker, Scheme::kEmployee), "2026-05", 1).ok());
  world.advance("2026-06-10 10:00");
  world.employer_owes(world.worker, "2026-05", true);
  world.advance("2026-07-10 10:00");
  BOOST_TEST(world.last_time_of(EventKind::kDefault) == "never");
  world.employer_owes(world.worker, "2026-05", false);  // paid, but the worker spent it
  world.advance("2026-07-25 23:59");
  BOOST_TEST(world.last_time_of(EventKind::kDefault) == "never");
  world.advance("2026-07-26 00:00");
  BOOST_TEST(world.last_time_of(EventKind::kDefault) == "2026-07-26 00:00");
}

BOOST_AUTO_TEST_CASE(a_late_wage_that_is_collected_counts_as_on_time) {
  InsuranceWorld world(Mode::kAsWritten, "2026-05-02 09:00");
  world.ledger.deposit(world.employer, 1'000'000);
  BOOST_REQUIRE(world.sign(world.worker, world.terms(world.worker, Scheme::kEmployee), "2026-05", 1).ok());
  world.advance("2026-06-10 10:00");
  world.employer_owes(world.worker, "2026-05", true);
  world.advance("2026-08-01 10:00");
  const auto paid = world.wage(world.wage_of(world.worker, world.employer, "2026-05", 451'100));
  world.employer_owes(world.worker, "2026-05", false);
  BOOST_TEST(paid.collected);
  BOOST_TEST((world.month_record("2026-05").state == MonthState::kPaidOnTime));
}

BOOST_AUTO_TEST_CASE(every_month_has_its_own_days_also_february_of_a_leap_year_and_the_turn_of_the_year) {
  InsuranceWorld world(Mode::kStrict, "2027-12-15 09:00");
  world.ledger.deposit(world.worker, 1'000'000);
  BOOST_REQUIRE(world.sign(world.worker, world.terms(world.worker, Scheme::kFlexible), "2027-12", 4).ok());
  world.advance("2028-04-12 00:00");
  std::vector<std::string> due;
  for (const auto* text : {"2027-12", "2028-01", "2028-02", "2028-03"}) {
    const auto record = world.month_record(text);
    BOOST_TEST((record.state == MonthState::kPaidOnTime));
    due.push_back(std::to_string((record.default_at.value - record.due_at.value) / chain::kDayMs));
  }
  BOOST_TEST((due == std::vector<std::string>{"15", "15", "15", "15"}));
  BOOST_TEST(world.last_time_of(EventKind::kContractEnded) == "2028-04-01 00:00");
  BOOST_TEST((world.contract().state == ContractState::kEnded));
  BOOST_TEST(world.balance(world.worker.id) == 1'000'000 - 4 * 128'564);
}

BOOST_AUTO_TEST_CASE(history_is_oldest_first_and_ends_with_the_latest_month) {
  Unemployed world;
  world.ledger.deposit(world.worker, 1'000'000);
  world.advance("2026-09-12 00:00");
  const auto all = world.months();
  BOOST_REQUIRE(all.size() == 4u);
  BOOST_TEST((all.front().month == month("2026-05")));
  BOOST_TEST((all.back().month == month("2026-08")));
  BOOST_TEST(all.front().total.value == 158'336);
  const auto two = world.months(2);
  BOOST_REQUIRE(two.size() == 2u);
  BOOST_TEST((two.front().month == month("2026-07")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
