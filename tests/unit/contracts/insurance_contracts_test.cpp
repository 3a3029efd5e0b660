// Rate tables, classification and its reasons, contracts: what is accepted, what is refused and why (OP-32, OP-42 to
// OP-44, S15).
#include <algorithm>

#include "contracts/insurance/classification.h"
#include "insurance_world.h"

namespace xh::contracts::test {
namespace {

using chain::Fen;
using insurance::Classified;
using insurance::EventKind;
using insurance::MethodId;
using insurance::Mode;
using insurance::RateRow;
using insurance::Scheme;
using insurance::Trade;

RateRow row(const std::string& from, const std::string& to = "", std::int64_t floor = 451'100) {
  auto out = fixture_row(from);
  if (!to.empty()) out.to = month(to);
  out.floor = Fen{floor};
  return out;
}

chain::Receipt set(InsuranceWorld& world, std::vector<RateRow> rows) {
  return world.ledger.run(world.the_union, kInsurance, MethodId::kSetRates,
                          insurance::SetRates{kCity, hash_of(7), std::move(rows)});
}

insurance::RateTable table(const InsuranceWorld& world) {
  auto view = world.ledger.view();
  return insurance::find_rates(view.context(), kCity).value();
}

Classified classified(const chain::Receipt& receipt) {
  return events_of<Classified>(receipt, kInsurance, EventKind::kClassified).at(0);
}

chain::Receipt classify(InsuranceWorld& world, const Actor& worker, std::uint32_t months, std::uint8_t reason) {
  return world.ledger.run(world.the_union, kInsurance, MethodId::kClassify,
                          insurance::Classify{worker.id, kCity, months, hash_of(reason)});
}

chain::Receipt sign_unclassified(InsuranceWorld& world, std::uint32_t months = 3, std::uint8_t key = 1) {
  TxOptions options;
  options.co_signers = {world.the_union};
  const insurance::Sign args{contract_id(key), world.terms(world.worker, Scheme::kFlexible), month("2026-03"), months};
  return world.ledger.run(world.worker, kInsurance, MethodId::kSign, args, options);
}

BOOST_AUTO_TEST_SUITE(insurance_contracts)

BOOST_AUTO_TEST_CASE(a_rate_table_with_a_gap_or_an_overlap_in_time_is_refused_and_names_the_row) {
  InsuranceWorld world;
  const auto gap = set(world, {row("2020-01", "2026-01"), row("2026-02")});
  BOOST_TEST(gap.code == "RATE_GAP");
  BOOST_TEST(gap.rule == "OP-32");
  BOOST_TEST(gap.message.starts_with("line 2:"));
  BOOST_TEST(set(world, {row("2020-01", "2026-03"), row("2026-02")}).code == "RATE_OVERLAP");
  BOOST_TEST(set(world, {row("2020-01"), row("2026-02")}).code == "RATE_OVERLAP");
  BOOST_TEST(set(world, {row("2020-01", "2026-02")}).code == "RATE_GAP");
  BOOST_TEST(set(world, {row("2021-01")}).code == "RATE_GAP");
  BOOST_TEST(set(world, {}).code == "EMPTY_LIST");
  auto bad = row("2020-01");
  bad.pension.employer_ppm = 1'000'001;
  BOOST_TEST(set(world, {bad}).code == "BAD_RATE_ROW");
  bad = row("2020-01");
  bad.from = chain::Day{bad.from.value + 1};
  BOOST_TEST(set(world, {bad}).code == "BAD_RATE_ROW");
  BOOST_TEST(table(world).rows.size() == 1u);
  const auto worker_sets = world.ledger.run(world.worker, kInsurance, MethodId::kSetRates,
                                            insurance::SetRates{kCity, hash_of(7), {row("2020-01")}});
  BOOST_TEST(worker_sets.code == "ROLE_REQUIRED");
}

BOOST_AUTO_TEST_CASE(the_first_day_of_a_month_decides_the_row_and_the_month_names_its_version) {
  InsuranceWorld world(Mode::kAsWritten);
  BOOST_TEST(set(world, {row("2020-01", "2026-04"), row("2026-04", "", 500'000)}).ok());
  world.ledger.deposit(world.employer, 5'000'000);
  BOOST_REQUIRE(world.sign(world.worker, world.terms(world.worker, Scheme::kFlexible), "2026-03", 3).ok());
  static_cast<void>(world.wage(world.wage_of(world.worker, world.employer, "2026-03", 700'000)));
  static_cast<void>(world.wage(world.wage_of(world.worker, world.employer, "2026-04", 700'000)));
  BOOST_TEST(world.month_record("2026-03").base.value == 451'100);
  BOOST_TEST(world.month_record("2026-03").rates_version == 1u);
  BOOST_TEST(world.month_record("2026-04").base.value == 500'000);
  BOOST_TEST(world.month_record("2026-04").rates_version == 2u);
}

BOOST_AUTO_TEST_CASE(a_row_that_a_month_was_charged_by_cannot_change_but_may_end_later) {
  InsuranceWorld world(Mode::kAsWritten);
  world.ledger.deposit(world.employer, 5'000'000);
  BOOST_TEST(set(world, {row("2020-01", "", 460'000)}).ok());  // nobody used it yet
  BOOST_REQUIRE(world.sign(world.worker, world.terms(world.worker, Scheme::kFlexible), "2026-03", 3).ok());
  static_cast<void>(world.wage(world.wage_of(world.worker, world.employer, "2026-03", 700'000)));
  BOOST_TEST(set(world, {row("2020-01", "", 470'000)}).code == "RATE_ROW_USED");
  BOOST_TEST(set(world, {row("2020-01", "2026-03", 460'000), row("2026-03", "", 470'000)}).code == "RATE_ROW_USED");
  BOOST_TEST(set(world, {row("2020-01", "2026-04", 460'000), row("2026-04", "", 470'000)}).ok());
  BOOST_TEST(table(world).rows[0].version == 2u);
  BOOST_TEST(table(world).rows[1].version == 3u);
  BOOST_TEST((table(world).rows[0].source == hash_of(7)));
  // The future row may still change: it gets a new version.
  BOOST_TEST(set(world, {row("2020-01", "2026-04", 460'000), row("2026-04", "", 480'000)}).ok());
  BOOST_TEST(table(world).rows[1].version == 4u);
}

BOOST_AUTO_TEST_CASE(the_rule_score_comes_from_the_ledger_and_shows_its_parts) {
  InsuranceWorld world(Mode::kStrict, "2026-01-02 09:00");
  world.ledger.deposit(world.employer, 10'000'000);
  for (const auto* of : {"2026-01", "2026-02", "2026-03"})
    static_cast<void>(world.wage(world.wage_of(world.worker, world.employer, of, 691'665)));
  world.advance("2026-04-15 09:00");
  const auto decision = classified(classify(world, world.worker, 12, 5)).classification;
  BOOST_REQUIRE(decision.factors.size() == 3u);
  // 691,665 / 128,564 = 5.3799 contributions: full points. No history: 700. Three months of twelve: 250.
  BOOST_TEST(decision.factors[0].measure == 5'379'927);
  BOOST_TEST(decision.factors[0].points == 1000);
  BOOST_TEST(decision.factors[1].points == 700);
  BOOST_TEST(decision.factors[2].points == 250);
  BOOST_TEST(decision.score == 760);  // (50 x 1000 + 30 x 700 + 20 x 250) / 100
  BOOST_TEST(decision.rule_months == 12u);
  BOOST_TEST(decision.months == 12u);
}

BOOST_AUTO_TEST_CASE(a_declined_contract_lists_the_factors_and_a_person_can_overturn_it) {
  InsuranceWorld world;
  const auto declined = classify(world, world.worker, 0, 0);
  BOOST_REQUIRE(declined.ok());
  BOOST_TEST(classified(declined).classification.rule_months == 0u);
  BOOST_TEST(classified(declined).classification.score == 210);
  const auto refused = sign_unclassified(world);
  BOOST_TEST(refused.code == "CONTRACT_DECLINED");
  BOOST_TEST(refused.message.find("income_cover 0 of 1000, months_worked 0 of 1000") != std::string::npos);
  const auto overturn = [&](std::uint32_t months, std::uint8_t reason) {
    return world.ledger.run(world.the_union, kInsurance, MethodId::kOverturn,
                            insurance::Overturn{world.worker.id, months, hash_of(reason)});
  };
  BOOST_TEST(overturn(3, 0).code == "NO_REASON");
  BOOST_TEST(overturn(0, 1).code == "NOTHING_CHANGES");
  BOOST_TEST(overturn(5, 1).code == "BAD_TERM");
  BOOST_TEST(overturn(3, 1).ok());
  BOOST_TEST(sign_unclassified(world, 4).code == "BAD_TERM");
  BOOST_TEST(sign_unclassified(world, 3).ok());
  BOOST_TEST(overturn(0, 1).code == "CLASSIFICATION_USED");
}

BOOST_AUTO_TEST_CASE(a_decision_against_the_rule_needs_a_reason_and_every_decision_the_union) {
  InsuranceWorld world;
  BOOST_TEST(classify(world, world.worker, 6, 0).code == "NO_REASON");
  BOOST_TEST(classify(world, world.worker, 7, 1).code == "BAD_TERM");
  const auto by_worker = world.ledger.run(world.worker, kInsurance, MethodId::kClassify,
                                          insurance::Classify{world.worker.id, kCity, 12, hash_of(1)});
  BOOST_TEST(by_worker.code == "ROLE_REQUIRED");
}

BOOST_AUTO_TEST_CASE(a_contract_needs_a_decision_that_is_fresh_and_unused) {
  InsuranceWorld world;
  BOOST_TEST(sign_unclassified(world).code == "NOT_CLASSIFIED");
  world.classify(world.worker, 12);
  world.advance("2026-06-01 09:00");
  BOOST_TEST(sign_unclassified(world).code == "BAD_MONTH");  // March is past
  TxOptions options;
  options.co_signers = {world.the_union};
  const insurance::Sign args{contract_id(), world.terms(world.worker, Scheme::kFlexible), month("2026-06"), 3};
  BOOST_TEST(world.ledger.run(world.worker, kInsurance, MethodId::kSign, args, options).code == "CLASSIFICATION_OLD");
  world.classify(world.worker, 12);
  BOOST_TEST(world.ledger.run(world.worker, kInsurance, MethodId::kSign, args, options).ok());
  auto again = args;
  again.contract = contract_id(2);
  again.from = month("2026-09");
  BOOST_TEST(world.ledger.run(world.worker, kInsurance, MethodId::kSign, again, options).code == "CLASSIFICATION_USED");
}

BOOST_AUTO_TEST_CASE(who_owes_a_share_has_to_sign) {
  InsuranceWorld world;
  auto terms = world.terms(world.worker, Scheme::kEmployee);
  BOOST_TEST(world.sign(world.worker, terms, "2026-03", 3).code == "EMPLOYER_REQUIRED");
  terms.employer = world.employer.id;
  TxOptions without;
  without.co_signers = {world.the_union};
  const insurance::Sign args{contract_id(), terms, month("2026-03"), 3};
  BOOST_TEST(world.ledger.run(world.worker, kInsurance, MethodId::kSign, args, without).code == "SIGNATURE_MISSING");
  auto flexible = world.terms(world.worker, Scheme::kFlexible);
  flexible.order_cover = Trade::kDelivery;
  BOOST_TEST(world.sign(world.worker, flexible, "2026-03", 3).code == "EMPLOYER_REQUIRED");
  flexible.order_cover = Trade::kNone;
  flexible.employer = world.employer.id;
  BOOST_TEST(world.sign(world.worker, flexible, "2026-03", 3).code == "EMPLOYER_NOT_NEEDED");
  BOOST_TEST(world.sign(world.worker, terms, "2026-03", 3).ok());
}

BOOST_AUTO_TEST_CASE(housing_fund_rates_lie_within_the_citys_limits) {
  InsuranceWorld world;
  auto terms = world.terms(world.worker, Scheme::kFlexible);
  for (const std::int64_t ppm : {49'999, 120'001}) {
    terms.housing_worker_ppm = ppm;
    BOOST_TEST(world.sign(world.worker, terms, "2026-03", 3).code == "BAD_HOUSING_RATE");
  }
  terms.housing_worker_ppm = 50'000;
  terms.housing_employer_ppm = 50'000;
  BOOST_TEST(world.sign(world.worker, terms, "2026-03", 3).code == "BAD_HOUSING_RATE");
  terms.housing_employer_ppm = 0;
  BOOST_TEST(world.sign(world.worker, terms, "2026-03", 3).ok());
}

BOOST_AUTO_TEST_CASE(a_worker_has_one_contract_at_a_time) {
  InsuranceWorld world;
  const auto terms = world.terms(world.worker, Scheme::kFlexible);
  BOOST_TEST(world.sign(world.worker, terms, "2026-03", 3).ok());
  BOOST_TEST(world.sign(world.worker, terms, "2026-05", 3, 2).code == "CONTRACT_OVERLAP");
  BOOST_TEST(world.sign(world.worker, terms, "2026-06", 3, 1).code == "CONTRACT_KEY_USED");
  BOOST_TEST(world.sign(world.worker, terms, "2026-06", 3, 2).ok());
}

BOOST_AUTO_TEST_CASE(thirty_days_before_the_end_the_test_is_repeated_and_the_contract_can_be_renewed) {
  InsuranceWorld world;
  world.ledger.deposit(world.worker, 2'000'000);
  BOOST_REQUIRE(world.sign(world.worker, world.terms(world.worker, Scheme::kFlexible), "2026-03", 10).ok());
  TxOptions options;
  options.co_signers = {world.the_union};
  const insurance::Renew renew{contract_id(), contract_id(2), 6};
  const auto attempt = [&] { return world.ledger.run(world.worker, kInsurance, MethodId::kRenew, renew, options); };
  world.advance("2026-12-01 23:59");
  BOOST_TEST(attempt().code == "RENEWAL_TOO_EARLY");
  BOOST_TEST(world.last_time_of(EventKind::kRenewalCheck) == "never");
  world.advance("2026-12-02 00:00");
  BOOST_TEST(world.last_time_of(EventKind::kRenewalCheck) == "2026-12-02 00:00");
  const auto check = world.calendar_events<Classified>(EventKind::kRenewalCheck).at(0).classification;
  BOOST_TEST(!check.is_decided);
  BOOST_TEST(check.factors[1].measure == 8);  // March to October are paid, November is billed
  BOOST_TEST(check.factors[1].points == 1000);
  BOOST_TEST(attempt().code == "NOT_CLASSIFIED");  // a person decides
  world.classify(world.worker, 6);
  BOOST_TEST(attempt().ok());
  BOOST_TEST((world.contract(2).from == month("2027-01")));
  BOOST_TEST((world.contract(2).last == month("2027-06")));
  BOOST_TEST(attempt().code == "ALREADY_RENEWED");
}

BOOST_AUTO_TEST_CASE(a_renewal_check_before_the_citys_first_rates_compares_with_those) {
  InsuranceWorld world;
  world.ledger.run_ok(world.the_union, kInsurance, MethodId::kSetRates,
                      insurance::SetRates{"Leshan", hash_of(7), {row("2027-02")}});
  auto terms = world.terms(world.worker, Scheme::kFlexible);
  terms.city = "Leshan";
  BOOST_TEST(world.sign(world.worker, terms, "2027-01", 1).code == "NO_RATES");
  BOOST_REQUIRE(world.sign(world.worker, terms, "2027-02", 1).ok());
  world.advance("2027-02-01 00:00");
  BOOST_TEST(world.last_time_of(EventKind::kRenewalCheck) == "2027-01-30 00:00");
}

BOOST_AUTO_TEST_CASE(worker_and_union_end_a_contract_early_with_a_month) {
  InsuranceWorld world;
  BOOST_REQUIRE(world.sign(world.worker, world.terms(world.worker, Scheme::kFlexible), "2026-03", 10).ok());
  TxOptions options;
  options.co_signers = {world.the_union};
  const auto end = [&](const std::string& last, const TxOptions& with) {
    return world.ledger.run(world.worker, kInsurance, MethodId::kEnd, insurance::End{contract_id(), month(last)}, with);
  };
  BOOST_TEST(end("2026-03", {}).code == "SIGNATURE_MISSING");
  BOOST_TEST(end("2026-02", options).code == "BAD_MONTH");
  BOOST_TEST(end("2026-12", options).code == "BAD_MONTH");
  BOOST_TEST(end("2026-03", options).ok());
  world.advance("2026-04-01 00:00");
  BOOST_TEST((world.contract().state == insurance::ContractState::kEnded));
  BOOST_TEST(world.sign(world.worker, world.terms(world.worker, Scheme::kFlexible), "2026-04", 3, 2).ok());
}

BOOST_AUTO_TEST_CASE(a_commercial_plan_is_an_offer_and_its_acceptance_and_moves_no_money) {
  InsuranceWorld world;
  const insurance::OfferPlan offer{world.worker.id, hash_of(3),
                                   chain::Timestamp{world.ledger.time().value + chain::kDayMs}};
  const auto made = world.ledger.run_ok(world.the_union, kInsurance, MethodId::kOfferPlan, offer);
  const auto key = events_of<insurance::PlanEvent>(made, kInsurance, EventKind::kPlanOffered).at(0).key;
  const auto accept = [&](const Actor& who) {
    return world.ledger.run(who, kInsurance, MethodId::kAcceptPlan, insurance::AcceptPlan{key});
  };
  BOOST_TEST(accept(world.other).code == "UNKNOWN_PLAN");
  BOOST_TEST(accept(world.worker).ok());
  BOOST_TEST(accept(world.worker).code == "NOTHING_CHANGES");
  const auto second = world.ledger.run_ok(world.the_union, kInsurance, MethodId::kOfferPlan, offer);
  const auto late = events_of<insurance::PlanEvent>(second, kInsurance, EventKind::kPlanOffered).at(0).key;
  world.advance("2026-03-10 00:00");
  BOOST_TEST(world.ledger.run(world.worker, kInsurance, MethodId::kAcceptPlan, insurance::AcceptPlan{late}).code ==
             "OFFER_OVER");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
