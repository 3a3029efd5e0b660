#include "scenario.h"

#include <algorithm>
#include <limits>
#include <thread>

#include "chain/codec/codec.h"
#include "contracts/identity/calls.h"
#include "contracts/lxr/calls.h"
#include "contracts/payroll/calls.h"
#include "contracts/payroll/pay_rules.h"
#include "contracts/payroll/records.h"

namespace xh::bench {
namespace {

namespace identity = contracts::identity;
namespace lxr = contracts::lxr;
namespace payroll = contracts::payroll;
using contracts::ContractId;

constexpr std::size_t kLines = 1'000;  // registrations, relations or deposits in a transaction
constexpr std::int64_t kShanghaiMs = 8 * chain::kHourMs;
constexpr std::int64_t kFirstShiftMs = 7 * chain::kHourMs;  // after local midnight
constexpr std::int64_t kShiftMs = 15 * chain::kMinuteMs;
constexpr std::uint32_t kShiftMinutes =
    12;                                  // shorter than the time to the next one: nothing overlaps, nothing is flagged
constexpr std::int64_t kDaysBack = 400;  // agreements are in force for so long already

// Serial numbers of transactions, a range for each kind: none is given twice.
enum class Serials : std::uint64_t { kSetup = 1, kTransfer, kUpload, kConfirm, kApprove };
std::uint64_t serial(Serials kind, std::uint64_t number) {
  return (static_cast<std::uint64_t>(kind) << 40) + number;
}

template <class Method, class Args>
chain::Call call_of(ContractId contract, Method method, const Args& args) {
  return {static_cast<std::uint32_t>(contract), static_cast<std::uint32_t>(method), chain::encode(args)};
}

chain::RecordKey record_named(std::string_view what, std::uint64_t number) {
  chain::Bytes tail;
  chain::append_be64(tail, number);
  return chain::retag<chain::RecordKey>(chain::Sha256().update(chain::as_bytes(what)).update(tail).finish());
}

std::vector<payroll::PayItem> pay_items() {
  return {{"orders", payroll::PayKind::kPerOrder, chain::Fen{480}},
          {"time", payroll::PayKind::kPerMinute, chain::Fen{650}}};
}

chain::Day today(chain::Timestamp now) {
  return chain::Day{(now.value + kShanghaiMs) / chain::kDayMs};
}

std::string two_digits(std::uint32_t n) {
  return {static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)};
}

std::vector<payroll::WorkEntry> day_entries(std::size_t job, chain::Day day) {
  std::vector<payroll::WorkEntry> out;
  const std::int64_t midnight = day.value * chain::kDayMs - kShanghaiMs;
  for (std::uint32_t i = 0; i < kEntriesPerDay; ++i) {
    auto& entry = out.emplace_back();
    entry.reference = "I-" + std::to_string(job) + "#" + two_digits(i);
    entry.start = chain::Timestamp{midnight + kFirstShiftMs + std::int64_t{i} * kShiftMs};
    entry.end = chain::Timestamp{entry.start->value + std::int64_t{kShiftMinutes} * chain::kMinuteMs};
    entry.minutes = kShiftMinutes;
    entry.orders = 1 + i % 3;
  }
  return out;
}

}  // namespace

std::optional<Scenario> scenario_named(std::string_view name) {
  for (const auto scenario : {Scenario::kTransfers, Scenario::kWorklogs}) {
    if (name_of(scenario) == name) return scenario;
  }
  return std::nullopt;
}

std::string_view name_of(Scenario scenario) {
  return scenario == Scenario::kTransfers ? "transfers" : "worklogs";
}

double units_per_second_max(Scenario scenario) {
  return scenario == Scenario::kTransfers ? 12'000 : 160'000;
}

Plan::Plan(Scenario scenario, const chain::Genesis& genesis, std::size_t account_count, chain::Timestamp now)
    : scenario_(scenario),
      cast_(account_count),
      chain_(chain::make_context(genesis)),
      genesis_time_(genesis.time),
      now_(now),
      signer_(genesis.chain_id, chain_.tag, now) {}

std::uint32_t Plan::units_per_job() const {
  return scenario_ == Scenario::kTransfers ? 1 : kDaysPerUpload * kEntriesPerDay;
}

std::size_t Plan::jobs_max() const {
  if (scenario_ == Scenario::kTransfers) return std::numeric_limits<std::size_t>::max();
  return cast_.accounts.size() * static_cast<std::size_t>(kDaysBack / kDaysPerUpload - 1);
}

SignedTransaction Plan::registration(std::size_t from, std::size_t to) const {
  identity::RegisterMembers args;
  for (std::size_t i = from; i < to; ++i) {
    identity::Registration line;
    line.policy = policy_of(cast_.accounts[i]);
    line.roles = bit(identity::Role::kWorker);
    line.commitment = chain::retag<chain::Hash256>(record_named("commitment", i));
    args.members.push_back(std::move(line));
  }
  return signer_.sign(serial(Serials::kSetup, 4 * from), cast_.union_member,
                      call_of(ContractId::kIdentity, identity::MethodId::kRegisterMembers, args));
}

SignedTransaction Plan::relations(std::size_t from, std::size_t to) const {
  lxr::SetRelations args;
  for (std::size_t i = from; i < to; ++i) {
    const auto move = movement(i);
    args.relations.push_back(
        {cast_.accounts[move.from].account, cast_.accounts[move.to].account, lxr::Purpose::kFee, true});
  }
  return signer_.sign(serial(Serials::kSetup, 4 * from + 1), cast_.union_member,
                      call_of(ContractId::kLxr, lxr::MethodId::kSetRelations, args));
}

