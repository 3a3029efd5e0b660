// Random lives of agreements: money is conserved, nothing is paid twice, independent work commutes, payslips explain
// themselves. Every seed is fixed; a failure names it.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <random>
#include <set>

#include "contracts/payroll/explain.h"
#include "payroll_world.h"

namespace xh::contracts::payroll::test {
namespace {

class Life {
 public:
  explicit Life(std::uint32_t seed) : random_(seed) {
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

  // Every log is paid in full, exactly once, by settlements that explain themselves.
  void check_settled() {
    std::vector<std::int64_t> wages(world_.workers.size(), 0);
    std::int64_t fees = 0;
    std::uint64_t postings = deposits_;
    for (const auto& a : agreements_) {
      std::int64_t owed = 0;
      for (const auto& [date, versions] : uploaded_[a.key]) {
        const auto log = world_.log(a.key, date);
        BOOST_TEST(log.settled.value == log.sums.amount.value);
        BOOST_TEST(log.version == versions);
        owed += log.sums.amount.value;
      }
      std::int64_t paid = 0;
      for (const auto& slip : settlements(world_.state(), a.key, 0, 1000)) {
        BOOST_TEST(explain(slip).agrees());
        BOOST_TEST(slip.paid());
        BOOST_TEST(slip.gross.value >= 0);
        for (const auto& line : slip.days) seen_.insert(line.basis);
        if (slip.attempts > 1) ++retried_;
        paid += slip.net.value;
        fees += slip.fee.value;
        postings += (slip.net.value > 0 ? 1u : 0u) + (slip.fee.value > 0 ? 1u : 0u);
      }
      BOOST_TEST(paid == owed);
      wages[a.worker] += owed;
      BOOST_TEST(find_book(world_.state(), a.key)->open_days.empty());
    }
    for (std::size_t w = 0; w < wages.size(); ++w) BOOST_TEST(world_.balance(world_.workers[w]) == wages[w]);
    BOOST_TEST(world_.balance(world_.union_account) == fees);
    BOOST_TEST(world_.postings() == postings);
  }
  [[nodiscard]] const std::set<PayBasis>& seen() const { return seen_; }
  [[nodiscard]] std::size_t retried() const { return retried_; }

 private:
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
    switch (pick(8)) {
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

  void deposit(std::size_t employer, std::int64_t fen) {
    world_.deposit(world_.employers[employer], fen);
    ++deposits_;
    deposited_ += fen;
  }

  void check_money() {
    std::int64_t sum = world_.balance(world_.union_account);
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
  std::uint64_t deposits_ = 0;
};

BOOST_AUTO_TEST_SUITE(payroll_properties)

BOOST_AUTO_TEST_CASE(random_lives_conserve_money_and_pay_each_day_exactly_once) {
  std::set<PayBasis> seen;
  std::size_t retried = 0;
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      Life life(seed);
      life.live(75);
      life.wind_up();
      life.check_settled();
      seen.insert(life.seen().begin(), life.seen().end());
      retried += life.retried();
    }
  }
  BOOST_TEST(seen.size() == 3u);  // the lives met all of it: confirmed, silent, admitted days, and empty pockets
  BOOST_TEST(retried > 0u);
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
