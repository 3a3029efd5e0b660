// All parts of a score derived from the ledger: work logged, signed and paid by payroll, contributions charged and one
// month left unpaid; then disclosure, objection, erasure (OP-41, OP-76, OP-81, S15).
#include "contracts/insurance/calls.h"
#include "contracts/lxr/calls.h"
#include "contracts/payroll/calls.h"
#include "contracts/payroll/events.h"
#include "credit_world.h"

namespace xh::contracts::credit::test {
namespace {

using chain::Fen;
using contracts::test::events_of;

constexpr std::int64_t kDayFen = 23'440;  // 38 orders, 480 minutes

chain::RecordKey key_of(std::uint8_t n) {
  chain::RecordKey out;
  out.bytes.fill(n);
  return out;
}

payroll::Terms pay_terms() {
  payroll::Terms out;
  out.employer = employer().id;
  out.worker = worker().id;
  out.union_account = the_union().id;
  out.effective = day("2026-01-01");
  out.zone = "Asia/Shanghai";
  out.holidays = "CN";
  out.items = {{"orders", payroll::PayKind::kPerOrder, Fen{480}}, {"time", payroll::PayKind::kPerMinute, Fen{650}}};
  out.schedule = {payroll::ScheduleKind::kMonthly, 10};
  return out;
}

insurance::RateRow rates() {
  insurance::RateRow out;
  out.from = day("2026-01-01");
  out.floor = Fen{100'000};
  out.ceiling = Fen{1'000'000};
  out.pension = {160'000, 80'000};
  out.medical = {69'000, 20'000};
  out.unemployment = {6'000, 4'000};
  out.injury = {4'000, 0};
  out.maternity = {8'000, 0};
  out.flexible_pension_ppm = 200'000;
  out.flexible_personal_ppm = 80'000;
  out.flexible_medical_ppm = 85'000;
  out.housing_min_ppm = 50'000;
  out.housing_max_ppm = 120'000;
  return out;
}

struct HistoryLedger : CreditLedger {
  std::uint8_t batches = 0;

  HistoryLedger() {
    deposit(employer(), 10'000'000);
    TxOptions all;
    all.co_signers = {the_union(), worker()};
    run_ok(employer(), ContractId::kPayroll, payroll::MethodId::kSignAgreement,
           payroll::SignAgreementArgs{key_of(0x77), pay_terms()}, all);
    insurance::SetRates table{"chengdu", hash_of(1), {rates()}};
    run_ok(the_union(), ContractId::kInsurance, insurance::MethodId::kSetRates, table);
    run_ok(the_union(), ContractId::kInsurance, insurance::MethodId::kClassify,
           insurance::Classify{worker().id, "chengdu", 12, hash_of(2)});
    insurance::Sign sign;
    sign.contract = key_of(0x66);
    sign.terms.worker = worker().id;
    sign.terms.scheme = insurance::Scheme::kFlexible;
    sign.terms.city = "chengdu";
    sign.from = day("2026-01-01");
    sign.months = 12;
    TxOptions both;
    both.co_signers = {worker()};
    run_ok(the_union(), ContractId::kInsurance, insurance::MethodId::kSign, sign, both);
  }

  // `count` days of work from the 5th on, uploaded on the 28th (late), approved by the union.
  void work(const std::string& month, std::uint32_t count, bool confirm) {
    run_to(month + "-28");
    payroll::SubmitWorkArgs upload;
    upload.batch = key_of(++batches);
    for (std::uint32_t i = 0; i < count; ++i) {
      payroll::WorkEntry entry;
      entry.reference = "a";
      entry.minutes = 480;
      entry.orders = 38;
      upload.logs.push_back({key_of(0x77), add_days(day(month + "-05"), i), 0, {entry}});
    }
    const auto receipt = run_ok(employer(), ContractId::kPayroll, payroll::MethodId::kSubmitWork, upload);
    std::vector<payroll::LogRef> logs;
    for (const auto& recorded :
         events_of<payroll::DayRecordedEvent>(receipt, ContractId::kPayroll, payroll::EventKind::kDayRecorded))
      logs.push_back(recorded.log);
    if (confirm)
      run_ok(worker(), ContractId::kPayroll, payroll::MethodId::kConfirmWork, payroll::ConfirmWorkArgs{logs});
    run_ok(the_union(), ContractId::kPayroll, payroll::MethodId::kApproveWork, payroll::ApproveWorkArgs{logs, {}});
  }

  void work_from_january_to_april() {
    work("2026-01", 4, true);
    work("2026-02", 4, true);
    work("2026-03", 4, true);
    work("2026-04", 2, false);  // silence: paid at the enterprise's figure
    run_to("2026-05-12");
  }

  // Nothing is left for May's contribution; its default begins on 26 June.
  void fail_may() {
    const auto rest = balance(worker()).available;
    run_ok(worker(), ContractId::kLxr, lxr::MethodId::kRequestWithdrawal,
           lxr::RequestWithdrawal{bank().id, rest, hash_of(3)});
    run_to("2026-06-26");
  }
};

BOOST_AUTO_TEST_SUITE(credit_history)

BOOST_AUTO_TEST_CASE(four_months_of_work_and_contributions_give_a_score_with_its_arithmetic) {
  HistoryLedger ledger;
  BOOST_TEST(!ledger.profile().score.value.has_value());
  ledger.work_from_january_to_april();
  const auto profile = ledger.profile();
  BOOST_TEST(profile.months_of_work == 4u);
  BOOST_TEST(profile.stability.total.value == 14 * kDayFen);
  BOOST_TEST(profile.reliability.days == 14u);
  BOOST_TEST(profile.reliability.confirmed == 12u);
  BOOST_TEST(profile.punctuality.months_due == 4u);
  BOOST_REQUIRE(profile.score.parts.size() == 4u);
  BOOST_TEST(profile.score.parts[0].value.value() == 1000);
  BOOST_TEST(profile.score.parts[1].value.value() == 786);  // 4, 4, 4, 2 days: 12 / 56 away from the mean
  BOOST_TEST(profile.score.parts[2].value.value() == 971);  // 2 of 14 days unconfirmed
  BOOST_TEST(profile.score.parts[3].value.value() == 66);   // 4 of 60 months
  BOOST_TEST(profile.score.value.value() == 790);           // 350 + 235.8 + 194.2 + 9.9
  BOOST_TEST(enum_name(profile.score.grade) == "B");
  BOOST_TEST(profile.on_time_bp.value() == 10'000);
  BOOST_TEST(profile.income_cover_bp.value() == 28'785);  // 82,040 / 28,500
}

BOOST_AUTO_TEST_CASE(a_month_in_default_takes_a_hundred_points_and_goes_five_years_after_its_end) {
  HistoryLedger ledger;
  ledger.work_from_january_to_april();
  ledger.fail_may();
  auto profile = ledger.profile();
  BOOST_TEST(profile.score.parts[0].value.value() == 800);
  BOOST_TEST(profile.score.base.value() == 720);
  BOOST_TEST(profile.score.value.value() == 620);
  BOOST_TEST(enum_name(profile.score.grade) == "C");
  BOOST_REQUIRE(profile.score.penalties.size() == 1u);
  BOOST_TEST(to_text(profile.score.penalties[0].day) == "2026-06-26");
  BOOST_REQUIRE(profile.defaults.size() == 1u);
  BOOST_TEST(!profile.defaults[0].ended.has_value());
  ledger.run_to("2026-07-04");  // terminated on 3 July: the default ends
  BOOST_REQUIRE(ledger.profile().defaults.size() == 1u);
  BOOST_TEST(to_text(ledger.profile().defaults[0].shown_until.value()) == "2031-07-03");
  ledger.run_to("2031-07-02");
  BOOST_TEST(ledger.profile().defaults.size() == 1u);
  BOOST_TEST(ledger.profile().score.penalties.empty());
  ledger.run_to("2031-07-03");
  BOOST_TEST(ledger.profile().defaults.empty());
}

BOOST_AUTO_TEST_CASE(the_bank_is_told_what_the_worker_agreed_to_and_no_wage) {
  HistoryLedger ledger;
  ledger.work_from_january_to_april();
  ledger.consent(ConsentPurpose::kHomeLoan, {"score", "on_time_rate", "income_cover"});
  const auto receipt =
      ledger.call_ok(bank(), MethodId::kDisclose,
                     Disclose{worker().id, ConsentPurpose::kHomeLoan, {"score", "on_time_rate", "income_cover"}});
  const auto told = events_of<Disclosed>(receipt, ContractId::kCredit, EventKind::kDisclosed).at(0);
  BOOST_REQUIRE(told.indicators.size() == 3u);
  BOOST_TEST(told.indicators[0].value == 790);
  BOOST_TEST(told.indicators[0].text == "B");
  BOOST_TEST(told.indicators[1].value == 10'000);
  BOOST_TEST(told.indicators[2].value == 28'785);
  BOOST_TEST(told.parts.empty());
  BOOST_TEST(told.defaults.empty());
}

BOOST_AUTO_TEST_CASE(an_upheld_objection_takes_the_default_out_of_the_score) {
  HistoryLedger ledger;
  ledger.work_from_january_to_april();
  ledger.fail_may();
  Object args;
  args.entry = ObjectedEntry::kDefault;
  args.month = day("2026-05-01");
  args.text = hash_of(4);
  const auto raised = ledger.call_ok(worker(), MethodId::kObject, args);
  BOOST_TEST(ledger.profile().defaults.at(0).objected);
  const auto key = events_of<ObjectionEvent>(raised, ContractId::kCredit, EventKind::kObjectionRaised).at(0).objection;
  ledger.call_ok(the_union(), MethodId::kAnswerObjection, AnswerObjection{key, true, hash_of(5)});
  BOOST_TEST(ledger.profile().defaults.empty());
  BOOST_TEST(ledger.profile().score.penalties.empty());
}

BOOST_AUTO_TEST_CASE(late_uploads_are_the_employers_risk_and_full_paydays_are_not) {
  HistoryLedger ledger;
  BOOST_TEST(!risk_now(ledger.view().context(), employer().id).ppm.has_value());
  ledger.work_from_january_to_april();
  const auto risk = risk_now(ledger.view().context(), employer().id);
  BOOST_TEST(risk.facts.logs == 14u);
  BOOST_TEST(risk.facts.late == 14u);
  BOOST_TEST(risk.facts.due.value == 14 * kDayFen);
  BOOST_TEST(risk.facts.granted.value == 14 * kDayFen);
  BOOST_TEST(risk.ppm.value() == 200'000);
}

BOOST_AUTO_TEST_CASE(erasure_destroys_the_file_and_blocks_the_wage_ledger_for_three_years) {
  HistoryLedger ledger;
  ledger.work_from_january_to_april();
  ledger.consent(ConsentPurpose::kHomeLoan, {"score"});
  ledger.call_ok(bank(), MethodId::kDisclose, Disclose{worker().id, ConsentPurpose::kHomeLoan, {"score"}});
  ledger.call_ok(worker(), MethodId::kAddStatement, Statement{hash_of(1)});
  BOOST_TEST(ledger.call(the_union(), MethodId::kErase, Erase{worker().id}).code == "NO_REQUEST");
  ledger.call_ok(worker(), MethodId::kRequestErasure, RequestErasure{hash_of(6)});
  BOOST_TEST(ledger.call(worker(), MethodId::kRequestErasure, RequestErasure{hash_of(6)}).code == "ALREADY_REQUESTED");
  const auto supply = lxr::total_supply(ledger.view().context());
  const auto receipt = ledger.call_ok(the_union(), MethodId::kErase, Erase{worker().id});
  const auto erased = events_of<ErasureEvent>(receipt, ContractId::kCredit, EventKind::kErased).at(0);
  BOOST_TEST(erased.consents == 1u);
  BOOST_TEST(erased.statements == 1u);
  BOOST_TEST(to_text(erased.content.last_settlement.value()) == "2026-05-08");
  BOOST_TEST(to_text(erased.content.hold_until.value()) == "2029-05-08");
  BOOST_TEST(ledger.file().statements.empty());
  BOOST_TEST(consents_of(ledger.view().context(), worker().id).empty());
  BOOST_CHECK(lxr::total_supply(ledger.view().context()) == supply);
  BOOST_TEST(
      ledger.call(bank(), MethodId::kDisclose, Disclose{worker().id, ConsentPurpose::kHomeLoan, {"score"}}).code ==
      "DATA_BLOCKED");
  BOOST_TEST(enum_name(grade_now(ledger.view().context(), worker().id)) == "none");
  BOOST_TEST(disclosures_of(ledger.view().context(), worker().id, 0).size() == 1u);  // the log proves, until the end
  ledger.run_to("2029-05-07");
  BOOST_TEST(enum_name(find_erasure(ledger.view().context(), worker().id)->state) == "blocked");
  ledger.run_to("2029-05-08");
  BOOST_TEST(enum_name(find_erasure(ledger.view().context(), worker().id)->state) == "released");
  BOOST_TEST(disclosures_of(ledger.view().context(), worker().id, 0).empty());
}

BOOST_AUTO_TEST_CASE(a_file_with_a_loan_that_is_not_over_is_not_erased) {
  CreditLedger ledger;
  ledger.deposit(the_union(), 1'000'000);
  const auto key = ledger.running_loan(100'000);
  ledger.call_ok(worker(), MethodId::kRequestErasure, RequestErasure{hash_of(6)});
  BOOST_TEST(ledger.call(the_union(), MethodId::kErase, Erase{worker().id}).code == "LOAN_OPEN");
  ledger.call_ok(bank(), MethodId::kCloseLoan, LoanRef{key});
  ledger.call_ok(the_union(), MethodId::kErase, Erase{worker().id});
  BOOST_TEST(!find_loan(ledger.view().context(), key).has_value());
  ledger.run_to("2026-01-02");  // no payslip: nothing to hold
  BOOST_TEST(enum_name(find_erasure(ledger.view().context(), worker().id)->state) == "released");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::credit::test
