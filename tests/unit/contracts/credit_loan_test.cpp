// Both loan scenes and the union's guarantee (CR-05, CR-06): money reserved, given back, called, paid back.
#include "contracts/lxr/events.h"
#include "credit_world.h"

namespace xh::contracts::credit::test {
namespace {

using chain::Fen;
using contracts::test::events_of;

// Without a score the cap of a gap loan is 1,000.00.
constexpr std::int64_t kSum = 100'000;

struct LoanLedger : CreditLedger {
  explicit LoanLedger(chain::Genesis from = contracts::test::test_genesis()) : CreditLedger(std::move(from)) {
    deposit(the_union(), 1'000'000);
  }
  RecordRepayment standing(const chain::RecordKey& key, std::string_view due, std::int64_t outstanding) {
    RecordRepayment out;
    out.loan = key;
    out.due_day = day(due);
    out.paid_day = day(due);
    out.outstanding = Fen{outstanding};
    return out;
  }
  void miss(const chain::RecordKey& key, std::string_view due, std::int64_t arrears) {
    auto args = standing(key, due, loan(key).outstanding.value);
    args.paid_day.reset();
    args.arrears = Fen{arrears};
    args.unpaid_since = loan(key).default_since.value_or(day(due));
    call_ok(bank(), MethodId::kRecordRepayment, args);
  }
};

BOOST_AUTO_TEST_SUITE(credit_loans)

BOOST_AUTO_TEST_CASE(an_application_needs_a_consent_for_its_scene) {
  LoanLedger ledger;
  const ApplyLoan args{bank().id, Scene::kHomeLoan, Fen{kSum}, 24};
  BOOST_TEST(ledger.call(worker(), MethodId::kApplyLoan, args).code == "NO_CONSENT");
  ledger.consent(ConsentPurpose::kGapLoan, {"score"});
  BOOST_TEST(ledger.call(worker(), MethodId::kApplyLoan, args).code == "NO_CONSENT");
  ledger.consent(ConsentPurpose::kHomeLoan, {"score"});
  const auto receipt = ledger.call_ok(worker(), MethodId::kApplyLoan, args);
  const auto loan = events_of<LoanChanged>(receipt, ContractId::kCredit, EventKind::kLoanChanged).at(0).content;
  BOOST_TEST(enum_name(loan.channel) == "housing_fund");
  BOOST_TEST(loans_of(ledger.view().context(), bank().id, 0).size() == 1u);
  BOOST_TEST(loans_of(ledger.view().context(), the_union().id, 0).size() == 1u);
  BOOST_TEST(ledger.file().loans.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_bank_declines_with_reasons_only) {
  LoanLedger ledger;
  ledger.consent(ConsentPurpose::kGapLoan, {"score"});
  const auto key = ledger.apply(kSum);
  BOOST_TEST(ledger.call(bank(), MethodId::kDeclineLoan, DeclineLoan{key, {}}).code == "NO_REASONS");
  ledger.call_ok(bank(), MethodId::kDeclineLoan, DeclineLoan{key, {Reason::kIncomeCover}});
  BOOST_TEST(enum_name(ledger.loan(key).state) == "declined");
  BOOST_TEST(ledger.call(bank(), MethodId::kDeclineLoan, DeclineLoan{key, {Reason::kScore}}).code == "WRONG_STATE");
}

BOOST_AUTO_TEST_CASE(a_guarantee_is_reserved_on_the_unions_money_and_comes_back_as_the_principal_falls) {
  LoanLedger ledger;
  const auto key = ledger.running_loan(kSum);
  BOOST_TEST(ledger.balance(the_union()).available.value == 900'000);
  BOOST_TEST(ledger.balance(the_union()).reserved.value == kSum);
  ledger.run_to("2026-02-11");
  const auto receipt = ledger.call_ok(bank(), MethodId::kRecordRepayment, ledger.standing(key, "2026-02-10", 60'000));
  const auto back = events_of<GuaranteeMoved>(receipt, ContractId::kCredit, EventKind::kGuaranteeReleased).at(0);
  BOOST_TEST(back.amount.value == 40'000);
  BOOST_TEST(ledger.balance(the_union()).reserved.value == 60'000);
  ledger.call_ok(bank(), MethodId::kCloseLoan, LoanRef{key});
  BOOST_TEST(ledger.balance(the_union()).reserved.value == 0);
  BOOST_TEST(ledger.balance(the_union()).available.value == 1'000'000);
  BOOST_TEST(ledger.profile().loan_repayment_bp.value() == 10'000);
}

BOOST_AUTO_TEST_CASE(a_guarantee_needs_funds_and_stays_under_the_cap_over_all_loans_of_the_worker) {
  LoanLedger ledger;
  ledger.consent(ConsentPurpose::kGapLoan, {"score"});
  const auto first = ledger.apply(kSum);
  const auto second = ledger.apply(kSum);
  ledger.offer(first, kSum, 80'000);
  ledger.offer(second, kSum, 80'000);
  BOOST_TEST(ledger.call(bank(), MethodId::kGuarantee, LoanAmount{first, Fen{1}}).code == "ROLE_REQUIRED");
  BOOST_TEST(ledger.call(the_union(), MethodId::kGuarantee, LoanAmount{first, Fen{80'001}}).code == "BAD_AMOUNT");
  ledger.call_ok(the_union(), MethodId::kGuarantee, LoanAmount{first, Fen{80'000}});
  BOOST_TEST(ledger.call(the_union(), MethodId::kGuarantee, LoanAmount{first, Fen{1}}).code == "ALREADY_GUARANTEED");
  BOOST_TEST(ledger.call(the_union(), MethodId::kGuarantee, LoanAmount{second, Fen{20'001}}).code == "OVER_CAP");
  ledger.call_ok(the_union(), MethodId::kGuarantee, LoanAmount{second, Fen{20'000}});
  BOOST_TEST(ledger.call(worker(), MethodId::kAcceptLoan, LoanRef{second}).code == "GUARANTEE_MISSING");

  CreditLedger poor;
  poor.consent(ConsentPurpose::kGapLoan, {"score"});
  const auto key = poor.apply(kSum);
  poor.offer(key, kSum, kSum);
  BOOST_TEST(poor.call(the_union(), MethodId::kGuarantee, LoanAmount{key, Fen{kSum}}).code == "NO_FUNDS");
}

BOOST_AUTO_TEST_CASE(a_home_loan_is_not_guaranteed_without_a_score) {
  LoanLedger ledger;
  ledger.consent(ConsentPurpose::kHomeLoan, {"score"});
  const auto key = ledger.apply(kSum, Scene::kHomeLoan);
  ledger.offer(key, kSum, kSum);
  BOOST_TEST(ledger.call(the_union(), MethodId::kGuarantee, LoanAmount{key, Fen{1}}).code == "OVER_CAP");
}

BOOST_AUTO_TEST_CASE(amounts_at_the_end_of_the_range_are_refused_and_do_not_wrap_around) {
  LoanLedger ledger;
  ledger.consent(ConsentPurpose::kGapLoan, {"score"});
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  const auto first = ledger.apply(kSum);
  const auto second = ledger.apply(kMost);
  ledger.offer(first, kSum, 1'000);
  ledger.offer(second, kMost, kMost);
  ledger.call_ok(the_union(), MethodId::kGuarantee, LoanAmount{first, Fen{1'000}});
  BOOST_TEST(ledger.call(the_union(), MethodId::kGuarantee, LoanAmount{second, Fen{kMost}}).code == "OVER_CAP");
}

BOOST_AUTO_TEST_CASE(an_offer_that_nobody_accepts_ends_and_gives_the_guarantee_back) {
  LoanLedger ledger;
  ledger.consent(ConsentPurpose::kGapLoan, {"score"});
  const auto key = ledger.apply(kSum);
  ledger.offer(key, kSum, kSum);
  ledger.call_ok(the_union(), MethodId::kGuarantee, LoanAmount{key, Fen{kSum}});
  ledger.run_to(chain::Timestamp{ledger.time().value + 15 * chain::kDayMs});
  BOOST_TEST(enum_name(ledger.loan(key).state) == "closed");
  BOOST_TEST(ledger.balance(the_union()).reserved.value == 0);
  BOOST_TEST(ledger.call(worker(), MethodId::kAcceptLoan, LoanRef{key}).code == "WRONG_STATE");
}

BOOST_AUTO_TEST_CASE(a_guarantee_is_called_after_ninety_days_paid_with_a_voucher_and_owed_to_the_union) {
  LoanLedger ledger;
  const auto key = ledger.running_loan(kSum);
  ledger.run_to("2026-02-11");
  ledger.miss(key, "2026-02-10", 8'500);
  ledger.run_to("2026-05-10");  // 89 days
  const LoanAmount call{key, Fen{kSum}};
  BOOST_TEST(ledger.call(bank(), MethodId::kCallGuarantee, call).code == "NOT_IN_DEFAULT");
  ledger.run_to("2026-05-11");
  BOOST_TEST(ledger.call(bank(), MethodId::kCallGuarantee, LoanAmount{key, Fen{kSum + 1}}).code == "OVER_GUARANTEE");
  const auto receipt = ledger.call_ok(bank(), MethodId::kCallGuarantee, call);
  const auto voucher = events_of<lxr::VoucherIssued>(receipt, ContractId::kLxr, lxr::EventKind::kVoucherIssued).at(0);
  BOOST_TEST(voucher.amount.value == kSum);
  BOOST_CHECK(voucher.purpose == lxr::Purpose::kGuarantee);
  BOOST_TEST(ledger.balance(bank()).available.value == kSum);
  BOOST_TEST(ledger.balance(the_union()).available.value == 900'000);
  BOOST_TEST(ledger.balance(the_union()).reserved.value == 0);
  BOOST_TEST(ledger.loan(key).recourse.value == kSum);
  BOOST_REQUIRE(ledger.profile().defaults.size() == 1u);
  BOOST_TEST(enum_name(ledger.profile().defaults[0].kind) == "loan");
  BOOST_TEST(ledger.profile().loan_repayment_bp.value() == 0);

  ledger.deposit(worker(), kSum);
  BOOST_TEST(ledger.call(worker(), MethodId::kRepayGuarantee, LoanAmount{key, Fen{kSum + 1}}).code == "OVER_RECOURSE");
  ledger.call_ok(worker(), MethodId::kRepayGuarantee, LoanAmount{key, Fen{kSum}});
  BOOST_TEST(ledger.balance(the_union()).available.value == 1'000'000);
  BOOST_TEST(ledger.profile().defaults[0].ended.has_value());
}

BOOST_AUTO_TEST_CASE(a_default_that_was_cured_before_ninety_days_gives_no_claim) {
  LoanLedger ledger;
  const auto key = ledger.running_loan(kSum);
  ledger.run_to("2026-02-11");
  ledger.miss(key, "2026-02-10", 8'500);
  ledger.run_to("2026-03-01");
  auto late = ledger.standing(key, "2026-02-10", 92'000);
  late.paid_day = day("2026-02-28");
  ledger.call_ok(bank(), MethodId::kRecordRepayment, late);
  BOOST_TEST(ledger.loan(key).instalments == 1u);  // the same instalment is not counted twice
  BOOST_TEST(ledger.loan(key).on_time == 0u);
  ledger.run_to("2026-06-01");
  BOOST_TEST(ledger.call(bank(), MethodId::kCallGuarantee, LoanAmount{key, Fen{1'000}}).code == "NOT_IN_DEFAULT");
}

BOOST_AUTO_TEST_CASE(reports_that_contradict_themselves_are_refused) {
  LoanLedger ledger;
  const auto key = ledger.running_loan(kSum);
  ledger.run_to("2026-03-11");
  const auto code = [&](const RecordRepayment& args) {
    return ledger.call(bank(), MethodId::kRecordRepayment, args).code;
  };
  BOOST_TEST(code(ledger.standing(key, "2026-03-12", 90'000)) == "BAD_DUE");
  BOOST_TEST(code(ledger.standing(key, "2026-03-10", kSum + 1)) == "BAD_STANDING");
  BOOST_TEST(code(ledger.standing(key, "2026-03-10", -1)) == "BAD_STANDING");
  auto missed = ledger.standing(key, "2026-03-10", kSum);
  missed.paid_day.reset();
  BOOST_TEST(code(missed) == "BAD_STANDING");
  missed.arrears = Fen{1};
  BOOST_TEST(code(missed) == "BAD_STANDING");
  missed.unpaid_since = day("2026-03-11");
  BOOST_TEST(code(missed) == "BAD_STANDING");
  missed.unpaid_since = day("2026-03-10");
  BOOST_TEST(code(missed) == "OK");
  BOOST_TEST(code(ledger.standing(key, "2026-02-10", 90'000)) == "BAD_DUE");
}

BOOST_AUTO_TEST_CASE(only_the_loans_own_worker_and_bank_act_on_it) {
  LoanLedger ledger;
  ledger.consent(ConsentPurpose::kGapLoan, {"score"});
  const auto key = ledger.apply(kSum);
  BOOST_TEST(ledger.call(other_worker(), MethodId::kWithdrawLoan, LoanRef{key}).code == "NOT_YOUR_LOAN");
  BOOST_TEST(ledger.call(the_union(), MethodId::kDeclineLoan, DeclineLoan{key, {Reason::kScore}}).code ==
             "NOT_YOUR_LOAN");
  BOOST_TEST(ledger.call(worker(), MethodId::kWithdrawLoan, LoanRef{chain::RecordKey{}}).code == "UNKNOWN_LOAN");
  ledger.call_ok(worker(), MethodId::kWithdrawLoan, LoanRef{key});
  BOOST_TEST(enum_name(ledger.loan(key).state) == "closed");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::credit::test
