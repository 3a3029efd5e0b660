// How work becomes money under every kind of term, and that the payslip's explanation finds the same fen and any
// change.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <random>

#include "contracts/payroll/explain.h"
#include "contracts/payroll/night.h"
#include "contracts/payroll/pay_rules.h"
#include "contracts/payroll/versions.h"
#include "payroll_world.h"

namespace xh::contracts::payroll::test {
namespace {

using chain::Fen;

struct TermsWorld {
  World world{"2026-03-10 20:00"};
  chain::AccountId e1 = world.employers[0];

  Terms with(std::vector<PayItem> items, std::optional<PayFactors> factors = {}) const {
    Terms out = world.terms();
    out.items = std::move(items);
    out.factors = factors;
    return out;
  }
  std::string refused(const Terms& terms) {
    return world
        .call(terms.employer, MethodId::kSignAgreement, SignAgreementArgs{world.new_key(), terms},
              {terms.worker, terms.union_account})
        .code;
  }
  DaySums day_of(const Terms& terms, std::vector<WorkEntry> entries) {
    const auto k = world.agree(terms);
    const auto answer = world.submit(e1, {{k, day("2026-03-10"), 0, std::move(entries)}});
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer);
    return world.log(k, "2026-03-10").sums;
  }
  WorkEntry evening(const std::string& from, const std::string& to, std::uint32_t orders) const {
    return shift("a", world.wall("2026-03-10 " + from), world.wall(to), orders);
  }
};

PayItem per_order(std::int64_t fen) {
  return {"orders", PayKind::kPerOrder, Fen{fen}};
}
PayItem per_hour(std::int64_t fen) {
  return {"time", PayKind::kPerMinute, Fen{fen}};
}
PayFactors night() {
  PayFactors out;
  out.night_from = 1320;
  out.night_to = 360;
  return out;
}

BOOST_AUTO_TEST_SUITE(payroll_terms)

BOOST_FIXTURE_TEST_CASE(a_tiers_rate_holds_from_its_first_order_on, TermsWorld) {
  auto item = per_order(480);
  item.tiers = {{41, Fen{550}}, {51, Fen{600}}};
  const auto pay = [&](std::uint32_t orders) { return day_sums({item}, {entry("a", 60, orders)}).amount.value; };
  BOOST_TEST(pay(0) == 0);
  BOOST_TEST(pay(40) == 40 * 480);
  BOOST_TEST(pay(41) == 40 * 480 + 550);
  BOOST_TEST(pay(50) == 40 * 480 + 10 * 550);
  BOOST_TEST(pay(53) == 40 * 480 + 10 * 550 + 3 * 600);
}

BOOST_FIXTURE_TEST_CASE(tiers_of_time_count_minutes_and_round_once, TermsWorld) {
  auto item = per_hour(650);
  item.tiers = {{481, Fen{975}}};
  // 480 x 650 / 60 + 25 x 975 / 60 = 5200 + 406.25
  BOOST_TEST(day_sums({item}, {entry("a", 505, 0)}).amount.value == 5606);
}

BOOST_FIXTURE_TEST_CASE(the_night_part_of_a_shift_earns_the_supplement_by_the_minute, TermsWorld) {
  auto orders = per_order(480);
  auto time = per_hour(650);
  orders.night_ppm = time.night_ppm = 300'000;
  // 20:30 to 00:30: 150 of 240 minutes at night; of 9 orders 5.625, half-up 6.
  const auto sums = day_of(with({orders, time}, night()), {evening("20:30", "2026-03-11 00:30", 9)});
  BOOST_TEST(sums.night_minutes == 150u);
  BOOST_TEST(sums.night_orders == 6u);
  BOOST_TEST(sums.items[0].value == 9 * 480 + 864);  // 6 x 480 x 0.3
  BOOST_TEST(sums.items[1].value == 2600 + 488);     // 150 x 650 / 60 x 0.3 = 487.5
  BOOST_TEST(sums.amount.value == 4320 + 864 + 2600 + 488);
}

BOOST_FIXTURE_TEST_CASE(a_night_may_lie_within_one_day_and_a_shift_may_meet_two_nights, TermsWorld) {
  PayFactors early;
  early.night_from = 0;
  early.night_to = 300;
  const auto zone = chain::Zone{"Asia/Shanghai", {{0, 8 * 3600}}};
  const auto part = [&](const char* from, const char* to, const PayFactors& factors) {
    return night_part(shift("a", world.wall(from), world.wall(to), 0), factors, zone).minutes;
  };
  BOOST_TEST(part("2026-03-10 04:00", "2026-03-10 06:00", early) == 60u);
  BOOST_TEST(part("2026-03-10 22:00", "2026-03-11 01:00", early) == 60u);
  BOOST_TEST(part("2026-03-10 05:00", "2026-03-10 23:00", night()) == 120u);  // one hour of each night
  BOOST_TEST(part("2026-03-10 21:59", "2026-03-10 22:00", night()) == 0u);
  BOOST_TEST(part("2026-03-10 06:00", "2026-03-10 22:00", night()) == 0u);
  BOOST_TEST(part("2026-03-10 12:00", "2026-03-11 12:00", night()) == 480u);
}

BOOST_FIXTURE_TEST_CASE(entries_without_times_have_no_night, TermsWorld) {
  auto item = per_order(480);
  item.night_ppm = 300'000;
  BOOST_TEST(day_of(with({item}, night()), {entry("a", 60, 10)}).amount.value == 4800);
}

BOOST_FIXTURE_TEST_CASE(a_working_day_is_paid_by_the_day_and_an_empty_one_is_not, TermsWorld) {
  const PayItem item{"on site", PayKind::kPerDay, Fen{12'000}};
  const auto k = world.agree(with({item}));
  BOOST_TEST(world.submit(e1, {{k, day("2026-03-10"), 0, {entry("a", 30, 0), entry("b", 30, 0)}}}).ok());
  BOOST_TEST(world.log(k, "2026-03-10").sums.amount.value == 12'000);
  BOOST_TEST(world.submit(e1, {{k, day("2026-03-10"), 1, {}}}).ok());
  BOOST_TEST(world.log(k, "2026-03-10").sums.amount.value == 0);
}

BOOST_FIXTURE_TEST_CASE(cap_then_floor_then_hourly_minimum_bound_a_day, TermsWorld) {
  PayFactors bounds;
  bounds.day_floor = Fen{2'000};
  bounds.day_cap = Fen{10'000};
  const auto pay = [&](std::uint32_t minutes, std::uint32_t orders) {
    return day_sums(PayRules{0, {per_order(480)}, bounds}, {entry("a", minutes, orders)}, nullptr, {2300, 1});
  };
  BOOST_TEST(pay(60, 4).raised.value == 80);
  BOOST_TEST(pay(60, 4).amount.value == 2'000);
  BOOST_TEST(pay(60, 30).cut.value == 4'400);
  BOOST_TEST(pay(60, 30).amount.value == 10'000);
  BOOST_TEST(pay(60, 10).amount.value == 4'800);
  BOOST_TEST(!pay(60, 10).min_hour.has_value());
  BOOST_TEST(pay(0, 0).amount.value == 0);  // nothing done, no floor
  bounds.min_wage_top_up = true;
  BOOST_TEST(pay(480, 30).cut.value == 4'400);
  BOOST_TEST(pay(480, 30).top_up.value == 8'400);  // 480 min at 23.00 an hour are 184.00
  BOOST_TEST(pay(480, 30).amount.value == 18'400);
}

BOOST_FIXTURE_TEST_CASE(s03_a_piece_hour_below_the_minimum_is_topped_up_by_380, TermsWorld) {
  PayFactors bounds;
  bounds.min_wage_top_up = true;
  auto terms = with({per_order(480)}, bounds);
  terms.form = EmploymentForm::kPartTime;
  terms.schedule = {ScheduleKind::kCycle, 14};
  const auto sums = day_of(terms, {entry("a", 60, 4)});
  BOOST_TEST(sums.items[0].value == 1'920);
  BOOST_TEST(sums.top_up.value == 380);
  BOOST_TEST(sums.amount.value == 2'300);
  BOOST_TEST(sums.min_hour->value == 2'300);
}

BOOST_FIXTURE_TEST_CASE(a_milestone_is_paid_once_and_freed_when_its_day_no_longer_names_it, TermsWorld) {
  PayItem item{"project", PayKind::kMilestones, {}};
  item.milestones = {{"draft", Fen{100'000}}, {"final", Fen{250'000}}};
  const auto k = world.agree(with({item}));
  WorkEntry draft = entry("a", 0, 0);
  draft.milestone = "draft";
  WorkEntry other = entry("b", 0, 0);
  other.milestone = "sequel";
  BOOST_TEST(world.submit(e1, {{k, day("2026-03-09"), 0, {other}}}).code == "UNKNOWN_MILESTONE");
  WorkEntry again = draft;
  again.reference = "c";
  BOOST_TEST(world.submit(e1, {{k, day("2026-03-09"), 0, {draft, again}}}).code == "MILESTONE_DONE");
  BOOST_TEST(world.submit(e1, {{k, day("2026-03-09"), 0, {draft}}}).ok());
  BOOST_TEST(world.log(k, "2026-03-09").sums.amount.value == 100'000);
  const auto twice = world.submit(e1, {{k, day("2026-03-10"), 0, {draft}}});
  BOOST_TEST(twice.code == "MILESTONE_DONE");
  BOOST_TEST(twice.message.find("2026-03-09") != std::string::npos, twice.message);
  BOOST_TEST(world.submit(e1, {{k, day("2026-03-09"), 1, {}}}).ok());
  BOOST_TEST(world.submit(e1, {{k, day("2026-03-10"), 0, {draft}}}).ok());
}

// Against sums made one unit at a time, as nobody would compute them.
BOOST_FIXTURE_TEST_CASE(random_rules_price_like_counting_unit_by_unit_whatever_the_order_of_entries, TermsWorld) {
  std::mt19937 random(20'260'310);
  const auto pick = [&](std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(random);
  };
  const chain::Zone zone{"Asia/Shanghai", {{0, 8 * 3600}}};
  for (int round = 0; round < 300; ++round) {
    auto item = pick(0, 1) == 0 ? per_order(pick(1, 2'000)) : per_hour(pick(1, 9'000));
    const std::int64_t unit = item.kind == PayKind::kPerOrder ? 1 : 60;
    for (std::uint32_t from = 1; pick(0, 2) != 0 && item.tiers.size() < kMaxTiers;) {
      from += static_cast<std::uint32_t>(pick(1, 200));
      item.tiers.push_back({from, Fen{pick(1, 9'000)}});
    }
    item.night_ppm = static_cast<std::uint32_t>(pick(0, kMaxNightPpm));
    PayFactors factors = night();
    factors.min_wage_top_up = pick(0, 1) == 0;
    factors.day_floor = Fen{pick(0, 1) * pick(0, 9'000)};
    factors.day_cap = Fen{pick(0, 1) * pick(9'000, 90'000)};
    std::vector<WorkEntry> entries;
    for (auto i = pick(0, 6); i > 0; --i) {
      const chain::Timestamp start{world.wall("2026-03-10 00:00").value + pick(0, 1'439) * chain::kMinuteMs};
      const chain::Timestamp end{start.value + pick(0, 600) * chain::kMinuteMs};
      entries.push_back(shift(std::to_string(i), start, end, static_cast<std::uint32_t>(pick(0, 40))));
    }
    const PayRules rules{0, {item}, factors};
    const auto sums = day_sums(rules, entries, &zone, {2'300, 1});
    std::ranges::shuffle(entries, random);
    BOOST_CHECK(day_sums(rules, entries, &zone, {2'300, 1}) == sums);
    BOOST_CHECK(price(rules, sums) == sums);

    const auto quantity = static_cast<std::int64_t>(unit == 1 ? sums.orders : sums.minutes);
    const auto at_night = static_cast<std::int64_t>(unit == 1 ? sums.night_orders : sums.night_minutes);
    std::int64_t units = 0;
    for (std::int64_t n = 1; n <= quantity; ++n) {
      std::int64_t rate = item.rate.value;
      for (const auto& tier : item.tiers) rate = n >= tier.from ? tier.rate.value : rate;
      units += rate;
    }
    const auto half_up = [](chain::Int128 a, chain::Int128 b) {
      return static_cast<std::int64_t>((2 * a + b) / (2 * b));
    };
    std::int64_t amount = half_up(units, unit);
    if (quantity > 0)
      amount += half_up(chain::Int128{units} * at_night * item.night_ppm, chain::Int128{unit} * quantity * 1'000'000);
    if (factors.day_cap.value > 0) amount = std::min(amount, factors.day_cap.value);
    if (sums.orders + sums.minutes > 0) amount = std::max(amount, factors.day_floor.value);
    if (factors.min_wage_top_up) amount = std::max(amount, half_up(chain::Int128{2'300} * sums.minutes, 60));
    BOOST_TEST(sums.amount.value == amount);
    BOOST_TEST(at_night <= quantity);
  }
}

BOOST_FIXTURE_TEST_CASE(bad_extended_terms_are_refused, TermsWorld) {
  const auto changed = [&](auto change) {
    auto item = per_order(480);
    PayFactors factors = night();
    Terms terms = with({item}, factors);
    change(terms);
    return refused(terms);
  };
  BOOST_TEST(changed([](Terms&) {}) == "OK");
  BOOST_TEST(changed([](Terms& t) { t.items[0].rate = Fen{kMaxRateFen + 1}; }) == "BAD_TERMS");
  BOOST_TEST(changed([](Terms& t) { t.items[0].tiers = {{1, Fen{500}}}; }) == "BAD_TERMS");
  BOOST_TEST(changed([](Terms& t) { t.items[0].tiers = {{5, Fen{500}}, {5, Fen{600}}}; }) == "BAD_TERMS");
  BOOST_TEST(changed([](Terms& t) { t.items[0].tiers = {{5, Fen{0}}}; }) == "BAD_TERMS");
  BOOST_TEST(changed([](Terms& t) { t.items[0].night_ppm = kMaxNightPpm + 1; }) == "BAD_TERMS");
  BOOST_TEST(changed([](Terms& t) { t.items[0].milestones = {{"a", Fen{1}}}; }) == "BAD_TERMS");
  BOOST_TEST(changed([](Terms& t) { t.items[0] = {"p", PayKind::kMilestones, {}}; }) == "BAD_TERMS");
  BOOST_TEST(changed([](Terms& t) {
               t.items[0].night_ppm = 1;
               t.factors.reset();
             }) == "BAD_TERMS");
  BOOST_TEST(changed([](Terms& t) { t.items[0] = {"d", PayKind::kPerDay, Fen{1}, {{2, Fen{2}}}}; }) == "BAD_TERMS");
  BOOST_TEST(changed([](Terms& t) { t.factors->night_to = 1440; }) == "BAD_TERMS");
  BOOST_TEST(changed([](Terms& t) { t.factors->day_floor = Fen{-1}; }) == "BAD_TERMS");
  BOOST_TEST(changed([](Terms& t) { t.factors->period_cap = Fen{kMaxFactorFen + 1}; }) == "BAD_TERMS");
  BOOST_TEST(changed([](Terms& t) {
               t.factors->day_floor = Fen{2};
               t.factors->day_cap = Fen{1};
             }) == "BAD_TERMS");
  BOOST_TEST(changed([](Terms& t) { t.trade = "alchemy"; }) == "UNKNOWN_TRADE");
  BOOST_TEST(changed([](Terms& t) { t.roles = ChainRoles{t.worker, {}, {}, {}}; }) == "BAD_ROLE");
  BOOST_TEST(changed([](Terms& t) { t.roles = ChainRoles{chain::AccountId{{9}}, {}, {}, {}}; }) == "BAD_ROLE");
  BOOST_TEST(changed([&](Terms& t) { t.roles = ChainRoles{world.employers[1], {}, world.employers[2], {}}; }) == "OK");
}

// Everything at once: tiers, night, floor, cap, top-up and the period's bounds.
struct Paid : TermsWorld {
  Settlement pay(std::int64_t period_floor, std::int64_t period_cap) {
    auto orders = per_order(480);
    orders.tiers = {{41, Fen{550}}};
    orders.night_ppm = 300'000;
    PayFactors factors = night();
    factors.day_floor = Fen{3'000};
    factors.day_cap = Fen{30'000};
    factors.min_wage_top_up = true;
    factors.period_floor = Fen{period_floor};
    factors.period_cap = Fen{period_cap};
    const auto k = world.agree(with({orders}, factors));
    world.deposit(e1, 10'000'000);
    BOOST_REQUIRE(world
                      .submit(e1, {{k, day("2026-03-10"), 0, {evening("18:00", "2026-03-11 00:00", 45)}},
                                   {k, day("2026-03-09"), 0, {entry("b", 480, 80)}},
                                   {k, day("2026-03-08"), 0, {entry("c", 60, 2)}},
                                   {k, day("2026-03-07"), 0, {entry("d", 600, 20)}}})
                      .ok());
    const auto slips = world.at("2026-04-10 12:00").of<Settlement>(EventKind::kSettlement);
    BOOST_REQUIRE(slips.size() == 1u);
    return slips[0];
  }
};

BOOST_FIXTURE_TEST_CASE(a_payslip_explains_tiers_night_floor_cap_and_top_up_to_the_fen, Paid) {
  const auto slip = pay(0, 0);
  // 7th: 20 orders 9600, 600 min at 23.00 are 23000. 8th: 960, floor 3000. 9th: 41200, cap 30000.
  // 10th: 40 x 480 + 5 x 550 = 21950; 15 of 45 orders at night: 21950 x 15 / 45 x 0.3 = 2195.
  const std::vector<std::int64_t> amounts{23'000, 3'000, 30'000, 24'145};
  BOOST_REQUIRE(slip.days.size() == 4u);
  for (std::size_t i = 0; i < 4; ++i) BOOST_TEST(slip.days[i].amount.value == amounts[i]);
  BOOST_TEST(slip.gross.value == 80'145);
  const auto told = explain(slip);
  BOOST_TEST(told.agrees(), (told.objections.empty() ? "" : told.objections[0]));
  std::string text;
  for (const auto& one : told.days) {
    for (const auto& term : one.items) text += term.label + ": " + term.text + "\n";
  }
  for (const char* part : {"45 orders: 40 x 4.80 + 5 x 5.50 = 219.50", "night 15 of 45 at 30 % more = 21.95",
                           "day_cap: at most 300.00 a day: less 112.00", "day_floor: at least 30.00 a day: plus 20.40",
                           "min_wage_top_up: at least 600 min x 23.00 per hour"}) {
    BOOST_TEST(text.find(part) != std::string::npos, part << " in\n" << text);
  }
}

BOOST_FIXTURE_TEST_CASE(a_period_is_raised_to_its_floor, Paid) {
  const auto slip = pay(100'000, 0);
  BOOST_TEST(slip.gross.value == 100'000);
  BOOST_TEST(slip.rules->period_raised.value == 19'855);
  BOOST_TEST(explain(slip).agrees());
}

BOOST_FIXTURE_TEST_CASE(a_period_is_cut_to_its_cap, Paid) {
  const auto slip = pay(0, 70'000);
  BOOST_TEST(slip.gross.value == 70'000);
  BOOST_TEST(slip.rules->period_cut.value == 10'145);
  BOOST_TEST(explain(slip).agrees());
}

BOOST_FIXTURE_TEST_CASE(any_changed_figure_of_a_payslip_is_found, Paid) {
  const auto slip = pay(100'000, 200'000);
  const auto found = [&](auto change) {
    Settlement changed = slip;
    change(changed);
    return !explain(changed).agrees();
  };
  BOOST_TEST(!found([](Settlement&) {}));
  BOOST_TEST(found([](Settlement& s) { s.days[3].sums.night_orders = 14; }));
  BOOST_TEST(found([](Settlement& s) { s.days[2].sums.cut = Fen{1}; }));
  BOOST_TEST(found([](Settlement& s) { s.days[1].sums.raised = Fen{1}; }));
  BOOST_TEST(found([](Settlement& s) { s.days[0].sums.top_up = Fen{1}; }));
  BOOST_TEST(found([](Settlement& s) { s.days[0].sums.min_hour->value = 2'400; }));
  BOOST_TEST(found([](Settlement& s) { s.days[0].sums.min_hour.reset(); }));
  BOOST_TEST(found([](Settlement& s) { s.days[0].amendment = 1; }));
  BOOST_TEST(found([](Settlement& s) { s.rules->period_raised = Fen{1}; }));
  BOOST_TEST(found([](Settlement& s) { s.rules->factors->day_cap = Fen{29'999}; }));
  BOOST_TEST(found([](Settlement& s) { s.rules.reset(); }));
  BOOST_TEST(found([](Settlement& s) { s.items[0].tiers[0].rate = Fen{551}; }));
}

BOOST_FIXTURE_TEST_CASE(foreign_figures_beyond_all_bounds_are_objections_not_crashes, Paid) {
  const auto slip = pay(100'000, 0);
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  const auto objected = [&](auto change) {
    Settlement changed = slip;
    change(changed);
    return !explain(changed).agrees();
  };
  BOOST_TEST(objected([](Settlement& s) { s.days[0].sums.orders = ~std::uint64_t{0}; }));
  BOOST_TEST(objected([](Settlement& s) { s.days[0].sums.minutes = ~std::uint64_t{0}; }));
  BOOST_TEST(objected([](Settlement& s) { s.days[0].sums.min_hour->value = kMost; }));
  BOOST_TEST(objected([](Settlement& s) { s.days[0].sums.min_hour->value = kLeast; }));
  BOOST_TEST(objected([](Settlement& s) { s.items[0].rate = Fen{kMost}; }));
  BOOST_TEST(objected([](Settlement& s) { s.items[0].tiers[0].from = 0; }));
  BOOST_TEST(objected([](Settlement& s) { s.days[0].paid_before = Fen{kMost}; }));
  BOOST_TEST(objected([](Settlement& s) { s.days[0].paid_before = Fen{kLeast}; }));
  BOOST_TEST(objected([](Settlement& s) { s.rules->factors->day_floor = Fen{kMost}; }));
  BOOST_TEST(objected([](Settlement& s) { s.rules->factors->period_floor = Fen{kMost}; }));
  BOOST_TEST(objected([](Settlement& s) { s.rules->period_cut = Fen{kLeast}; }));
  BOOST_TEST(objected([](Settlement& s) { s.deductions.advance = Fen{kLeast}; }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::payroll::test
