// A payday does the same whatever the size of the calendar's slice: through the real executor, with slices of 1, 3 and
// 1000 items, transactions between the blocks and a network that slept over the payday.
#include <algorithm>

#include "contracts/engine/calendar.h"
#include "contracts/identity/members.h"
#include "contracts/lxr/balances.h"
#include "contracts/payroll/arrears.h"
#include "contracts/payroll/calls.h"
#include "contracts/payroll/queries.h"
#include "test_ledger.h"

namespace xh::contracts::test {
namespace {

using chain::Fen;
using payroll::MethodId;

constexpr std::size_t kCouriers = 9;
constexpr std::uint8_t kFirstCourier = 20;

chain::Genesis genesis_of(std::uint32_t slice) {
  auto genesis = test_genesis();
  genesis.consensus.calendar_slice = slice;
  for (std::uint8_t i = 0; i < kCouriers; ++i) {
    const std::uint32_t roles = identity::bit(identity::Role::kWorker) | identity::bit(identity::Role::kMember);
    genesis.members.push_back(
        {"courier " + std::to_string(i), roles, actor(static_cast<std::uint8_t>(kFirstCourier + i)).policy});
  }
  return genesis;
}

chain::RecordKey key(std::uint8_t n) {
  chain::RecordKey out;
  out.bytes[0] = n;
  return out;
}

class Payday {
 public:
  explicit Payday(std::uint32_t slice) : ledger_(genesis_of(slice)) {
    go_to("2026-03-02 20:00");
    for (std::uint8_t i = 0; i < kCouriers; ++i) {
      sign(i);
      submit(i, "2026-03-02", 0);
    }
  }

  // Paydays of March, of April and the days after: some short, some with a deposit in between.
  void live() {
    ledger_.deposit(employer_, 200'000);
    go_to("2026-04-10 12:00");  // a jump over the payday: its three steps, then what else was due
    go_to("2026-04-14 12:00");
    ledger_.deposit(employer_, 150'001);
    go_to("2026-04-20 12:00");
    for (std::uint8_t i = 0; i < kCouriers; ++i) submit(i, "2026-04-20", 0);
    ledger_.deposit(employer_, 400'000);
    go_to("2026-05-30 12:00");
  }

  // Everything that must not depend on the slice.
  [[nodiscard]] std::vector<std::string> outcome() const {
    std::vector<std::string> out;
    auto view = ledger_.view();
    for (std::uint8_t i = 0; i < kCouriers; ++i) {
      out.push_back(std::to_string(lxr::balance_of(view.context(), courier(i).id).available.value));
      for (std::uint64_t n = 0;; ++n) {
        const auto slip =
            view.context().read<payroll::Settlement>(payroll::settlement_key(key(static_cast<std::uint8_t>(i + 1)), n));
        if (!slip) break;
        out.push_back(chain::to_hex(chain::encode(*slip)));
        const auto vault = payroll::vault_of(view.context(), slip->employer, slip->progress.vault);
        out.push_back(chain::to_hex(chain::encode(vault)));
      }
    }
    out.push_back(std::to_string(lxr::balance_of(view.context(), employer_.id).available.value));
    out.push_back(std::to_string(lxr::balance_of(view.context(), employer_.id).reserved.value));
    out.push_back(std::to_string(lxr::balance_of(view.context(), union_.id).available.value));
    return out;
  }
  [[nodiscard]] std::size_t slips() const {
    std::size_t out = 0;
    auto view = ledger_.view();
    for (std::uint8_t i = 0; i < kCouriers; ++i) {
      if (view.context().exists(payroll::settlement_key(key(static_cast<std::uint8_t>(i + 1)), 1))) ++out;
    }
    return out;
  }

 private:
  static Actor courier(std::uint8_t i) { return actor(static_cast<std::uint8_t>(kFirstCourier + i)); }

  // Blocks until nothing is overdue at that time.
  void go_to(const std::string& text) {
    const auto day = day_from_text(text.substr(0, 10));
    const auto minutes = std::stoll(text.substr(11, 2)) * 60 + std::stoll(text.substr(14, 2));
    const std::int64_t target = day->value * chain::kDayMs + minutes * chain::kMinuteMs - 8 * chain::kHourMs;
    ledger_.block({}, target - ledger_.time().value);
    while (true) {
      const auto next = ledger_.executor->next_due(ledger_.executor->finalized());
      if (!next || *next > ledger_.time()) return;
      ledger_.block({}, 1);
    }
  }
  void sign(std::uint8_t i) {
    payroll::Terms terms;
    terms.employer = employer_.id;
    terms.worker = courier(i).id;
    terms.union_account = union_.id;
    terms.effective = *day_from_text("2026-03-01");
    terms.zone = "Asia/Shanghai";
    terms.holidays = "CN";
    terms.items = {{"agreed", payroll::PayKind::kAgreedAmount, Fen{}}};
    terms.schedule = {payroll::ScheduleKind::kMonthly, 10};
    TxOptions options;
    options.co_signers = {courier(i), union_};
    ledger_.run_ok(employer_, ContractId::kPayroll, MethodId::kSignAgreement,
                   payroll::SignAgreementArgs{key(static_cast<std::uint8_t>(i + 1)), terms}, options);
  }
  void submit(std::uint8_t i, const std::string& date, std::uint32_t replaces) {
    payroll::WorkEntry entry;
    entry.reference = "a";
    entry.minutes = 60;
    entry.agreed_amount = Fen{30'000 + 1'237 * i};
    payroll::SubmitWorkArgs args;
    args.batch = key(static_cast<std::uint8_t>(++batches_));
    args.logs = {{key(static_cast<std::uint8_t>(i + 1)), *day_from_text(date), replaces, {entry}}};
    ledger_.run_ok(employer_, ContractId::kPayroll, MethodId::kSubmitWork, args);
  }

  Actor union_ = actor(1);
  Actor employer_ = actor(3);
  TestLedger ledger_;
  int batches_ = 100;
};

BOOST_AUTO_TEST_SUITE(payroll_slices)

BOOST_AUTO_TEST_CASE(slices_of_one_three_and_a_thousand_items_pay_the_same) {
  std::vector<std::vector<std::string>> outcomes;
  for (const std::uint32_t slice : {1u, 3u, 1000u}) {
    Payday payday(slice);
    payday.live();
    BOOST_TEST(payday.slips() == kCouriers);
    outcomes.push_back(payday.outcome());
  }
  BOOST_TEST(outcomes[1] == outcomes[0], boost::test_tools::per_element());
  BOOST_TEST(outcomes[2] == outcomes[0], boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
