// New terms of an agreement: who signs them, from which day on they hold, what a payslip over two versions says.
#include <boost/test/unit_test.hpp>

#include "contracts/payroll/explain.h"
#include "contracts/payroll/versions.h"
#include "payroll_world.h"

namespace xh::contracts::payroll::test {
namespace {

using chain::Fen;

struct Amend {
  World world{"2026-03-10 20:00"};
  chain::AccountId e1 = world.employers[0];
  chain::RecordKey k = world.agree(world.terms());

  Terms raised(const std::string& from) const {
    Terms out = world.terms(0, 0, from);
    out.items = {{"orders", PayKind::kPerOrder, Fen{500}, {{11, Fen{600}}}}};
    return out;
  }
  Answer amend(const Terms& terms, bool all = true) {
    return world.call(terms.union_account, MethodId::kAmendAgreement, AmendAgreementArgs{k, terms},
                      all ? std::vector{terms.worker, terms.employer} : std::vector{terms.worker});
  }
  Answer put(const std::string& date, std::uint32_t replaces = 0) {
    return world.submit(e1, {{k, day(date), replaces, {entry("a", 60, 12)}}});
  }
};

BOOST_AUTO_TEST_SUITE(payroll_amend)

BOOST_FIXTURE_TEST_CASE(an_amendment_needs_the_three_signatures_and_keeps_the_frame, Amend) {
  BOOST_TEST(amend(raised("2026-03-12"), false).code == "SIGNATURE_MISSING");
  const auto changed = [&](auto change) {
    Terms terms = raised("2026-03-12");
    change(terms);
    return amend(terms).code;
  };
  BOOST_TEST(changed([&](Terms& t) { t.worker = world.workers[1]; }) == "PARTIES_CHANGED");
  BOOST_TEST(changed([](Terms& t) { t.schedule.days = 15; }) == "SCHEDULE_CHANGED");
  BOOST_TEST(changed([](Terms& t) { t.zone = "Europe/London"; }) == "SCHEDULE_CHANGED");
  BOOST_TEST(changed([](Terms& t) { t.items.clear(); }) == "BAD_TERMS");
  BOOST_TEST(changed([](Terms& t) { t.effective = day("2026-03-09"); }) == "BAD_EFFECTIVE_DAY");
  BOOST_TEST(changed([](Terms&) {}) == "OK");
  BOOST_TEST(changed([](Terms& t) { t.effective = day("2026-03-11"); }) == "BAD_EFFECTIVE_DAY");  // before the last one
}

BOOST_FIXTURE_TEST_CASE(a_day_follows_the_terms_in_force_on_it_and_the_old_ones_stay_readable, Amend) {
  BOOST_TEST(put("2026-03-10").ok());
  BOOST_TEST(amend(raised("2026-03-10")).code == "BAD_EFFECTIVE_DAY");  // today's work is there already
  BOOST_REQUIRE(amend(raised("2026-03-12")).ok());
  world.at("2026-03-13 20:00");
  for (const char* date : {"2026-03-11", "2026-03-12", "2026-03-13"}) BOOST_TEST(put(date).ok());
  const auto pay = [&](const char* date) { return world.log(k, date).sums.amount.value; };
  BOOST_TEST(pay("2026-03-10") == 12 * 480 + 650);
  BOOST_TEST(pay("2026-03-11") == 12 * 480 + 650);
  BOOST_TEST(pay("2026-03-12") == 10 * 500 + 2 * 600);
  BOOST_TEST(pay("2026-03-13") == 10 * 500 + 2 * 600);
  BOOST_TEST(world.log(k, "2026-03-11").amendment == 0u);
  BOOST_TEST(world.log(k, "2026-03-12").amendment == 1u);
  // A revision of a day before is still by the old terms.
  BOOST_TEST(world.submit(e1, {{k, day("2026-03-11"), 1, {entry("a", 60, 20)}}}).ok());
  BOOST_TEST(pay("2026-03-11") == 20 * 480 + 650);
  const auto kept = find_agreement(world.state(), k);
  BOOST_TEST(kept->version == 2u);
  BOOST_TEST(kept->terms.items[0].rate.value == 480);
  const auto stored = world.reader().read<Amendment>(amendment_key(k, 1));
  BOOST_REQUIRE(stored.has_value());
  BOOST_TEST(stored->terms.items[0].rate.value == 500);
}

BOOST_FIXTURE_TEST_CASE(a_payslip_over_two_versions_names_both_and_explains_itself, Amend) {
  world.deposit(e1, 1'000'000);
  BOOST_REQUIRE(amend(raised("2026-03-12")).ok());
  world.at("2026-03-13 20:00");
  for (const char* date : {"2026-03-11", "2026-03-12"}) BOOST_TEST(put(date).ok());
  const auto slip = world.at("2026-04-10 12:00").of<Settlement>(EventKind::kSettlement).at(0);
  BOOST_TEST(slip.terms_version == 2u);
  BOOST_TEST(slip.items[0].rate.value == 500);
  BOOST_TEST(slip.days[0].amendment == 0u);
  BOOST_TEST(slip.days[1].amendment == 1u);
  BOOST_REQUIRE(slip.rules.has_value() && slip.rules->other_rules.size() == 1u);
  BOOST_TEST(slip.rules->other_rules[0].items[0].rate.value == 480);
  BOOST_TEST(slip.gross.value == 12 * 480 + 650 + 6'200);
  const auto told = explain(slip);
  BOOST_TEST(told.agrees(), (told.objections.empty() ? "" : told.objections[0]));
  const auto accrual = find_accrual(world.state(), k, 0);
  BOOST_TEST(!accrual.has_value());  // nobody confirmed: silence pays
}

BOOST_FIXTURE_TEST_CASE(accruals_of_two_versions_with_different_items_add_up, Amend) {
  BOOST_REQUIRE(amend(raised("2026-03-12")).ok());
  world.at("2026-03-13 20:00");
  for (const char* date : {"2026-03-12", "2026-03-11"}) {
    BOOST_TEST(put(date).ok());
    BOOST_TEST(world.confirm(world.workers[0], {world.ref(k, date)}).ok());
    BOOST_TEST(world.approve({world.ref(k, date)}).ok());
  }
  const auto accrual = find_accrual(world.state(), k, 0);
  BOOST_REQUIRE(accrual.has_value());
  BOOST_TEST(accrual->sums.amount.value == 6'200 + 12 * 480 + 650);
}

BOOST_FIXTURE_TEST_CASE(no_day_before_the_agreement_is_paid, Amend) {
  BOOST_TEST(put("2026-02-28").code == "AGREEMENT_NOT_ACTIVE");
  BOOST_TEST(put("2026-03-01").ok());
}

BOOST_FIXTURE_TEST_CASE(an_ended_agreement_is_not_amended_beyond_its_end, Amend) {
  const auto& parties = world.terms();
  BOOST_TEST(world
                 .call(world.union_account, MethodId::kEndAgreement, EndAgreementArgs{k, day("2026-03-20")},
                       {parties.employer})
                 .ok());
  BOOST_TEST(amend(raised("2026-03-21")).code == "BAD_EFFECTIVE_DAY");
  BOOST_TEST(amend(raised("2026-03-20")).ok());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::payroll::test