SignedTransaction Plan::deposits(std::size_t from, std::size_t to) const {
  lxr::ConfirmDeposit args;
  for (std::size_t i = from; i < to; ++i) {
    args.deposits.push_back({cast_.accounts[i].account, chain::Fen{kDepositFen}, "bench-" + std::to_string(i)});
  }
  return signer_.sign(serial(Serials::kSetup, 4 * from + 2), cast_.bank,
                      call_of(ContractId::kLxr, lxr::MethodId::kConfirmDeposit, args));
}

SignedTransaction Plan::statement() const {
  const lxr::FileStatement args{chain::Fen{kDepositFen * static_cast<std::int64_t>(cast_.accounts.size())},
                                genesis_time_};
  return signer_.sign(serial(Serials::kSetup, 4 * cast_.accounts.size()), cast_.bank,
                      call_of(ContractId::kLxr, lxr::MethodId::kCustodyStatement, args));
}

chain::RecordKey Plan::agreement_of(std::size_t account) const {
  return record_named("agreement", account);
}

SignedTransaction Plan::agreement(std::size_t account) const {
  const Actor& employer = cast_.employers[account % cast_.employers.size()];
  const Actor& worker = cast_.accounts[account];
  payroll::SignAgreementArgs args;
  args.agreement = agreement_of(account);
  args.terms.employer = employer.account;
  args.terms.worker = worker.account;
  args.terms.union_account = cast_.union_member.account;
  args.terms.effective = chain::Day{today(now_).value - kDaysBack};
  args.terms.zone = "Asia/Shanghai";
  args.terms.holidays = "CN";
  args.terms.items = pay_items();
  args.terms.schedule = {payroll::ScheduleKind::kMonthly, 10};
  return signer_.sign(serial(Serials::kSetup, 4 * account + 3), employer,
                      call_of(ContractId::kPayroll, payroll::MethodId::kSignAgreement, args),
                      {&worker, &cast_.union_member});
}

std::vector<Stage> Plan::stages() const {
  Stage members{"register accounts", {}};
  Stage second{scenario_ == Scenario::kTransfers ? "open relations, confirm deposits" : "sign agreements", {}};
  const std::size_t count = cast_.accounts.size();
  for (std::size_t from = 0; from < count; from += kLines) {
    const std::size_t to = std::min(count, from + kLines);
    members.transactions.push_back(registration(from, to));
    if (scenario_ != Scenario::kTransfers) continue;
    second.transactions.push_back(relations(from, to));
    second.transactions.push_back(deposits(from, to));
  }
  if (scenario_ == Scenario::kTransfers)
    members.transactions.push_back(statement());
  else
    for (std::size_t i = 0; i < count; ++i) second.transactions.push_back(agreement(i));
  return {std::move(members), std::move(second)};
}

Plan::Movement Plan::movement(std::size_t job) const {
  const std::size_t count = cast_.accounts.size();
  const auto amount = static_cast<std::int64_t>(1 + job % 97);
  return {job % count, (job + 1) % count, amount};
}

Job Plan::transfer_job(std::size_t number) const {
  const auto move = movement(number);
  const lxr::Transfer args{cast_.accounts[move.to].account, chain::Fen{move.fen}, lxr::Purpose::kFee, {}};
  return {signer_.sign(serial(Serials::kTransfer, number), cast_.accounts[move.from],
                       call_of(ContractId::kLxr, lxr::MethodId::kTransfer, args)),
          {}};
}

// The days of an account's job n lie before those of its job n - 1.
Job Plan::worklog_job(std::size_t number) const {
  const std::size_t account = account_of(number);
  const auto round = static_cast<std::int64_t>(number / cast_.accounts.size());
  const Actor& employer = cast_.employers[account % cast_.employers.size()];
  payroll::SubmitWorkArgs upload{record_named("batch", number), {}};
  payroll::ConfirmWorkArgs confirm;
  for (std::int64_t i = 0; i < kDaysPerUpload; ++i) {
    payroll::DayContent content;
    content.agreement = agreement_of(account);
    content.day = chain::Day{today(now_).value - 1 - round * kDaysPerUpload - i};
    content.version = 1;
    content.entries = day_entries(number, content.day);
    content.sums = payroll::day_sums(pay_items(), content.entries);
    confirm.logs.push_back({content.agreement, content.day, 1, payroll::content_hash(content)});
    upload.logs.push_back({content.agreement, content.day, 0, std::move(content.entries)});
  }
  const payroll::ApproveBatchArgs approve{upload.batch, payroll::batch_root(confirm.logs), {}, {}};
  Job job;
  job.first = signer_.sign(serial(Serials::kUpload, number), employer,
                           call_of(ContractId::kPayroll, payroll::MethodId::kSubmitWork, upload));
  job.then.push_back(signer_.sign(serial(Serials::kConfirm, number), cast_.accounts[account],
                                  call_of(ContractId::kPayroll, payroll::MethodId::kConfirmWork, confirm)));
  job.then.push_back(signer_.sign(serial(Serials::kApprove, number), cast_.union_member,
                                  call_of(ContractId::kPayroll, payroll::MethodId::kApproveBatch, approve)));
  return job;
}

std::vector<Job> Plan::jobs(std::size_t count) const {
  std::vector<Job> out(count);
  const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::jthread> pool;
  for (std::size_t t = 0; t < threads; ++t) {
    pool.emplace_back([this, &out, t, threads] {
      for (std::size_t i = t; i < out.size(); i += threads) {
        out[i] = scenario_ == Scenario::kTransfers ? transfer_job(i) : worklog_job(i);
      }
    });
  }
  pool.clear();  // joins
  return out;
}

}  // namespace xh::bench
