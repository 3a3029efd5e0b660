// Consent, disclosure and its log (OP-78, OP-79), objections, statements, behaviour, through the real executor.
#include "contracts/identity/calls.h"
#include "credit_world.h"

namespace xh::contracts::credit::test {
namespace {

using contracts::test::events_of;

Disclose question(std::vector<std::string> indicators, ConsentPurpose purpose = ConsentPurpose::kHomeLoan) {
  return {worker().id, purpose, std::move(indicators)};
}

void expect(const chain::Receipt& receipt, std::string_view code, std::string_view rule) {
  BOOST_TEST(receipt.code == code);
  BOOST_TEST(receipt.rule == rule);
  BOOST_TEST(receipt.events.empty());
}

BOOST_AUTO_TEST_SUITE(credit_consents)

BOOST_AUTO_TEST_CASE(a_question_without_consent_is_refused_on_record) {
  CreditLedger ledger;
  expect(ledger.call(bank(), MethodId::kDisclose, question({"score"})), "NO_CONSENT", "OP-78");
  BOOST_TEST(ledger.file().disclosures == 0u);
}

BOOST_AUTO_TEST_CASE(with_consent_the_indicators_are_in_the_receipt_and_the_worker_sees_who_asked) {
  CreditLedger ledger;
  ledger.consent(ConsentPurpose::kHomeLoan, {"score", "on_time_rate", "income_cover"});
  const auto receipt = ledger.call_ok(bank(), MethodId::kDisclose, question({"income_cover", "score"}));
  const auto told = events_of<Disclosed>(receipt, ContractId::kCredit, EventKind::kDisclosed).at(0);
  BOOST_REQUIRE(told.indicators.size() == 2u);
  BOOST_TEST(enum_name(told.indicators[0].indicator) == "score");
  BOOST_TEST(!told.indicators[0].known);  // no history is no score
  BOOST_TEST(told.indicators[0].text == "no_history");
  BOOST_TEST(told.parts.empty());
  const std::vector parties{worker().id, bank().id};
  BOOST_CHECK(receipt.events.at(0).parties == parties);
  const auto log = disclosures_of(ledger.view().context(), worker().id, 0);
  BOOST_REQUIRE(log.size() == 1u);
  BOOST_CHECK(log[0].recipient == bank().id);
  BOOST_CHECK(log[0].transaction == receipt.transaction);
  BOOST_TEST(log[0].indicators.size() == 2u);
}

BOOST_AUTO_TEST_CASE(what_is_no_indicator_is_refused_whatever_the_consent) {
  CreditLedger ledger;
  ledger.consent(ConsentPurpose::kHomeLoan, {"score"});
  for (const auto* name : {"raw_logs", "rent_list", "name", ""})
    expect(ledger.call(bank(), MethodId::kDisclose, question({"score", name})), "NOT_AN_INDICATOR", "OP-78");
  expect(ledger.call(bank(), MethodId::kDisclose, question({"marital_status"})), "NOT_AN_INDICATOR", "OP-79");
  GrantConsent wide;
  wide.recipient = bank().id;
  wide.purpose = ConsentPurpose::kHomeLoan;
  wide.indicators = {"marital_status"};
  wide.expires_at = chain::Timestamp{ledger.time().value + chain::kDayMs};
  wide.text = hash_of(9);
  expect(ledger.call(worker(), MethodId::kGrantConsent, wide), "NOT_AN_INDICATOR", "OP-79");
}

BOOST_AUTO_TEST_CASE(scope_purpose_and_role_bind) {
  CreditLedger ledger;
  ledger.consent(ConsentPurpose::kHomeLoan, {"score"});
  expect(ledger.call(bank(), MethodId::kDisclose, question({"tenure"})), "OUT_OF_SCOPE", "OP-78");
  expect(ledger.call(bank(), MethodId::kDisclose, question({"score"}, ConsentPurpose::kGapLoan)), "NO_CONSENT",
         "OP-78");
  expect(ledger.call(employer(), MethodId::kDisclose, question({"score"})), "NO_CONSENT", "OP-78");
  expect(ledger.call(bank(), MethodId::kDisclose, question({})), "EMPTY_LIST", "OP-78");
  expect(ledger.call(bank(), MethodId::kDisclose, question({"score"}, ConsentPurpose::kNone)), "NO_PURPOSE", "R-10a");
}

BOOST_AUTO_TEST_CASE(a_recipient_that_lost_its_role_is_told_nothing) {
  CreditLedger ledger;
  ledger.consent(ConsentPurpose::kEmployment, {"tenure"});
  identity::SuspendMember suspend{employer().id, true, hash_of(8)};
  ledger.run_ok(the_union(), ContractId::kIdentity, identity::MethodId::kSuspendMember, suspend);
  BOOST_TEST(!ledger.call(employer(), MethodId::kDisclose, question({"tenure"}, ConsentPurpose::kEmployment)).ok());
  BOOST_TEST(ledger.file().disclosures == 0u);
}

BOOST_AUTO_TEST_CASE(a_consent_ends_at_its_expiry_to_the_millisecond) {
  CreditLedger ledger;
  ledger.consent(ConsentPurpose::kHomeLoan, {"score"}, 90);
  const auto end = find_consent(ledger.view().context(), worker().id, bank().id, ConsentPurpose::kHomeLoan)->expires_at;
  ledger.run_to(chain::Timestamp{end.value - 2});
  const auto last = ledger.tx(bank(), ContractId::kCredit, MethodId::kDisclose, question({"score"}));
  BOOST_TEST(ledger.block({last}, 1).back().code == "OK");
  const auto late = ledger.tx(bank(), ContractId::kCredit, MethodId::kDisclose, question({"score"}));
  BOOST_TEST(ledger.block({late}, 1).back().code == "CONSENT_EXPIRED");
}

BOOST_AUTO_TEST_CASE(a_revoked_consent_is_none_and_a_new_one_counts_up) {
  CreditLedger ledger;
  ledger.consent(ConsentPurpose::kHomeLoan, {"score"});
  ledger.call_ok(worker(), MethodId::kRevokeConsent, RevokeConsent{bank().id, ConsentPurpose::kHomeLoan});
  expect(ledger.call(bank(), MethodId::kDisclose, question({"score"})), "NO_CONSENT", "OP-78");
  expect(ledger.call(worker(), MethodId::kRevokeConsent, RevokeConsent{bank().id, ConsentPurpose::kHomeLoan}),
         "NO_CONSENT", "OP-78");
  ledger.consent(ConsentPurpose::kHomeLoan, {"grade"});
  BOOST_TEST(consents_of(ledger.view().context(), worker().id).at(0).version == 2u);
  expect(ledger.call(bank(), MethodId::kDisclose, question({"score"})), "OUT_OF_SCOPE", "OP-78");
}

BOOST_AUTO_TEST_CASE(a_consent_needs_a_text_an_end_and_a_fitting_recipient) {
  CreditLedger ledger;
  GrantConsent args;
  args.recipient = bank().id;
  args.purpose = ConsentPurpose::kHomeLoan;
  args.indicators = {"score"};
  args.expires_at = chain::Timestamp{ledger.time().value + 10 * chain::kDayMs};
  expect(ledger.call(worker(), MethodId::kGrantConsent, args), "NO_TEXT", "R-10b");
  args.text = hash_of(1);
  args.expires_at = ledger.time();
  expect(ledger.call(worker(), MethodId::kGrantConsent, args), "BAD_EXPIRY", "OP-78");
  args.expires_at = chain::Timestamp{ledger.time().value + 400 * chain::kDayMs};
  expect(ledger.call(worker(), MethodId::kGrantConsent, args), "BAD_EXPIRY", "OP-78");
  args.expires_at = chain::Timestamp{ledger.time().value + 10 * chain::kDayMs};
  args.recipient = employer().id;
  expect(ledger.call(worker(), MethodId::kGrantConsent, args), "ROLE_REQUIRED", "AC-20");
  args.recipient = bank().id;
  expect(ledger.call(employer(), MethodId::kGrantConsent, args), "ROLE_REQUIRED", "AC-20");
}

BOOST_AUTO_TEST_CASE(an_employer_is_never_told_a_credit_score) {
  CreditLedger ledger;
  GrantConsent args;
  args.recipient = employer().id;
  args.purpose = ConsentPurpose::kEmployment;
  args.indicators = {"tenure", "score"};
  args.expires_at = chain::Timestamp{ledger.time().value + 10 * chain::kDayMs};
  args.text = hash_of(1);
  expect(ledger.call(worker(), MethodId::kGrantConsent, args), "OUT_OF_SCOPE", "OP-80");
  ledger.consent(ConsentPurpose::kEmployment, {"tenure", "work_reliability"});
  ledger.call_ok(employer(), MethodId::kDisclose, question({"tenure"}, ConsentPurpose::kEmployment));
}

BOOST_AUTO_TEST_CASE(the_log_goes_on_over_pages) {
  CreditLedger ledger;
  ledger.consent(ConsentPurpose::kHomeLoan, {"score"});
  for (std::size_t i = 0; i < kPageSize + 3; ++i) ledger.call_ok(bank(), MethodId::kDisclose, question({"score"}));
  BOOST_TEST(ledger.file().disclosures == kPageSize + 3);
  BOOST_TEST(disclosures_of(ledger.view().context(), worker().id, 0).size() == kPageSize);
  BOOST_TEST(disclosures_of(ledger.view().context(), worker().id, 1).size() == 3u);
}

BOOST_AUTO_TEST_CASE(statements_go_with_every_disclosure) {
  CreditLedger ledger;
  ledger.consent(ConsentPurpose::kHomeLoan, {"score"});
  ledger.call_ok(worker(), MethodId::kAddStatement, Statement{hash_of(1)});
  expect(ledger.call(worker(), MethodId::kAddStatement, Statement{hash_of(1)}), "ALREADY_STATED", "R-09b");
  ledger.call_ok(worker(), MethodId::kAddStatement, Statement{hash_of(2)});
  ledger.call_ok(worker(), MethodId::kRemoveStatement, Statement{hash_of(1)});
  const auto receipt = ledger.call_ok(bank(), MethodId::kDisclose, question({"score"}));
  const auto told = events_of<Disclosed>(receipt, ContractId::kCredit, EventKind::kDisclosed).at(0);
  BOOST_REQUIRE(told.statements.size() == 1u);
  BOOST_CHECK(told.statements[0] == hash_of(2));
  for (std::uint8_t n = 10; n < 10 + kMaxStatements - 1; ++n)
    ledger.call_ok(worker(), MethodId::kAddStatement, Statement{hash_of(n)});
  expect(ledger.call(worker(), MethodId::kAddStatement, Statement{hash_of(99)}), "TOO_MANY_STATEMENTS", "R-09b");
}

BOOST_AUTO_TEST_CASE(behaviour_data_are_off_and_come_in_by_the_worker_only_where_they_are_on) {
  CreditLedger off;
  const Behaviour rent{BehaviourKind::kRentPayment, hash_of(3)};
  expect(off.call(worker(), MethodId::kCommitBehaviour, rent), "BEHAVIOUR_OFF", "CR-08");
  CreditLedger on(genesis_with("credit.behaviour", 1));
  on.call_ok(worker(), MethodId::kCommitBehaviour, rent);
  expect(on.call(worker(), MethodId::kCommitBehaviour, rent), "ALREADY_COMMITTED", "CR-01");
  on.consent(ConsentPurpose::kHomeLoan, {"commitments"});
  const auto receipt = on.call_ok(bank(), MethodId::kDisclose, question({"commitments"}));
  const auto told = events_of<Disclosed>(receipt, ContractId::kCredit, EventKind::kDisclosed).at(0);
  BOOST_REQUIRE(told.commitments.size() == 1u);
  BOOST_CHECK(told.commitments[0].hash == hash_of(3));
  on.call_ok(worker(), MethodId::kForgetBehaviour, rent);
  BOOST_TEST(on.file().commitments.empty());
}

BOOST_AUTO_TEST_CASE(an_objection_is_answered_or_becomes_overdue_after_twenty_days) {
  CreditLedger ledger;
  Object args;
  args.entry = ObjectedEntry::kOther;
  expect(ledger.call(worker(), MethodId::kObject, args), "NO_TEXT", "R-09b");
  args.text = hash_of(4);
  const auto raised = ledger.call_ok(worker(), MethodId::kObject, args);
  const auto key = events_of<ObjectionEvent>(raised, ContractId::kCredit, EventKind::kObjectionRaised).at(0).objection;
  BOOST_TEST(ledger.profile().open_objections == 1u);
  ledger.run_to(chain::Timestamp{ledger.time().value + 21 * chain::kDayMs});
  BOOST_TEST(enum_name(find_objection(ledger.view().context(), key)->state) == "overdue");
  expect(ledger.call(worker(), MethodId::kAnswerObjection, AnswerObjection{key, true, hash_of(5)}), "ROLE_REQUIRED",
         "AC-20");
  ledger.call_ok(the_union(), MethodId::kAnswerObjection, AnswerObjection{key, false, hash_of(5)});
  expect(ledger.call(the_union(), MethodId::kAnswerObjection, AnswerObjection{key, true, hash_of(5)}),
         "ALREADY_ANSWERED", "R-09b");
  BOOST_TEST(ledger.profile().open_objections == 0u);
}

BOOST_AUTO_TEST_CASE(only_an_entry_that_exists_is_objected_to) {
  CreditLedger ledger;
  Object args;
  args.text = hash_of(4);
  args.entry = ObjectedEntry::kDefault;
  expect(ledger.call(worker(), MethodId::kObject, args), "BAD_ENTRY", "R-09b");
  args.month = day("2026-01-02");
  expect(ledger.call(worker(), MethodId::kObject, args), "BAD_ENTRY", "R-09b");
  args.month = day("2026-01-01");
  expect(ledger.call(worker(), MethodId::kObject, args), "UNKNOWN_ENTRY", "R-09b");
  args.entry = ObjectedEntry::kLoan;
  expect(ledger.call(worker(), MethodId::kObject, args), "UNKNOWN_ENTRY", "R-09b");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::credit::test
