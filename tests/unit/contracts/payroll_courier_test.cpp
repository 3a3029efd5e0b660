// Real courier shifts, as nobody cleaned them, through agreements in Europe/London: each invoice's settled pay equals
// what the invoice says, doubtful entries are flagged and none is lost. Skipped loudly where the data is not at hand.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

#include "contracts/payroll/explain.h"
#include "payroll_world.h"

namespace xh::contracts::payroll::test {
namespace {

using Cells = std::vector<std::string>;

std::vector<Cells> read_csv(const std::string& name) {
  std::vector<Cells> rows;
  std::ifstream file(std::string(XH_SHARED_DIR) + "/data/" + name);
  std::string line;
  std::getline(file, line);  // header
  while (std::getline(file, line)) {
    std::stringstream cells(line);
    Cells row;
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
    rows.push_back(row);
  }
  return rows;
}

chain::Timestamp utc(const std::string& text) {  // 2020-11-24T12:29Z
  return chain::Timestamp{day(text.substr(0, 10)).value * chain::kDayMs +
                          std::stoll(text.substr(11, 2)) * chain::kHourMs +
                          std::stoll(text.substr(14, 2)) * chain::kMinuteMs};
}

struct Couriers {
  std::vector<Cells> shifts = read_csv("courier_shifts.csv");
  std::vector<Cells> invoices = read_csv("courier_invoices.csv");
  World world{"2021-12-20 12:00", 182};
  std::map<std::string, std::size_t> number_of;  // courier -> worker
  std::map<std::size_t, chain::RecordKey> agreements;
  std::map<std::pair<std::size_t, chain::Day>, std::vector<WorkEntry>> logs;

  void read() {
    std::map<std::string, int> lines;
    for (const auto& row : shifts) {
      const auto worker = number_of.try_emplace(row[1], number_of.size()).first->second;
      const auto start = utc(row[2]);
      const auto reference = row[0] + "#" + std::to_string(++lines[row[0]]);
      logs[{worker, civil_day(london(), start)}].push_back(
          shift(reference, start, utc(row[3]), static_cast<std::uint32_t>(std::stoul(row[5])), std::stoll(row[6])));
    }
  }
  void sign() {
    for (const auto& [courier, worker] : number_of) {
      auto terms = world.terms(0, worker, "2017-01-01");
      terms.zone = "Europe/London";
      terms.items = {{"delivery fees", PayKind::kAgreedAmount, chain::Fen{0}}};
      agreements[worker] = world.agree(terms);
    }
  }
  void upload() {
    std::vector<DayUpload> batch;
    for (const auto& [key, entries] : logs) {
      batch.push_back({agreements.at(key.first), key.second, 0, entries});
      if (batch.size() < 100) continue;
      send(batch);
    }
    send(batch);
  }
  void send(std::vector<DayUpload>& batch) {
    const auto answer = world.submit(world.employers[0], std::move(batch));
    BOOST_TEST_REQUIRE(answer.ok(), answer);
    batch.clear();
  }
};

// The naive way: every pair of one courier's entries that share a moment, or start and end together. Each must have
// been flagged, in both logs when they are one, in the later uploaded one otherwise.
std::size_t check_pairs_flagged(Couriers& c) {
  struct Placed {
    std::pair<std::size_t, chain::Day> log;
    std::uint32_t index;
    const WorkEntry* entry;
  };
  std::map<std::size_t, std::vector<Placed>> by_worker;
  for (const auto& [key, entries] : c.logs) {
    for (std::uint32_t i = 0; i < entries.size(); ++i) by_worker[key.first].push_back({key, i, &entries[i]});
  }
  std::size_t pairs = 0;
  const auto flagged = [&](const Placed& p) {
    const auto log = c.world.log(c.agreements[p.log.first], to_text(p.log.second));
    return std::ranges::any_of(log.flags, [&](const Flag& f) {
      return f.entry == p.index && (f.kind == FlagKind::kOverlap || f.kind == FlagKind::kIdenticalTimes);
    });
  };
  for (const auto& [worker, placed] : by_worker) {
    for (std::size_t i = 0; i < placed.size(); ++i) {
      for (std::size_t j = i + 1; j < placed.size(); ++j) {
        const auto &a = *placed[i].entry, &b = *placed[j].entry;
        const bool same = a.start == b.start && a.end == b.end;
        if (!same && (*a.end <= *b.start || *b.end <= *a.start)) continue;
        ++pairs;
        BOOST_TEST(flagged(placed[j]), b.reference);
        if (placed[i].log == placed[j].log) BOOST_TEST(flagged(placed[i]), a.reference);
      }
    }
  }
  return pairs;
}

BOOST_AUTO_TEST_SUITE(payroll_couriers)

BOOST_AUTO_TEST_CASE(each_invoice_of_the_real_couriers_is_paid_exactly) {
  Couriers c;
  if (c.shifts.empty()) {
    BOOST_TEST_MESSAGE("SKIPPED: no courier_shifts.csv beside the project");
    return;
  }
  c.read();
  BOOST_TEST_REQUIRE(c.number_of.size() == 182u);
  c.sign();
  c.upload();
  c.world.deposit(c.world.employers[0], 1'000'000'000);

  std::uint64_t flagged = 0;
  for (const auto& [key, entries] : c.logs) {
    if (c.world.log(c.agreements[key.first], to_text(key.second)).flag_count > 0) ++flagged;
  }
  BOOST_TEST(party_of(c.world.state(), c.world.employers[0]).flagged_logs == flagged);
  BOOST_TEST(check_pairs_flagged(c) == 31u);  // what the data is known for

  // Before a human decided, no flagged day is paid; then everything is.
  c.world.at("2022-01-11 12:00");
  for (const auto& [key, entries] : c.logs) {
    const auto agreement = c.agreements[key.first];
    const auto log = c.world.log(agreement, to_text(key.second));
    BOOST_TEST_REQUIRE((log.settlement > 0) == (log.flag_count == 0));
    if (log.flag_count > 0) {
      BOOST_TEST_REQUIRE(
          c.world.approve({c.world.ref(agreement, to_text(key.second))}, {{agreement, key.second}}).ok());
    }
  }
  c.world.at("2022-02-11 12:00");

  std::map<std::string, std::int64_t> by_invoice;
  for (const auto& [worker, agreement] : c.agreements) {
    for (const auto& slip : settlements(c.world.state(), agreement, 0, 1000)) {
      BOOST_TEST_REQUIRE(slip.paid());
      BOOST_TEST_REQUIRE(explain(slip).agrees());
      for (const auto& line : slip.days) {
        const auto content = find_content(c.world.state(), agreement, line.day, line.version);
        for (const auto& entry : content->entries)
          by_invoice[entry.reference.substr(0, entry.reference.find('#'))] += entry.agreed_amount.value;
      }
    }
  }
  for (const auto& row : c.invoices) BOOST_TEST(by_invoice[row[0]] == std::stoll(row[5]), row[0]);
  BOOST_TEST(by_invoice.size() == c.invoices.size());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::payroll::test
