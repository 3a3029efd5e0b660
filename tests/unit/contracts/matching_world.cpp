#include "matching_world.h"

#include <algorithm>

#include "contracts/engine/calendar.h"
#include "contracts/identity/members.h"
#include "contracts/payroll/calls.h"

namespace xh::contracts::test::services {
namespace {

using identity::Role;

constexpr std::uint32_t kWriteMonths = 999;

struct WriteMonths {
  chain::AccountId worker;
  std::vector<payroll::WorkerMonth> months;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &WriteMonths::worker),
                      chain::field<2>("months", &WriteMonths::months, 60));
  }
};

const Registry& registry_with_months() {
  static const Registry kRegistry = [] {
    Registry out = all_contracts();
    out.add_method<WriteMonths>(ContractId::kPayroll, kWriteMonths, "test.write_months",
                                [](Context& context, const WriteMonths& args) -> Outcome {
                                  for (const auto& month : args.months)
                                    payroll::save_worker_month(context, args.worker, month);
                                  return {};
                                });
    return out;
  }();
  return kRegistry;
}

chain::GenesisMember member(std::string name, std::uint32_t roles, std::uint8_t n) {
  return {std::move(name), roles | identity::bit(Role::kMember), actor(n).policy};
}

chain::Genesis genesis_with(const std::vector<std::pair<std::string, std::int64_t>>& changes, std::uint8_t workers) {
  auto out = test_genesis();
  out.members.push_back(member("regulator", identity::bit(Role::kRegulator), 6));
  out.members.push_back(member("second employer", identity::bit(Role::kEmployer), 7));
  for (std::uint8_t i = 0; i < workers; ++i) {
    const auto n = static_cast<std::uint8_t>(10 + i);
    out.members.push_back(member("worker " + std::to_string(n), identity::bit(Role::kWorker), n));
  }
  for (const auto& [name, value] : changes) {
    const auto at = std::ranges::find(out.parameters, name, &chain::Parameter::name);
    BOOST_REQUIRE(at != out.parameters.end());
    at->value = value;
  }
  return out;
}

}  // namespace

ServiceLedger::ServiceLedger(const std::vector<std::pair<std::string, std::int64_t>>& changes, std::uint8_t workers)
    : TestLedger(genesis_with(changes, workers), registry_with_months()) {}

void ServiceLedger::work(const Actor& of, const std::vector<std::int64_t>& gross, std::uint32_t flagged) {
  WriteMonths args{of.id, {}};
  auto month = *day_from_text("2025-01-01");
  for (const auto fen : gross) {
    if (fen > 0) {
      payroll::WorkerMonth record;
      record.month = month;
      record.gross = chain::Fen{fen};
      record.days = 20;
      record.confirmed = 20;
      record.flagged = flagged;
      args.months.push_back(record);
    }
    month = add_months(month, 1);
  }
  run_ok(the_union(), ContractId::kPayroll, kWriteMonths, args);
}

chain::RecordKey ServiceLedger::agree(const Actor& with, const Actor& by) {
  payroll::SignAgreementArgs args;
  args.agreement.bytes.fill(0x40);
  args.agreement.bytes[0] = ++agreements_;
  args.terms.employer = by.id;
  args.terms.worker = with.id;
  args.terms.union_account = the_union().id;
  args.terms.effective = *day_from_text("2027-01-01");  // no payday within a test
  args.terms.zone = "Asia/Shanghai";
  args.terms.holidays = "CN";
  args.terms.items = {{"orders", payroll::PayKind::kPerOrder, chain::Fen{480}}};
  args.terms.schedule = {payroll::ScheduleKind::kMonthly, 10};
  TxOptions options;
  options.co_signers = {the_union(), with};
  run_ok(by, ContractId::kPayroll, payroll::MethodId::kSignAgreement, args, options);
  return args.agreement;
}

chain::Hash256 hash_of(std::uint8_t n) {
  chain::Hash256 out;
  out.bytes.fill(n);
  return out;
}

}  // namespace xh::contracts::test::services
