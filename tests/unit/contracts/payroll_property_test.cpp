// Random lives of agreements: money is conserved, nothing is paid twice, independent work commutes, payslips explain
// themselves. Every seed is fixed; a failure names it.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <random>
#include <set>

#include "contracts/payroll/arrears.h"
#include "contracts/payroll/claims.h"
#include "contracts/payroll/explain.h"
#include "contracts/payroll/pay_rules.h"
#include "contracts/payroll/tax.h"
#include "payroll_world.h"

namespace xh::contracts::payroll::test {
namespace {

class Life {
 public:
  explicit Life(std::uint32_t seed) : random_(seed) {
    world_.set_parameter("payroll.advance_ppm", 500'000);
    world_.set_parameter("payroll.min_month_fen", seed % 2 == 0 ? 0 : 5'000);
    world_.set_parameter("tax.regime", seed % 4);
    for (std::size_t e = 0; e < 2; ++e) {
      for (std::size_t w = 0; w < 4; ++w) {
        auto terms = world_.terms(e, w);
        if (pick(2) == 0) terms.schedule = {ScheduleKind::kCycle, 1 + pick(20)};
        agreements_.push_back({world_.agree(terms), e, w});
      }
    }
  }

  void live(int days) {
    for (int i = 0; i < days; ++i) {
      world_.at(to_text(add_days(day("2026-03-01"), i)) + " " + (pick(5) == 0 ? "23:59" : "20:00"));
      today_ = i;
      for (int act = 0; act < 25; ++act) step();
      check_money();
    }
  }

  // The employers pay up, the humans decide; two months later all is settled.
  void wind_up() {
    deposit(0, 50'000'000);
    deposit(1, 50'000'000);
    for (const auto& a : agreements_) {
      for (const auto& open : open_logs(world_.state(), a.key)) {
        const LogRef ref{a.key, open.day, open.log.version, open.log.hash};
        BOOST_TEST_REQUIRE(world_.approve({ref}, {{a.key, open.day}}).ok());
        BOOST_TEST_REQUIRE(world_.confirm(world_.workers[a.worker], {ref}).ok());
      }
    }
    world_.at("2026-09-30 12:00");
    check_money();
  }

  // Every log is paid in full, exactly once, by settlements that explain themselves; what was drawn or overpaid before
  // is deducted or still claimed.
  void check_settled() {
    for (const auto& a : agreements_) check_agreement(a);
    for (std::size_t w = 0; w < kWorkers; ++w) BOOST_TEST(world_.balance(world_.workers[w]) == expected_[w]);
    BOOST_TEST(world_.balance(world_.union_account) == fees_);
    BOOST_TEST(world_.balance(tax_account()) == taxes_);
    BOOST_TEST(world_.postings() == postings_);
    for (std::size_t e = 0; e < 2; ++e) check_vaults(e);
  }
  [[nodiscard]] const std::set<PayBasis>& seen() const { return seen_; }
  [[nodiscard]] std::size_t retried() const { return retried_; }
  [[nodiscard]] std::size_t corrections() const { return corrections_; }

 private:
  struct Known;
  void check_agreement(const Known& a) {
    std::int64_t owed = 0;
    for (const auto& [date, versions] : uploaded_[a.key]) {
      const auto log = world_.log(a.key, date);
      BOOST_TEST(log.settled.value == log.sums.amount.value);
      BOOST_TEST(log.version == versions);
      owed += log.sums.amount.value;
    }
    std::int64_t paid = drawn_[a.key];
    for (const auto& slip : settlements(world_.state(), a.key, 0, 1000)) {
      check_slip(slip);
      paid += slip.progress.wage.value;
      expected_[a.worker] += slip.net.value + slip.progress.paid.interest.value;
    }
    expected_[a.worker] += drawn_[a.key];
    const auto claims = claims_of(world_.reader(), a.key);
    BOOST_TEST(paid == owed + claims.correction.value + claims.advance.value);
    BOOST_TEST(find_book(world_.state(), a.key)->open_days.empty());
    BOOST_TEST(find_book(world_.state(), a.key)->arrears.empty());
  }

  void check_slip(const Settlement& slip) {
    BOOST_TEST(explain(slip).agrees());
    BOOST_TEST(slip.paid());
    BOOST_TEST(slip.gross.value >= 0);
    BOOST_TEST(slip.net.value >= 0);
    for (const auto& line : slip.days) seen_.insert(line.basis);
    if (slip.attempts > 1) ++retried_;
    if (slip.deductions.correction.value > 0) ++corrections_;
    Payment sum;
    for (const auto& payment : slip.progress.payments) {
      sum.wage = add(sum.wage, payment.wage);
      sum.fee = add(sum.fee, payment.fee);
      sum.tax = add(sum.tax, payment.tax);
      postings_ += (payment.wage.value > 0 ? 1u : 0u) + (payment.interest.value > 0 ? 1u : 0u) +
                   (payment.fee.value > 0 ? 1u : 0u) + (payment.tax.value > 0 ? 1u : 0u);
    }
    BOOST_TEST(sum.wage.value == slip.progress.wage.value);
    BOOST_TEST(sum.fee.value == slip.fee.value);
    BOOST_TEST(sum.tax.value == slip.deductions.tax_amount().value);
    fees_ += slip.fee.value;
    taxes_ += slip.deductions.tax_amount().value;
  }

  // The shares of a vault add up to what was granted, and nothing is left reserved.
  void check_vaults(std::size_t employer) {
    const auto& account = world_.employers[employer];
    BOOST_TEST(lxr::balance_of(world_.reader(), account).reserved.value == 0);
    BOOST_TEST(arrears_book(world_.reader(), account).vaults.empty());
    BOOST_TEST(total_of(open_arrears(world_.reader(), account)).value == 0);
    for (const auto& a : agreements_) {
      if (a.employer != employer) continue;
      for (const auto& slip : settlements(world_.state(), a.key, 0, 1000)) {
        const auto vault = vault_of(world_.reader(), account, slip.progress.vault);
        BOOST_CHECK(vault.granted == vault.due);
        VaultSums sum;
        for (std::uint64_t i = 0; i < vault.entries; ++i) {
          const auto entry = vault_entry(world_.reader(), vault, i);
          const auto of = find_settlement(world_.state(), entry.agreement, entry.settlement).value();
          for (const auto kind : {Money::kWages, Money::kInterest, Money::kCharges, Money::kFees})
            money_of(sum, kind) = add(money_of(sum, kind), money_of(of.progress.paid, kind));
        }
        BOOST_CHECK(sum == vault.granted);
      }
    }
  }

  struct Known {
    chain::RecordKey key;
    std::size_t employer;
    std::size_t worker;
  };

  std::uint32_t pick(std::uint32_t below) {
    return std::uniform_int_distribution<std::uint32_t>(0, below - 1)(random_);
  }

  void step() {
    const auto& a = agreements_[pick(static_cast<std::uint32_t>(agreements_.size()))];
    const auto date =
        to_text(add_days(day("2026-03-01"), static_cast<std::int64_t>(pick(static_cast<std::uint32_t>(today_) + 1))));
    const auto log = find_day_log(world_.state(), a.key, day(date));
    switch (pick(10)) {
      case 0:
      case 1:
      case 2:
        return upload(a, date, log);
      case 3:
        return void(log && world_.confirm(world_.workers[a.worker], {world_.ref(a.key, date)}).ok());
      case 4:
        return void(log && world_.approve({world_.ref(a.key, date)}).ok());
      case 5:
        return void(log && world_.approve({world_.ref(a.key, date)}, {{a.key, day(date)}}).ok());
      case 6:
        return void(
            log &&
            world_.reject(world_.workers[a.worker], world_.ref(a.key, date), static_cast<DisputeReason>(pick(4))).ok());
      case 7:
        return reverse(a, date, log);
      case 8:
        return draw(a);
      default:
        return deposit(a.employer, 1 + pick(60'000));
    }
  }

  void upload(const Known& a, const std::string& date, const std::optional<DayLog>& log) {
    std::vector<WorkEntry> entries;
    const std::uint32_t count = 1 + pick(4);
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto from = chain::Timestamp{world_.wall(date + " 00:00").value + pick(1200) * chain::kMinuteMs};
      const auto till = chain::Timestamp{from.value + pick(600) * chain::kMinuteMs};
      entries.push_back(pick(3) == 0 ? entry("e" + std::to_string(i), pick(1441), pick(60))
                                     : shift("e" + std::to_string(i), from, till, pick(60)));
    }
    const std::uint32_t replaces = log ? log->version : 0;
    if (world_.submit(world_.employers[a.employer], {{a.key, day(date), replaces, entries}}).ok())
      uploaded_[a.key][date] = replaces + 1;
  }

  void reverse(const Known& a, const std::string& date, const std::optional<DayLog>& log) {
    if (!log) return;
    std::vector<WorkEntry> entries;
    if (pick(4) > 0) entries.push_back(entry("r", pick(600), pick(60)));
    const ReverseDayArgs args{world_.ref(a.key, date), entries};
    if (world_
            .call(world_.employers[a.employer], MethodId::kReverseDay, args,
                  {world_.workers[a.worker], world_.union_account})
            .ok())
      ++uploaded_[a.key][date];
  }

  void draw(const Known& a) {
    const chain::Fen amount{1 + pick(20'000)};
    const DrawAdvanceArgs args{a.key, world_.employers[a.employer], amount};
    if (!world_.call(world_.workers[a.worker], MethodId::kDrawAdvance, args).ok()) return;
    drawn_[a.key] += amount.value;
    ++postings_;
  }

  void deposit(std::size_t employer, std::int64_t fen) {
    world_.deposit(world_.employers[employer], fen);
    ++postings_;
    deposited_ += fen;
  }

  void check_money() {
    std::int64_t sum = world_.balance(world_.union_account) + world_.balance(tax_account());
    for (const auto& account : world_.employers) sum += checked_balance(account);
    for (const auto& account : world_.workers) sum += checked_balance(account);
    BOOST_TEST_REQUIRE(sum == deposited_);
    BOOST_TEST_REQUIRE(world_.supply() == deposited_);
  }

  std::int64_t checked_balance(const chain::AccountId& account) {
    const auto fen = world_.balance(account);
    BOOST_TEST_REQUIRE(fen >= 0);
    return fen;
  }

  std::mt19937 random_;
  World world_;
  std::vector<Known> agreements_;
  std::map<chain::RecordKey, std::map<std::string, std::uint32_t>> uploaded_;
  int today_ = 0;
  std::int64_t deposited_ = 0;
  std::set<PayBasis> seen_;
  std::size_t retried_ = 0;
  std::size_t corrections_ = 0;
  std::uint64_t postings_ = 0;
  std::int64_t fees_ = 0;
  std::int64_t taxes_ = 0;
  std::vector<std::int64_t> expected_ = std::vector<std::int64_t>(kWorkers, 0);
  std::map<chain::RecordKey, std::int64_t> drawn_;
};

BOOST_AUTO_TEST_SUITE(payroll_properties)

BOOST_AUTO_TEST_CASE(random_lives_conserve_money_and_pay_each_day_exactly_once) {
  std::set<PayBasis> seen;
  std::size_t retried = 0;
  std::size_t corrections = 0;
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      Life life(seed);
      life.live(75);
      life.wind_up();
      life.check_settled();
      seen.insert(life.seen().begin(), life.seen().end());
      retried += life.retried();
      corrections += life.corrections();
    }
  }
  BOOST_TEST(seen.size() == 3u);  // the lives met all of it: confirmed, silent, admitted days, and empty pockets
  BOOST_TEST(retried > 0u);
  BOOST_TEST(corrections > 0u);
}

// What happens to different agreements may happen in any order: same payslips, same balances.
BOOST_AUTO_TEST_CASE(work_of_independent_agreements_commutes) {
  struct Act {
    std::size_t agreement;
    int kind;  // 0 upload, 1 confirm, 2 approve, 3 reject, 4 revise
  };
  const auto run = [](std::vector<std::vector<Act>> queues, std::uint32_t order_seed) {
    std::mt19937 order(order_seed);
    World world{"2026-03-02 20:00"};
    std::vector<chain::RecordKey> keys;
    for (std::size_t w = 0; w < queues.size(); ++w) keys.push_back(world.agree(world.terms(0, w)));
    world.deposit(world.employers[0], 10'000'000);
    while (true) {
      std::vector<std::size_t> ready;
      for (std::size_t i = 0; i < queues.size(); ++i) {
        if (!queues[i].empty()) ready.push_back(i);
      }
      if (ready.empty()) break;
      auto& queue = queues[ready[order() % ready.size()]];
      const Act act = queue.front();
      queue.erase(queue.begin());
      const auto& key = keys[act.agreement];
      const auto put = [&](std::uint32_t orders, std::uint32_t replaces) {
        return world.submit(world.employers[0],
                            {{key, day("2026-03-02"), replaces, {entry("a", 100 + orders, orders)}}});
      };
      const auto base = static_cast<std::uint32_t>(act.agreement);
      if (act.kind == 0) BOOST_TEST_REQUIRE(put(5 + base, 0).ok());
      if (act.kind == 1)
        BOOST_TEST_REQUIRE(world.confirm(world.workers[act.agreement], {world.ref(key, "2026-03-02")}).ok());
      if (act.kind == 2) BOOST_TEST_REQUIRE(world.approve({world.ref(key, "2026-03-02")}).ok());
      if (act.kind == 3)
        BOOST_TEST_REQUIRE(world.reject(world.workers[act.agreement], world.ref(key, "2026-03-02")).ok());
      if (act.kind == 4) BOOST_TEST_REQUIRE(put(7 + base, 1).ok());
    }
    world.at("2026-04-10 12:00");
    std::vector<std::int64_t> out;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto slip = find_settlement(world.state(), keys[i], 0);
      BOOST_REQUIRE(slip.has_value());
      for (const auto value : {slip->gross.value, slip->fee.value, static_cast<std::int64_t>(slip->days.at(0).basis),
                               world.balance(world.workers[i])}) {
        out.push_back(value);
      }
    }
    out.push_back(world.balance(world.employers[0]));
    return out;
  };
  const std::vector<std::vector<Act>> queues{{{0, 0}, {0, 1}, {0, 2}},
                                             {{1, 0}, {1, 3}, {1, 4}, {1, 1}, {1, 2}},
                                             {{2, 0}, {2, 2}},
                                             {{3, 0}, {3, 3}},
                                             {{4, 0}, {4, 2}, {4, 1}}};
  const auto expected = run(queues, 0);
  for (std::uint32_t seed = 1; seed < 20; ++seed)
    BOOST_TEST(run(queues, seed) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::payroll::test
