// The vault of a payday: shortage pro rata, arrears, late interest (S05, OP-17, OP-19).
#include <boost/test/unit_test.hpp>

#include "contracts/lxr/withdrawals.h"
#include "contracts/payroll/arrears.h"
#include "contracts/payroll/history.h"
#include "payroll_world.h"

namespace xh::contracts::payroll::test {
namespace {

struct Vaults {
  World world{"2026-03-02 20:00"};
  chain::AccountId e2 = world.employers[1];

  // A day's work that is worth so much, confirmed by all.
  chain::RecordKey work(std::size_t employer, std::size_t worker, std::int64_t fen,
                        const std::string& date = "2026-03-02", std::optional<Terms> terms = {}) {
    if (!terms) terms = world.terms(employer, worker);
    terms->items = {{"agreed", PayKind::kAgreedAmount, chain::Fen{}}};
    const auto key = world.agree(*terms);
    more_work(key, employer, worker, fen, date);
    return key;
  }
  void more_work(const chain::RecordKey& key, std::size_t employer, std::size_t worker, std::int64_t fen,
                 const std::string& date) {
    BOOST_TEST_REQUIRE(world.submit(world.employers[employer], {{key, day(date), 0, {entry("a", 60, 0, fen)}}}).ok());
    BOOST_TEST_REQUIRE(world.confirm(world.workers[worker], {world.ref(key, date)}).ok());
    BOOST_TEST_REQUIRE(world.approve({world.ref(key, date)}).ok());
  }
  std::vector<chain::RecordKey> s05() {
    world.deposit(e2, 800'000);
    return {work(1, 0, 312'000), work(1, 1, 287'550), work(1, 2, 264'025)};
  }
  [[nodiscard]] Vault vault(const std::string& at, std::size_t employer = 1) {
    return vault_of(world.reader(), world.employers[employer], world.wall(at));
  }
  [[nodiscard]] std::int64_t wage(std::size_t worker) { return world.balance(world.workers[worker]); }
  [[nodiscard]] std::int64_t reserved(const chain::AccountId& of) {
    return lxr::balance_of(world.reader(), of).reserved.value;
  }
};

BOOST_AUTO_TEST_SUITE(payroll_vault)

BOOST_FIXTURE_TEST_CASE(s05_wages_are_paid_pro_rata_to_the_fen, Vaults) {
  const auto keys = s05();
  const auto payday = world.at("2026-04-10 12:00");
  BOOST_TEST(wage(0) == 289'031);
  BOOST_TEST(wage(1) == 266'381);
  BOOST_TEST(wage(2) == 244'588);
  BOOST_TEST(world.balance(e2) == 0);
  BOOST_TEST(world.balance(world.union_account) == 0);  // advances nothing
  const auto slips = payday.of<Settlement>(EventKind::kSettlement);
  BOOST_TEST_REQUIRE(slips.size() == 3u);
  const std::int64_t fees[] = {18'720, 17'253, 15'842};
  const std::int64_t arrears[] = {22'969, 21'169, 19'437};
  const auto shortages = payday.of<ShortageEvent>(EventKind::kShortage);
  for (std::size_t i = 0; i < 3; ++i) {
    BOOST_TEST(slips[i].fee.value == fees[i]);
    BOOST_TEST(slips[i].progress.payments.size() == 1u);
    BOOST_TEST(!slips[i].wage_paid_at.has_value());
    BOOST_TEST(shortages.at(i).wage_due.value == arrears[i]);
    BOOST_TEST(shortages.at(i).fee_due.value == fees[i]);
  }
  const auto decided = payday.of<Vault>(EventKind::kVaultDecided);
  BOOST_TEST_REQUIRE(decided.size() == 1u);
  BOOST_TEST(decided[0].due.wages.value == 863'575);
  BOOST_TEST(decided[0].due.fees.value == 51'815);
  BOOST_TEST(decided[0].arrears.value == 63'575);
  const auto failed = payday.of<ArrearsEvent>(EventKind::kEnterpriseDefault);
  BOOST_TEST_REQUIRE(failed.size() == 1u);
  BOOST_TEST(failed[0].open.wages.value == 63'575);
}

BOOST_FIXTURE_TEST_CASE(s05_ten_days_late_a_top_up_of_115708_settles_everything, Vaults) {
  const auto keys = s05();
  world.at("2026-04-19 12:00");
  world.deposit(e2, 115'708);
  BOOST_TEST(wage(0) == 289'031);  // money of the day is looked at once, at the payday's hour
  const auto paid = world.at("2026-04-20 12:00");
  BOOST_TEST(wage(0) == 312'000 + 115);
  BOOST_TEST(wage(1) == 287'550 + 106);
  BOOST_TEST(wage(2) == 264'025 + 97);
  BOOST_TEST(world.balance(e2) == 0);
  BOOST_TEST(world.balance(world.union_account) == 51'815);
  const auto cleared = paid.of<ArrearsEvent>(EventKind::kVaultCleared);
  BOOST_TEST_REQUIRE(cleared.size() == 1u);
  BOOST_TEST(cleared[0].interest.value == 318);
  for (const auto& slip : paid.of<Settlement>(EventKind::kArrearsPaid)) {
    BOOST_TEST(slip.paid());
    BOOST_TEST(slip.progress.payments.size() == 2u);
    BOOST_TEST(slip.progress.payments[1].interest_voucher.has_value());
  }
  BOOST_TEST(arrears_book(world.reader(), e2).vaults.empty());
  for (const auto& key : keys) BOOST_TEST(find_book(world.state(), key)->arrears.empty());
  const auto month = employer_months(world.reader(), e2, 12).back();
  BOOST_TEST(month.arrears_days == 10u);
  BOOST_TEST(month.short_paydays == 1u);
  BOOST_TEST(month.due.value == 863'575);
  BOOST_TEST(month.granted.value == 800'000);
  BOOST_TEST(world.at("2026-05-01 12:00").events.empty());
}

BOOST_FIXTURE_TEST_CASE(one_fen_less_leaves_one_fen_of_the_fees, Vaults) {
  s05();
  world.at("2026-04-19 12:00");
  world.deposit(e2, 115'707);
  world.at("2026-04-20 12:00");
  BOOST_TEST(wage(0) + wage(1) + wage(2) == 863'575 + 318);
  BOOST_TEST(world.balance(world.union_account) == 51'814);
  BOOST_TEST(total_of(open_arrears(world.reader(), e2)).value == 1);
}

// 63,575 for four days, 33,575 for six: 127.15 + 100.725 = 227.875, rounded once.
BOOST_FIXTURE_TEST_CASE(partial_repayment_runs_less_interest_and_is_rounded_once, Vaults) {
  s05();
  world.at("2026-04-13 12:00");
  world.deposit(e2, 30'000);
  const auto part = world.at("2026-04-14 12:00");
  BOOST_TEST(part.of<Settlement>(EventKind::kArrearsPaid).size() == 3u);
  BOOST_TEST(wage(0) + wage(1) + wage(2) == 830'000);
  BOOST_TEST(open_arrears(world.reader(), e2).interest.value == 127);
  world.at("2026-04-19 12:00");
  world.deposit(e2, 1'000'000);
  world.at("2026-04-20 12:00");
  BOOST_TEST(vault("2026-04-10 10:00").due.interest.value == 228);
  BOOST_TEST(wage(0) + wage(1) + wage(2) == 863'575 + 228);
  BOOST_TEST(world.balance(e2) == 1'000'000 - 33'575 - 228 - 51'815);
}

BOOST_FIXTURE_TEST_CASE(interest_is_capped_at_the_arrears, Vaults) {
  s05();
  world.set_parameter("payroll.late_ppm", 500'000);
  world.at("2026-04-29 12:00");
  BOOST_TEST(open_arrears(world.reader(), e2).interest.value == 63'575);
  world.deposit(e2, 1'000'000);
  world.at("2026-04-30 12:00");
  BOOST_TEST(vault("2026-04-10 10:00").due.interest.value == 63'575);
}

BOOST_FIXTURE_TEST_CASE(what_is_granted_cannot_be_taken_by_anything_else, Vaults) {
  work(1, 0, 100'000);
  world.deposit(e2, 106'000);
  // Between the vault and the payment the whole sum is reserved.
  world.at(chain::Timestamp{world.wall("2026-04-10 10:00").value + kVaultDelayMs});
  BOOST_TEST(reserved(e2) == 106'000);
  world.at(chain::Timestamp{world.wall("2026-04-10 10:00").value + kPayDelayMs});
  BOOST_TEST(reserved(e2) == 0);
  BOOST_TEST(wage(0) == 100'000);
}

BOOST_FIXTURE_TEST_CASE(two_agreements_whose_paydays_fall_on_one_day_share_a_vault, Vaults) {
  // 10 May is a Sunday: it moves to Friday 8, where a cycle of 7 days from 1 May is paid too.
  auto cycle = world.terms(1, 1, "2026-05-01");
  cycle.schedule = {ScheduleKind::kCycle, 7};
  auto monthly = world.terms(1, 0, "2026-04-01");
  world.at("2026-05-04 12:00");
  work(1, 0, 100'000, "2026-04-30", monthly);
  work(1, 1, 300'000, "2026-05-04", cycle);
  world.deposit(e2, 100'000);
  world.at("2026-05-08 12:00");
  BOOST_TEST(vault("2026-05-08 10:00").entries == 2u);
  BOOST_TEST(wage(0) == 25'000);
  BOOST_TEST(wage(1) == 75'000);
}

BOOST_FIXTURE_TEST_CASE(employers_have_their_own_vaults, Vaults) {
  work(0, 0, 100'000);
  work(1, 1, 100'000);
  world.deposit(world.employers[0], 106'000);
  world.at("2026-04-10 12:00");
  BOOST_TEST(wage(0) == 100'000);
  BOOST_TEST(wage(1) == 0);
  BOOST_TEST(vault("2026-04-10 10:00", 0).cleared_at.has_value());
  BOOST_TEST(!vault("2026-04-10 10:00", 1).cleared_at.has_value());
}

BOOST_FIXTURE_TEST_CASE(older_arrears_come_before_the_wages_of_the_same_days_payday, Vaults) {
  const auto key = work(1, 0, 100'000);
  world.at("2026-04-10 12:00");
  more_work(key, 1, 0, 200'000, "2026-04-10");
  world.at("2026-05-07 12:00");
  world.deposit(e2, 100'000 + 1'400 + 6'000 + 50'000);  // 28 days of 50 fen
  world.at("2026-05-08 12:00");
  BOOST_TEST(vault("2026-04-10 10:00").cleared_at.has_value());
  BOOST_TEST(vault("2026-05-08 10:00").arrears.value == 150'000);
  BOOST_TEST(wage(0) == 151'400);
}

BOOST_FIXTURE_TEST_CASE(wages_of_all_arrears_come_before_interest_and_fees_of_the_oldest, Vaults) {
  const auto key = work(1, 0, 100'000);
  world.at("2026-04-10 12:00");
  more_work(key, 1, 0, 200'000, "2026-04-10");
  world.at("2026-05-09 09:00");
  world.deposit(e2, 300'100);
  world.at("2026-05-09 12:00");
  BOOST_TEST(wage(0) == 300'100);
  BOOST_TEST(world.balance(world.union_account) == 0);
  BOOST_TEST(vault("2026-04-10 10:00").granted.interest.value == 100);  // the oldest vault's interest is begun
}

// A page holds 16 entries; the payment of arrears walks over all of them.
BOOST_AUTO_TEST_CASE(a_vault_of_many_pages_pays_each_worker_his_share) {
  World world{"2026-03-02 20:00", 40};
  std::vector<chain::RecordKey> keys;
  std::vector<DayUpload> logs;
  std::int64_t sum = 0;
  for (std::size_t w = 0; w < 40; ++w) {
    auto terms = world.terms(1, w);
    terms.items = {{"agreed", PayKind::kAgreedAmount, chain::Fen{}}};
    keys.push_back(world.agree(terms));
    const auto fen = 10'000 + static_cast<std::int64_t>(w) * 997;
    sum += fen;
    logs.push_back({keys.back(), day("2026-03-02"), 0, {entry("a", 60, 0, fen)}});
  }
  BOOST_TEST_REQUIRE(world.submit(world.employers[1], logs).ok());
  world.deposit(world.employers[1], sum / 3);
  world.at("2026-04-10 12:00");
  std::int64_t paid = 0;
  for (const auto& worker : world.workers) paid += world.balance(worker);
  BOOST_TEST(paid == sum / 3);
  world.deposit(world.employers[1], 2 * sum);
  world.at("2026-04-11 12:00");
  for (std::size_t w = 0; w < 40; ++w) {
    const auto slip = find_settlement(world.state(), keys[w], 0);
    BOOST_TEST_REQUIRE(slip.has_value());
    BOOST_TEST(slip->paid());
    BOOST_TEST(world.balance(world.workers[w]) == slip->net.value + slip->progress.paid.interest.value);
  }
  BOOST_TEST(arrears_book(world.reader(), world.employers[1]).vaults.empty());
}

// However many workers are paid at one moment: an item writes its days' logs and a handful of records beside them.
BOOST_AUTO_TEST_CASE(what_an_item_writes_does_not_grow_with_the_number_of_workers) {
  std::vector<World::Touched> touched;
  for (const std::size_t count : {20u, 200u}) {
    World world{"2026-03-02 20:00", count};
    std::vector<DayUpload> logs;
    for (std::size_t w = 0; w < count; ++w) {
      const auto key = world.agree(world.terms(1, w));
      logs.push_back({key, day("2026-03-02"), 0, {entry("a", 480, 10)}});
    }
    BOOST_TEST_REQUIRE(world.submit(world.employers[1], logs).ok());
    world.deposit(world.employers[1], static_cast<std::int64_t>(count) * 9'000);  // short: the entries are kept up
    world.at("2026-04-10 09:59");
    world.reset_touched();
    world.at("2026-04-10 12:00");
    touched.push_back(world.touched());
    world.deposit(world.employers[1], static_cast<std::int64_t>(count) * 9'000);
    world.at("2026-04-11 12:00");
    BOOST_TEST(world.touched().records == touched.back().records);
    BOOST_TEST(arrears_book(world.reader(), world.employers[1]).vaults.empty());
  }
  BOOST_TEST_MESSAGE("an item writes " << touched[0].records << " records, the largest of " << touched[1].largest
                                       << " bytes");
  BOOST_TEST(touched[0].records == touched[1].records);
  BOOST_TEST(touched[0].records <= 20u);
  BOOST_TEST(touched[1].largest <= touched[0].largest + 64);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::payroll::test
